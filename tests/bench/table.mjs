// results.md: everything that was measured, beside what was promised.
import { sumOf } from './bound.mjs';
import { BUILDS, ENGINES, PLACES, digits, percent } from './names.mjs';
import { LENGTHS } from './problem.mjs';
import { PAGE, PRODUCT_SHARE, TARGETS, mark } from './targets.mjs';

/**
 * @typedef {import('./run.mjs').Results} Results
 * @typedef {import('./contest.mjs').Score} Score
 * @typedef {import('./contest.mjs').Place} Place
 * @typedef {import('./bound.mjs').Bound} Bound
 */

/**
 * @param {string[]} heads
 * @param {(string | number)[][]} rows
 * @param {number} [texts] how many columns are text; the others are numbers
 */
function table(heads, rows, texts = 1) {
  const line = (/** @type {(string | number)[]} */ cells) => `| ${cells.join(' | ')} |`;
  return [line(heads), `|${'---|'.repeat(texts)}${'---:|'.repeat(heads.length - texts)}`, ...rows.map(line)].join('\n');
}

/** @param {Results} results */
export function toMarkdown(results) {
  const { about, scores, bounds, speed, growth, page } = results;
  return [
    '# attention-view beside other engines',
    `${about.date}, ${about.cpu}, ${about.cores} cores, one thread each. ${about.versions.join(' · ')}.`,
    `Made by \`${about.command}\`: all took turns, one sample of at least 20 ms each in a round, ${about.rounds} rounds.`,
    ...(scores && bounds ? contest(scores, bounds) : []),
    ...(speed ? products(speed) : []),
    ...(scores && bounds ? limits(scores, bounds) : []),
    ...(growth ? curve(growth) : []),
    ...(page ? reader(page) : []),
  ].join('\n\n') + '\n';
}

/** @param {Score[]} scores @param {Bound[]} bounds */
function contest(scores, bounds) {
  const scoreOf = (/** @type {string} */ engine, /** @type {Place} */ place, /** @type {number} */ length) =>
    scores.find((score) => score.engine === engine && score.place === place && score.length === length);
  const isThere = (/** @type {Place} */ place) => scores.some((score) => score.place === place);
  const places = /** @type {Place[]} */ (['node', 'chromium']).filter(isThere);
  const lengths = LENGTHS.map((length) => `L = ${length}`);
  const rowsOf = (/** @type {(score: Score) => string} */ cell) =>
    [...places, /** @type {Place} */ ('native')].flatMap((place) =>
      Object.entries(ENGINES).flatMap(([engine, name]) => {
        const own = LENGTHS.map((length) => scoreOf(engine, place, length));
        return own.some(Boolean) ? [[name, PLACES[place], ...own.map((score) => (score ? cell(score) : ''))]] : [];
      }));
  const ratios = places.flatMap((place) =>
    TARGETS.map(({ ours, peer, said, least }) => {
      const cells = LENGTHS.map((length) => {
        const [own, other] = [scoreOf(ours, place, length), scoreOf(peer, peer === 'numpy' ? 'native' : place, length)];
        if (!own || !other) return '';
        const ratio = other.time.median / own.time.median;
        const wanted = least(length);
        if (wanted === null) return ratio.toFixed(2);
        const bound = bounds.find((one) => one.build === ours && one.length === length);
        const most = bound ? other.time.median / sumOf(bound) : Infinity;
        const isForbidden = ratio < wanted && most < wanted;
        return `${ratio.toFixed(2)} ${isForbidden ? `forbidden: bound ${most.toFixed(2)}` : mark(ratio >= wanted)}`;
      });
      return [`${ENGINES[peer]} / ${ENGINES[ours]}`, PLACES[place], said, ...cells];
    }));
  const worst = Math.max(...scores.flatMap(({ error }) => [error.output, error.weights]));
  return [
    '## One attention, in milliseconds',
    'Multi-head self-attention, d_model 512, 8 heads. Output and all weights come back as arrays; the parameters were loaded '
      + 'before. Medians. attention-view fills the arrays of the answer before (`recycle`), as the figure does while one types; '
      + '“into new arrays” does without. The other engines have nothing of that kind: onnxruntime-web takes tensors for its '
      + 'outputs, but on the CPU leaves them empty.',
    table(['engine', '', ...lengths], rowsOf(({ time }) => digits(time.median)), 2),
    'Every output and every weight was compared with numpy’s in double precision: the largest difference is '
      + `${worst.toExponential(0)} of the largest element.`,
    '## How many times faster',
    table(['', '', 'promised', ...lengths], ratios, 3),
    '“Forbidden”: not reached, and out of reach for anybody, because what the parts take at least (below) would not keep the '
      + 'promise either; “bound” is the ratio that it would give.',
    '“TensorFlow.js” multiplies all heads at once, as its own layer MultiHeadAttention does. For that its WebAssembly backend '
      + 'has only a plain loop, which “head by head” goes around by hand.',
    '<details><summary>Fastest sample, and the distance between the quartiles as a share of the median</summary>',
    table(['engine', '', ...lengths], rowsOf(({ time }) => `${digits(time.least)}, ${percent(time.spread)}`), 2),
    '</details>',
  ];
}

/** @param {import('./speed.mjs').Speed[]} speed */
function products(speed) {
  const sizes = speed[0].products.map(({ size: [m, k, n], packed }) => `${m}×${k} · ${k}×${n}${packed ? ', packed' : ''}`);
  const cell = (/** @type {import('./speed.mjs').Product | undefined} */ product) =>
    product && `${product.gflops.toFixed(1)}, ${percent(product.share)} ${mark(product.share >= PRODUCT_SHARE)}`;
  return [
    '## The matrix product beside the core’s limit, in GFLOP/s',
    'The peak is what multiplications and additions reach that never leave the registers: the better of Node and Chromium, '
      + 'and of several counts of independent sums. “Packed”: the second matrix was brought into the kernel’s order before, as '
      + `parameters are. Promised: ${percent(PRODUCT_SHARE)} of the peak.`,
    table(
      ['', 'peak', ...sizes],
      speed.map(({ name, peak, products }) => [name, peak.toFixed(1), ...sizes.map((_, i) => cell(products[i]) ?? '')]),
    ),
  ];
}

/**
 * What nobody goes below with these instructions: the evidence where a promise is not kept.
 * @param {Score[]} scores
 * @param {Bound[]} bounds
 */
function limits(scores, bounds) {
  const peers = scores.filter(({ engine }) => engine === 'ort');
  const places = [...new Set(peers.map(({ place }) => place))];
  const rows = /** @type {const} */ (['simd', 'relaxed']).flatMap((build) => {
    const own = LENGTHS.map((length) => bounds.find((bound) => bound.build === build && bound.length === length));
    const row = (/** @type {string} */ name, /** @type {(bound: Bound) => string} */ cell) =>
      [name, BUILDS[build], ...own.map((bound) => (bound ? cell(bound) : ''))];
    return [
      row('the best product, GFLOP/s', ({ gflops }) => gflops.toFixed(1)),
      row('the six products, ms', ({ products }) => digits(products)),
      row('the exponentials, ms', ({ exponentials }) => digits(exponentials)),
      row('the copy of output and weights, ms', ({ copy }) => digits(copy)),
      row('their sum, ms', (bound) => digits(sumOf(bound))),
      ...places.map((place) => row(`onnxruntime-web in ${PLACES[place]} / that`, (bound) => {
        const peer = peers.find((score) => score.place === place && score.length === bound.length);
        return peer ? (peer.time.median / sumOf(bound)).toFixed(2) : '';
      })),
    ];
  });
  return [
    '## What the parts take at least',
    'Measured in the same rounds as the engines: the six products by the best of our products by a packed matrix, one exponential '
      + 'for each weight in a loop that never leaves the registers, and one copy of output and weights out of the module into '
      + 'arrays that are there already. Nothing else counts: no mask, no largest score of a row, no packing, no call.',
    table(['', '', ...LENGTHS.map((length) => `L = ${length}`)], rows, 2),
  ];
}

/** @param {import('./growth.mjs').Growth} growth */
function curve(growth) {
  const names = {
    weights: 'all of it',
    identity: 'without parameters: scores, softmax, weighted sum',
    products: 'the difference: four products by parameters',
    streaming: 'all of it, streaming (`needWeights: false`)',
  };
  const lengths = growth.weights.points.map(({ length }) => `L = ${length}`);
  const rows = Object.entries(names).map(([name, said]) => {
    const { points, fit: [, b, c] } = growth[/** @type {keyof typeof names} */ (name)];
    return [said, ...points.map(({ milliseconds }) => digits(milliseconds)), (b * 1e3).toFixed(2), (c * 1e6).toFixed(2)];
  });
  return [
    '## How it grows, in milliseconds',
    'attention-view with relaxed SIMD in Node, and least squares (of relative errors) through a + b·L + c·L².',
    table(['', ...lengths, 'b, µs', 'c, ns'], rows),
    'Scores, softmax and weighted sum alone have '
      + `${percent(growth.identity.fit[2] / growth.weights.fit[2])} of the quadratic coefficient.`,
  ];
}

/** @param {import('./page.mjs').PageFigures} page */
function reader({ files, first, start, keys, floor, frames }) {
  const sum = (/** @type {typeof files} */ some) => some.reduce((total, { gzip }) => total + gzip, 0);
  const wasm = sum(files.filter(({ name }) => name.endsWith('.wasm')));
  const size = (/** @type {number} */ bytes) => `${(bytes / 1000).toFixed(1)} kB`;
  const within = (/** @type {number} */ time, /** @type {number} */ most) => `${digits(time)} ms ${mark(time <= most)}`;
  const opening = (/** @type {import('./stats.mjs').Summary} */ time, /** @type {number} */ most) =>
    [within(time.median, most), `≤ ${most} ms`, `${digits(time.least)} to ${digits(time.most)} ms`];
  return [
    '## The page',
    'In Chromium, without a GPU, over loopback, with nothing cached; d_model 512 and 8 heads while typing. A key’s time is the 95th '
      + 'percentile from its event to the end of the main thread’s part of the frame that shows the new figure. “Work” has no '
      + 'screen to wait for; a screen of 60 Hz adds the wait for its next frame.',
    table(['', 'measured', 'promised', 'range'], [
      ['bytes of all files, gzip', `${size(sum(files))} ${mark(sum(files) <= PAGE.total)}`, `≤ ${size(PAGE.total)}`, ''],
      ['of these WebAssembly', `${size(wasm)} ${mark(wasm <= PAGE.wasm)}`, `≤ ${size(PAGE.wasm)}`, ''],
      ['start of navigation to first matrix', ...opening(first, PAGE.first)],
      ['the same of a page with one canvas', `${digits(floor.first.median)} ms`, '', `${digits(floor.first.least)} to ${digits(floor.first.most)} ms`],
      ['engine fetched, compiled and started', ...opening(start, PAGE.start)],
      ...keys.map(({ tokens, work, at60 }) => {
        const most = PAGE.keys[/** @type {32 | 256} */ (tokens)];
        return [`key to pixels, ${tokens} tokens: work`, within(work, most), `≤ ${most} ms`, `60 Hz: ${digits(at60)} ms`];
      }),
      ['key to pixels of a page with one canvas', `${digits(floor.key)} ms`, '', ''],
      [
        'frames a second, 4,096 × 4,096 weights zoomed and moved',
        `${frames.perSecond.toFixed(1)} ${mark(Math.round(frames.perSecond) >= PAGE.frames)}`,
        `${PAGE.frames}`,
        `99 % of ${frames.count} frames within ${digits(frames.slowest)} ms`,
      ],
    ]),
    table(['file', 'bytes', 'gzip'], files.map(({ name, bytes, gzip }) => [name, ...[bytes, gzip].map((count) => count.toLocaleString('en'))])),
  ];
}
