/**
 * All matrices on the way from the token vectors to the output, left to right, wrapping where the page is narrow.
 *
 * @import { Operation, Stage, Stages } from './stages.js'
 * @import { Selection } from './selection.js'
 * @import { Pointing } from './matrix.js'
 */
import { flowCells } from '../figure/layout.js';
import { h } from './dom.js';
import { MatrixView } from './matrix.js';
import { Range } from './scale.js';
import { strings } from './strings.js';

/** Q, K and V stand above each other, their words beside them, unless they are higher than this, in CSS pixels. */
const TALL = 160;

/** Room for those words. */
const WORDS = 120;

/** Room for an arrow and its words beside the widest matrix, in CSS pixels. */
const ARROW = 104;

/** One matrix with its arrow, its name, its shape and its range. */
class StageView {
  /**
   * @param {Pointing} pointing
   * @param {(stage: string) => void} enlarge
   */
  constructor(pointing, enlarge) {
    this.matrix = new MatrixView('flow', pointing);
    this.range = new Range();
    this.operation = h('div', { class: 'operation' });
    this.name = h('button', { type: 'button', class: 'name' });
    this.name.addEventListener('click', () => enlarge(this.matrix.stage?.id ?? ''));
    this.shape = h('div', { class: 'shape' });
    const words = h('div', { class: 'words' }, this.name, this.shape, this.range.element);
    this.element = h('div', { class: 'stage' }, this.operation, words, this.matrix.element);
  }

  /**
   * @param {Stage} stage
   * @param {{ token: number, feature: number }} cells
   * @param {number} ratio
   * @param {string} large the stage that is shown large
   */
  draw(stage, cells, ratio, large) {
    const { rows, columns, role, operation } = stage;
    this.element.dataset.role = role ?? '';
    const symbol = h('b', { class: role ? `token ${role}` : null }, stage.symbol);
    this.name.replaceChildren(...(stage.symbol ? [symbol, ' '] : []), stage.name);
    this.name.title = strings.enlarge(stage.name);
    this.name.setAttribute('aria-pressed', String(stage.id === large));
    this.shape.textContent = `${rows.letter} × ${columns.letter} = ${rows.texts.length} × ${columns.texts.length}`;
    this.operation.hidden = !operation;
    if (operation) {
      const note = h('small', {}, operation.note ?? '');
      this.operation.replaceChildren(h('b', {}, ...partNodes(operation)), h('i'), note);
    }
    this.range.draw(stage.domain);
    const size = { cellWidth: cells[columns.unit], cellHeight: cells[rows.unit], ratio };
    this.matrix.draw(stage, size, `${stage.symbol} ${stage.name}, ${rows.texts.length} × ${columns.texts.length}`);
  }
}

export class Flow {
  /** @type {Map<string, StageView>} */
  views = new Map();
  #structure = '';
  #pointing;
  #enlarge;

  /**
   * @param {Pointing} pointing
   * @param {(stage: string) => void} enlarge
   */
  constructor(pointing, enlarge) {
    this.#pointing = pointing;
    this.#enlarge = enlarge;
    this.element = h('div', { class: 'flow' });
  }

  /**
   * @param {Stages} stages
   * @param {number} ratio
   * @param {string} large
   */
  draw({ groups, stages }, ratio, large) {
    const longest = { token: 1, feature: 1 };
    for (const { rows, columns } of stages.values()) {
      for (const { unit, texts } of [rows, columns]) longest[unit] = Math.max(longest[unit], texts.length);
    }
    const width = this.element.clientWidth - ARROW;
    const cells = flowCells({ width, tokens: longest.token, features: longest.feature, ratio });
    const kind = (/** @type {Stage} */ { role, rows, columns }) => {
      const high = rows.texts.length * cells[rows.unit] > TALL;
      const wide = columns.texts.length * cells[columns.unit] > width - WORDS;
      return !role ? 'single' : high || wide ? 'apart' : 'stack';
    };
    const plan = groups.map(({ name, columns }) => {
      return { name, columns: columns.map((column) => ({ kind: kind(column[0]), ids: column.map(({ id }) => id) })) };
    });
    const structure = JSON.stringify(plan);
    if (structure !== this.#structure) this.#build(plan);
    this.#structure = structure;
    for (const [id, stage] of stages) this.views.get(id)?.draw(stage, cells, ratio, large);
    const [first, second] = /** @type {HTMLElement[]} */ ([...this.element.children]);
    this.element.classList.toggle('beside', first.offsetTop === second.offsetTop);
  }

  /** @param {Selection | null} selection */
  mark(selection) {
    for (const { matrix } of this.views.values()) matrix.mark(selection);
  }

  /** @param {{ name: string, columns: { kind: string, ids: string[] }[] }[]} plan */
  #build(plan) {
    const before = this.views;
    this.views = new Map();
    this.element.replaceChildren(...plan.map(({ name, columns }) => {
      const nodes = columns.map(({ kind, ids }) => h('div', { class: kind }, ...ids.map((id) => {
        const view = before.get(id) ?? new StageView(this.#pointing, this.#enlarge);
        this.views.set(id, view);
        return view.element;
      })));
      const title = h('p', { class: 'title' }, name);
      return h('section', { class: 'group', 'aria-label': name }, title, h('div', { class: 'row' }, ...nodes));
    }));
  }
}

/**
 * What is done on an arrow, its letters in the colours of their roles.
 * @param {Operation} operation
 */
export function partNodes({ parts }) {
  return parts.map(({ text, sub, role }) => h('span', { class: role }, text, ...(sub ? [h('sub', {}, sub)] : [])));
}
