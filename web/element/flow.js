/**
 * All matrices on the way from the token vectors to the output, left to right, wrapping where the page is narrow.
 *
 * @import { Operation, Stage, Stages } from './stages.js'
 * @import { Selection } from './selection.js'
 * @import { Pointing } from './matrix.js'
 */
import { flowCells } from '../figure/layout.js';
import { whole } from '../figure/viewport.js';
import { h } from './dom.js';
import { MatrixView } from './matrix.js';
import { Range } from './scale.js';
import { Sight } from './sight.js';

/** Q, K and V stand above each other, their words beside them, unless they are higher than this, in CSS pixels. */
const TALL = 160;

/** Room for those words. */
const WORDS = 120;

/** Room for an arrow and its words beside the widest matrix, in CSS pixels. */
const ARROW = 104;

/** One matrix with its arrow, its name, its shape and its range. */
class StageView {
  #words = '';

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
   * Everything but what depends on the numbers.
   * @param {Stage} stage
   * @param {{ token: number, feature: number }} cells
   * @param {number} ratio
   * @param {string} large the stage that is shown large
   */
  show(stage, cells, ratio, large) {
    const { rows: { letter, texts }, columns, role, symbol, name, operation, strings } = stage;
    const shape = `${texts.length} × ${columns.texts.length}`;
    const size = { cellWidth: cells[columns.unit], cellHeight: cells[stage.rows.unit] };
    const view = whole({ rows: texts.length, columns: columns.texts.length, ...size }, ratio);
    this.matrix.show(stage, view, strings.grid(`${symbol} ${name}`.trim(), shape));
    this.name.setAttribute('aria-pressed', String(stage.id === large));
    const words = JSON.stringify([role, symbol, name, letter, columns.letter, shape, operation]);
    if (words === this.#words) return;
    this.#words = words;
    this.element.dataset.role = role ?? '';
    const sign = h('b', { class: role ? `token ${role}` : null }, symbol || name);
    this.name.replaceChildren(sign, ...(symbol ? [` ${name}`] : []));
    this.name.title = strings.enlarge(name);
    this.shape.textContent = `${letter} × ${columns.letter} = ${shape}`;
    this.operation.toggleAttribute('hidden', !operation);
    if (!operation) return;
    const note = h('small', {}, operation.note ?? '');
    this.operation.replaceChildren(h('b', {}, ...partNodes(operation)), h('i'), note);
  }

  /**
   * The numbers.
   * @param {number} ratio
   */
  draw(ratio) {
    if (this.matrix.stage) this.range.draw(this.matrix.stage.domain);
    this.matrix.draw(ratio);
  }
}

export class Flow {
  /** @type {Map<string, StageView>} */
  #views = new Map();
  #structure = '';
  #sight = new Sight();
  /** @type {Selection | null} */
  #selection = null;
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
    // Who gets there first is answered from the numbers of now.
    for (const type of ['pointermove', 'focusin', 'keydown', 'click']) {
      this.element.addEventListener(type, () => this.#settle(), true);
    }
  }

  /**
   * Soon: as long as the reader does not see it, the large matrix comes first.
   * @param {Stages} stages
   * @param {number} room its width
   * @param {number} ratio
   * @param {string} large
   * @param {boolean} now nobody will look later: it is printed
   */
  draw(stages, room, ratio, large, now) {
    this.#sight.clear(); // what still waits is of numbers that are gone
    this.#sight.draw(this.element, () => {
      this.#draw(stages, room, ratio, large);
      this.mark(this.#selection);
      queueMicrotask(() => this.#align());
    });
    if (now) this.#sight.all();
  }

  /**
   * The matrix of a stage, if there is one; it does not wait any longer.
   * @param {string} stage
   */
  matrixOf(stage) {
    this.#settle();
    return this.#views.get(stage)?.matrix;
  }

  #settle() {
    if (!this.#sight.waitsFor(this.element)) return;
    this.#sight.now(this.element);
    this.#align();
  }

  /**
   * The matrix of a stage, if the pointer or the keyboard is in it.
   * @param {string} stage
   */
  asked(stage) {
    const matrix = this.#views.get(stage)?.matrix;
    return matrix?.asked ? matrix : null;
  }

  /**
   * @param {Stages} stages
   * @param {number} room
   * @param {number} ratio
   * @param {string} large
   */
  #draw({ groups, stages }, room, ratio, large) {
    const longest = { token: 1, feature: 1 };
    for (const { rows, columns } of stages.values()) {
      for (const { unit, texts } of [rows, columns]) longest[unit] = Math.max(longest[unit], texts.length);
    }
    const width = room - ARROW;
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
    this.element.classList.toggle('parted', [...stages.values()].some(({ part }) => part));
    for (const [id, stage] of stages) {
      const view = this.#views.get(id);
      view?.show(stage, cells, ratio, large);
      if (view) this.#sight.draw(view.element, () => view.draw(ratio));
    }
  }

  /** Finds out whether the first two groups stand beside each other: the last thing to do, as it waits for the layout. */
  #align() {
    const [first, second] = /** @type {HTMLElement[]} */ ([...this.element.children]);
    this.element.classList.toggle('beside', first.offsetTop === second?.offsetTop);
  }

  /** @param {Selection | null} selection */
  mark(selection) {
    this.#selection = selection;
    if (this.#sight.waitsFor(this.element)) return;
    for (const { matrix } of this.#views.values()) matrix.mark(selection);
  }

  /** @param {{ name: string, columns: { kind: string, ids: string[] }[] }[]} plan */
  #build(plan) {
    const before = this.#views;
    this.#views = new Map();
    this.element.replaceChildren(...plan.map(({ name, columns }) => {
      const stacked = columns.some(({ kind }) => kind === 'stack');
      const classOf = (/** @type {string} */ kind, /** @type {string[]} */ ids) =>
        (kind === 'single' && stacked && ids.length === 1 ? 'single beside-stack' : kind);
      const nodes = columns.map(({ kind, ids }) => h('div', { class: classOf(kind, ids) }, ...ids.map((id) => {
        const view = before.get(id) ?? new StageView(this.#pointing, this.#enlarge);
        this.#views.set(id, view);
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
