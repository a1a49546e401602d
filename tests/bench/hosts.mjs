// Where an engine runs: a Node process, a page of Chromium, or a program that answers lines with lines.
// A host does one thing at a time, and says which engine it was that failed.
import { fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

import { Failure, root } from '../../.ci/lib.mjs';

/**
 * @typedef {import('./problem.mjs').Answer} Answer
 * @typedef {{
 *   name: string,
 *   prepare: (task: object) => Promise<unknown>,
 *   sample: (repetitions: number) => Promise<number>,
 *   answer: () => Promise<Answer>,
 *   close: () => Promise<void>,
 * }} Host as Sampler, plus: name, for tables; close, which ends the process or page
 */

/**
 * @param {string} name
 * @param {{ module: string, options: object, flags?: string[] }} engine
 * @returns {Promise<Host>}
 */
export async function inNode(name, { module, options, flags = [] }) {
  const child = fork(new URL('child.mjs', import.meta.url), [module, JSON.stringify(options)], {
    cwd: root,
    execArgv: flags,
    serialization: 'advanced', // typed arrays go through as they are
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const next = () =>
    new Promise((resolve, reject) => {
      const ended = (/** @type {unknown} */ status) => reject(new Failure(`${name} ended with status ${status}.`));
      child.once('exit', ended);
      child.once('message', (/** @type {{ result: unknown, error?: string }} */ { result, error }) => {
        child.off('exit', ended);
        if (error) reject(new Failure(`${name} failed: ${error}`));
        else resolve(result);
      });
    });
  const call = (/** @type {string} */ method, /** @type {unknown[]} */ ...given) => {
    const answered = next();
    child.send({ name: method, given });
    return answered;
  };
  await next();
  return {
    name,
    prepare: (task) => call('prepare', task),
    sample: async (repetitions) => Number(await call('sample', repetitions)),
    answer: async () => /** @type {Answer} */ (await call('answer')),
    async close() {
      if (!child.connected) return;
      const gone = once(child, 'exit');
      child.disconnect();
      await gone;
    },
  };
}

/**
 * @param {string} name
 * @param {import('puppeteer-core').Browser} browser
 * @param {import('./site.mjs').Site} site
 * @param {{ module: string, options: object }} engine
 * @returns {Promise<Host>}
 */
export async function inPage(name, browser, site, { module, options }) {
  // A context of its own, because pages of one origin in one context may share a process.
  const context = await browser.createBrowserContext();
  const page = await context.newPage();
  page.setDefaultTimeout(0);
  await page.goto(site.url);
  const call = async (/** @type {string} */ method, /** @type {unknown[]} */ ...given) => {
    try {
      return await page.evaluate((method, given) => /** @type {any} */ (window).sampler[method](...given), method, given);
    } catch (error) {
      throw new Failure(`${name} failed: ${error}`);
    }
  };
  await page.evaluate(
    async (engine, sampler, options) => {
      const [{ open }, { Sampler }] = await Promise.all([import(engine), import(sampler)]);
      Object.assign(window, { sampler: new Sampler(await open(options)) });
    },
    module,
    '/bench/sampler.js',
    options,
  );
  return {
    name,
    prepare: (task) => call('prepare', task),
    sample: async (repetitions) => Number(await call('sample', repetitions)),
    async answer() {
      const arrived = site.nextPost(2);
      await page.evaluate(async () => {
        const { output, weights } = await /** @type {any} */ (window).sampler.answer();
        for (const body of [output, weights]) await fetch('/answer', { method: 'POST', body });
      });
      const [output, weights] = (await arrived).map(floats);
      return { output, weights };
    },
    close: () => context.close(),
  };
}

/** @param {Uint8Array} bytes at any offset */
export const floats = (bytes) => new Float32Array(new Uint8Array(bytes).buffer);

/**
 * A program that answers every line of its input with one line. Its first line comes unasked.
 * @param {string} name
 * @param {string} command
 * @param {string[]} args
 */
export async function program(name, command, args) {
  const child = spawn(command, args, { cwd: root, stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async () => {
    const { value, done } = await lines.next();
    if (done) throw new Failure(`${name} ended early: see above.`);
    return value;
  };
  return {
    hello: await next(),
    ask(/** @type {string} */ line) {
      child.stdin.write(`${line}\n`);
      return next();
    },
    async close() {
      if (child.exitCode !== null) return;
      const gone = once(child, 'exit');
      child.stdin.end();
      await gone;
    },
  };
}
