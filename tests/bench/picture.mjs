// results.svg: for readers of the README, in light and in dark. Left to right is slower; ours has the colour.
import { ENGINES } from './names.mjs';
import { LENGTHS } from './problem.mjs';

/**
 * @typedef {import('./contest.mjs').Score} Score
 * @typedef {import('./contest.mjs').Engine} Engine
 */

const WIDTH = 860;
const MARGIN = 24;

// A picture in a page is on the page's colour, but follows the reader's system: it brings its own.
const STYLE = `
  .paper { fill: #fff }
  text {
    font: 13px system-ui, -apple-system, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif; font-variant-numeric: tabular-nums;
    fill: #1f2328; paint-order: stroke; stroke: #fff; stroke-width: 4px; stroke-linejoin: round;
  }
  .title { font-size: 19px; font-weight: 650 }
  .head { font-weight: 650 }
  .quiet { fill: #59636e }
  .small { font-size: 12px }
  circle { stroke: #fff; stroke-width: 1.5 }
  .grid { stroke: #d8dee4; stroke-width: 1 }
  .axis { stroke: #8c959f; stroke-width: 1 }
  .more { stroke: #afb8c1; stroke-width: 2 }
  circle.peer { fill: #6e7781 }
  .ours { fill: #0a5cc2 }
  text.ours, tspan.ours { font-weight: 650 }
  .square { fill: #0a5cc2; opacity: .85 }
  .straight { fill: #a5c8f5 }
  .end { text-anchor: end }
  .middle { text-anchor: middle }
  @media (prefers-color-scheme: dark) {
    .paper { fill: #0d1117 }
    text { fill: #e6edf3; stroke: #0d1117 }
    circle { stroke: #0d1117 }
    .quiet { fill: #9198a1 }
    .grid { stroke: #262c36 }
    .axis { stroke: #656c76 }
    .more { stroke: #4b535d }
    circle.peer { fill: #9198a1 }
    .ours { fill: #6cb0ff }
    .square { fill: #3f8ae0 }
    .straight { fill: #1f3f66 }
  }`;

/** @param {unknown} text */
const escape = (text) => String(text).replace(/&/g, '&amp;').replace(/</g, '&lt;');
/** @param {string} kind @param {number} x @param {number} y @param {unknown} content */
const text = (kind, x, y, content) => `<text class="${kind}" x="${round(x)}" y="${round(y)}">${escape(content)}</text>`;
/** @param {string} kind @param {number} x1 @param {number} y1 @param {number} x2 @param {number} y2 */
const line = (kind, x1, y1, x2, y2) =>
  `<line class="${kind}" x1="${round(x1)}" y1="${round(y1)}" x2="${round(x2)}" y2="${round(y2)}"/>`;
/** Two digits are what the eye compares; the table has more. @param {number} value */
const short = (value) => (value < 10 ? value.toPrecision(2) : Math.round(value).toLocaleString('en'));
const round = (/** @type {number} */ value) => Number(value.toFixed(1));

/** @param {import('./run.mjs').Results} results */
export function toSvg({ about, scores, growth }) {
  if (!scores || !growth) throw new Error('the picture needs the contest and the growth');
  const contest = drawContest(scores, 116);
  const curve = drawGrowth(growth, contest.bottom + 56);
  const height = curve.bottom + 44;
  const chromium = about.versions.find((version) => version.startsWith('Chromium'))?.split('.')[0];
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img">`,
    '<title>Times of one attention by six engines at five lengths, and how attention-view’s time grows with the length</title>',
    `<style>${STYLE}\n</style>`,
    `<rect class="paper" width="${WIDTH}" height="${height}" rx="6"/>`,
    text('title', MARGIN, 38, 'One attention, in milliseconds'),
    text('quiet', MARGIN, 60, `Self-attention with 8 heads, d_model 512, output and weights returned, on one thread in ${chromium};`),
    text('quiet', MARGIN, 79, 'numpy beside it, native. In grey: how many times as long as attention-view takes with relaxed SIMD.'),
    ...contest.parts,
    ...curve.parts,
    text('quiet small', MARGIN, height - 18, `Medians of one run in turns, ${about.date}, ${about.cpu}. More: tests/bench/results.md`),
    '</svg>',
  ].join('\n') + '\n';
}

/**
 * A group of rows for each length; in a row a dot for the time, and from ours to it a line: on this scale a line of the same
 * length is the same number of times.
 * @param {Score[]} scores
 * @param {number} top
 */
function drawContest(scores, top) {
  const [left, right, rowHeight, gap] = [MARGIN + 216, WIDTH - MARGIN - 118, 18, 30];
  const shown = scores.filter(({ place }) => place !== 'node');
  const times = shown.map(({ time }) => time.median);
  const [least, most] = [Math.floor(Math.log10(Math.min(...times)) * 2) / 2, Math.log10(Math.max(...times))];
  const x = (/** @type {number} */ time) => left + ((Math.log10(time) - least) / (most - least)) * (right - left);
  const engines = /** @type {Engine[]} */ (Object.keys(ENGINES)).filter((engine) => engine !== 'relaxedFresh');
  const groupHeight = engines.length * rowHeight + gap;
  const bottom = top + 14 + LENGTHS.length * groupHeight - 8;

  const parts = [];
  for (let exponent = Math.ceil(least); exponent <= most; exponent++) {
    parts.push(line('grid', x(10 ** exponent), top + 4, x(10 ** exponent), bottom));
    parts.push(text('quiet small middle', x(10 ** exponent), top - 2, `${(10 ** exponent).toLocaleString('en')} ms`));
  }
  LENGTHS.forEach((length, group) => {
    const y = top + 26 + group * groupHeight;
    const own = shown.filter((score) => score.length === length);
    const ours = own.find(({ engine }) => engine === 'relaxed')?.time.median ?? NaN;
    parts.push(text('head', MARGIN, y, `${length.toLocaleString('en')} tokens`));
    engines.forEach((engine, row) => {
      const score = own.find((one) => one.engine === engine);
      if (!score) return;
      const { median } = score.time;
      const at = y + 20 + row * rowHeight;
      const kind = engine === 'relaxed' || engine === 'simd' ? 'ours' : 'peer';
      const times = engine === 'relaxed' ? '' : `<tspan class="quiet small" dx="9">${short(median / ours)}×</tspan>`;
      const after = Math.max(x(median), x(ours)) + 12;
      parts.push(
        text(`${kind === 'ours' ? 'ours ' : ''}end`, left - 16, at, ENGINES[engine]),
        line('more', x(ours), at - 4.5, x(median), at - 4.5),
        `<circle class="${kind}" cx="${round(x(median))}" cy="${at - 4.5}" r="5"/>`,
        `<text x="${round(after)}" y="${at}"><tspan class="${kind}">${short(median)}</tspan>${times}</text>`,
      );
    });
  });
  return { parts, bottom };
}

/**
 * The fitted curves as areas, the measured times as dots.
 * @param {import('./growth.mjs').Growth} growth
 * @param {number} top
 */
function drawGrowth({ weights, products }, top) {
  const [left, right] = [MARGIN + 60, WIDTH - MARGIN - 216];
  const [high, bottom] = [top + 52, top + 300];
  const [shortest, longest] = [weights.points[0].length, weights.points[weights.points.length - 1].length];
  const slowest = Math.max(...weights.points.map(({ milliseconds }) => milliseconds));
  const x = (/** @type {number} */ length) => left + (length / longest) * (right - left);
  const y = (/** @type {number} */ time) => bottom - (time / (slowest * 1.05)) * (bottom - high);
  const fitted = (/** @type {typeof weights} */ { fit: [a, b, c] }, /** @type {number} */ length) =>
    Math.max(0, a + b * length + c * length ** 2);
  const edge = (/** @type {typeof weights} */ curve) =>
    Array.from({ length: 65 }, (_, i) => {
      const length = shortest + (i / 64) * (longest - shortest);
      return `${round(x(length))},${round(y(fitted(curve, length)))}`;
    });
  const area = (/** @type {string} */ kind, /** @type {string[]} */ ...corners) =>
    `<path class="${kind}" d="M${corners.join('L')}Z"/>`;
  const floor = [`${round(x(longest))},${bottom}`, `${round(x(shortest))},${bottom}`];

  const parts = [
    text('title', MARGIN, top, 'What grows with the square of the length'),
    text('quiet', MARGIN, top + 22, 'attention-view with relaxed SIMD. Dots are measured, areas fitted: only scores, softmax and weighted sum bend upwards.'),
  ];
  const unit = 10 ** Math.floor(Math.log10(slowest));
  const spacing = slowest / unit > 5 ? 2 * unit : slowest / unit > 2 ? unit : unit / 2;
  for (let time = 0; time <= slowest * 1.05; time += spacing) {
    parts.push(line(time ? 'grid' : 'axis', left, y(time), right, y(time)));
    parts.push(text('quiet small end', left - 8, y(time) + 4, time ? `${time.toLocaleString('en')} ms` : '0'));
  }
  parts.push(area('straight', ...edge(products), ...floor), area('square', ...edge(weights), ...edge(products).reverse()));
  for (const { length, milliseconds } of weights.points) {
    parts.push(`<circle class="ours" cx="${round(x(length))}" cy="${round(y(milliseconds))}" r="5"/>`);
    const said = length.toLocaleString('en');
    if (length < longest / 8) continue; // too close for words
    parts.push(text('quiet small middle', x(length), bottom + 18, length === longest ? `${said} tokens` : said));
  }
  const [all, straight] = [fitted(weights, longest), fitted(products, longest)];
  parts.push(
    text('ours', right + 14, y((all + straight) / 2) - 2, 'Scores, softmax,'),
    text('ours', right + 14, y((all + straight) / 2) + 15, 'weighted sum: L²'),
    text('head', right + 14, y(straight / 2) + 5, 'Products by parameters: L'),
  );
  return { parts, bottom: bottom + 24 };
}
