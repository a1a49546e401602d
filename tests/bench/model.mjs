// node tests/bench/model.mjs FOLDER...: what a reader waits for after a key press, with trained models. Medians of 41 calls.
import { resolve } from 'node:path';
import { performance } from 'node:perf_hooks';
import { pathToFileURL } from 'node:url';

const { loadModel } = await import(new URL('../../dist/attention-view.model.js', import.meta.url).href);

const TWELVE = 'My brother wants to buy a very old house in the city';
const ROUNDS = 41;

/** @param {string} name @param {() => unknown} work */
function time(name, work) {
  const times = Array.from({ length: ROUNDS }, () => {
    const start = performance.now();
    work();
    return performance.now() - start;
  });
  const [median, worst] = [ROUNDS >> 1, ROUNDS - 1].map((i) => times.sort((a, b) => a - b)[i].toFixed(1));
  console.log(`${name.padEnd(44)}${median.padStart(8)} ms, worst ${worst}`);
}

for (const folder of process.argv.slice(2)) {
  const start = performance.now();
  const model = await loadModel(pathToFileURL(resolve(folder)));
  console.log(`${folder}: loaded from the disk in ${(performance.now() - start).toFixed(0)} ms`);
  if (model.config.task === 'translate') {
    time('12 words, encoded and translated', () => model.translate(TWELVE));
    time('the same, with the French given', () => model.translate(TWELVE, { target: 'Mon frère veut acheter une maison.' }));
    time('4 beams', () => model.beams(TWELVE, 4));
    time('the stages of a head', () => model.stages('cross', 0, 0));
  } else {
    time('12 words, what comes next', () => model.predict(TWELVE));
    time('32 tokens drawn', () => model.sample(TWELVE));
  }
  model.dispose();
}
