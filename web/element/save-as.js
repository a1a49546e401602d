/**
 * What a figure can be saved as. In a bundle of its own, loaded when something is saved for the first time: what
 * depends on the figure's language is handed in.
 *
 * @import { Model } from './compute.js'
 * @import { Figure } from './figure.js'
 * @import { Stage } from './stages.js'
 * @import { Later } from './languages/en.js'
 * @import { Strings } from './strings.js'
 * @typedef {{
 *   view: HTMLElement, figure: Figure | null, model: Model | null, strings: Strings, words: Later,
 * }} Source figure and model: none after dispose()
 * @typedef {Source & { figure: Figure, model: Model, stage: Stage }} Shown stage: that is to be saved
 */
import { color, domainOf, hatching, maskedColor } from '../figure/palette.js';
import { scaleNumbers } from '../figure/legend.js';
import { writeCsv } from '../format/csv.js';
import { writeJson } from '../format/json.js';
import { writeLatex } from '../format/latex.js';
import { writeNpy } from '../format/npy.js';
import { writeNumpy } from '../format/numpy.js';
import { writeSvg } from '../format/svg.js';
import { visible } from './dom.js';
import { drawPicture } from './picture.js';

/** @type {Record<string, (shown: Shown, scale: number) => BlobPart | Promise<Blob>>} */
const WRITERS = {
  'image/png': pngOf,
  'image/svg+xml': svgOf,
  'text/csv': csvOf,
  'application/json': ({ model, stage }) => jsonOf(model, [stage.id]),
  'application/x-npy': ({ model, stage }) => writeNpy(model.tensors[stage.id]),
};

/**
 * @param {Source} source
 * @param {string} [type]
 * @param {{ stage?: string, scale?: number }} [options]
 */
export async function toBlob(source, type = 'image/png', { stage, scale = 1 } = {}) {
  if (!Object.hasOwn(WRITERS, type)) {
    throw new RangeError(`a figure can be saved as ${Object.keys(WRITERS).join(', ')}; “${type}” is none of them`);
  }
  if (!(scale >= 1 && scale <= 4)) throw new RangeError(`scale is a number from 1 to 4; “${scale}” is not`);
  const all = type === 'application/json' && stage === 'all';
  const shown = shownOf(source, all ? undefined : stage);
  const { model } = shown;
  const made = await (all ? jsonOf(model, Object.keys(model.tensors)) : WRITERS[type](shown, scale));
  return made instanceof Blob ? made : new Blob([made], { type });
}

/**
 * @param {Source} source
 * @param {string} [name] of the stage; the one that is shown large where it is absent
 * @returns {Shown}
 */
export function shownOf({ figure, model, ...rest }, name) {
  const stage = name === undefined ? figure?.hero.matrix.stage : figure?.stageOf(name);
  if (!figure || !model) throw new Error('there is no figure any more: it was disposed of');
  if (!stage) throw new RangeError(`there is no stage “${name}” in this figure`);
  return { ...rest, figure, model, stage };
}

/** The matrix of one head with its labels. @param {Stage} stage */
function matrixOf({ values, rows, columns }) {
  return { tensor: { data: values, shape: [rows.texts.length, columns.texts.length] }, rows: rows.texts, columns: columns.texts };
}

/** What one number of the matrix is called. @param {Shown} shown */
const numberOf = ({ stage, strings: { numbers } }) => numbers[/** @type {keyof typeof numbers} */ (stage.id)];

/** @param {Shown} shown */
function csvOf({ stage }) {
  const { tensor, ...labels } = matrixOf(stage);
  return writeCsv(tensor, labels);
}

/** @param {Model} model @param {string[]} names */
function jsonOf({ tokens, keyTokens, tensors }, names) {
  const stages = Object.fromEntries(names.map((name) => [name, tensors[name]]));
  return writeJson({ tokens, keyTokens, stages });
}

/**
 * On white, as paper is, in the colours of the light theme.
 * @param {Shown} shown
 */
function svgOf(shown) {
  const { stage, figure } = shown;
  const { tensor, rows, columns } = matrixOf(stage);
  const { kind, min, max } = stage.domain;
  const domain = domainOf(kind, max, 'light');
  const steps = 64;
  const css = (/** @type {number[]} */ rgb) => `rgb(${rgb})`;
  const line = hatching('light', 1)[0];
  return writeSvg(tensor, {
    title: stage.name,
    description: figure.provenanceOf(stage),
    rows: rows.map(visible),
    columns: columns.map(visible),
    axes: { rows: stage.rows.title, columns: stage.columns.title },
    legend: { name: numberOf(shown), numbers: scaleNumbers(domain) },
  }, {
    of: (value) => css(color(value, domain)),
    scale: Array.from({ length: steps }, (_, i) => css(color(min + (max - min) * i / (steps - 1), domain))),
    masked: { fill: css(maskedColor('light')), line: css([line & 255, line >> 8 & 255, line >> 16 & 255]) },
  }, stage.closed);
}

/**
 * @param {Shown} shown
 * @param {number} scale
 * @returns {Promise<Blob>}
 */
function pngOf(shown, scale) {
  const canvas = drawPicture(shown.stage, numberOf(shown), shown.strings.closed, shown.figure.hero.plot, scale);
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('the browser could not make a PNG of this size'))));
  });
}

/** @param {Shown} shown */
export function latexOf({ stage, figure }) {
  const { tensor, rows, columns } = matrixOf(stage);
  const caption = `${stage.id === 'weights' ? `${stage.name} · ` : ''}${figure.provenanceOf(stage)}`; // names the others
  return writeLatex(tensor, { rows: rows.map(visible), columns: columns.map(visible), caption });
}

/** @param {Shown} shown */
export function numpyOf({ model: { state, tokens, keyTokens, tensors } }) {
  return writeNumpy(state, tokens, tensors.y ? keyTokens : null);
}
