/**
 * Two columns of words, a line for each weight between them (the head view of BertViz, Vig 2019): the stronger, the
 * thicker. A word that is pointed at keeps its own lines; a click holds them.
 *
 * @import { Picture, Reader } from './view.js'
 * @import { Selection } from './selection.js'
 * @import { Stage } from './stages.js'
 */
import { brief, format } from '../figure/numbers.js';
import { h, visible, write } from './dom.js';

/** As many lines as an eye can follow at first; the slider gives more. */
const FEW = 400;

/** Heights of a line of words, in CSS pixels: many words stand closer. */
const HEIGHTS = [{ most: 8, height: 44 }, { most: 16, height: 34 }, { most: 24, height: 28 }, { most: 60, height: 22 }, { most: Infinity, height: 18 }];

const SVG = 'http://www.w3.org/2000/svg';

/** @typedef {{ role: 'query' | 'key', index: number }} Word */
/** @typedef {{ path: SVGPathElement, query: number, key: number }} Line */

export class Lines {
  /** @type {Stage | null} */
  #stage = null;
  #percent = 100;
  #size = 0;
  /** @type {Line[]} */
  #lines = [];
  /** @type {Word | null} */
  #pointed = null;
  /** @type {Word | null} */
  #held = null;
  /** @type {Record<Word['role'], HTMLButtonElement[]>} */
  #words = { query: [], key: [] };
  #reader;

  /** @param {Reader} reader */
  constructor(reader) {
    this.#reader = reader;
    this.label = h('span');
    this.slider = h('input', { type: 'range', min: 1, max: 100, step: 1, name: 'strongest' });
    this.slider.addEventListener('input', () => {
      this.#percent = this.slider.valueAsNumber;
      this.#drawLines();
    });
    this.svg = document.createElementNS(SVG, 'svg');
    this.svg.setAttribute('role', 'img');
    this.svg.setAttribute('preserveAspectRatio', 'none');
    const column = (/** @type {Word['role']} */ role) => h('ul', { 'data-role': role });
    this.columns = { query: column('query'), key: column('key') };
    this.titles = { query: h('span', { 'data-role': 'query' }), key: h('span', { 'data-role': 'key' }) };
    const pair = h('div', { class: 'pair' }, this.titles.query, h('span'), this.titles.key, this.columns.query, this.svg, this.columns.key);
    this.element = h('div', { class: 'lines' }, pair, h('label', { class: 'strongest' }, this.label, this.slider));
    this.#listen(pair);
  }

  /** @param {Picture} picture */
  draw({ stages }) {
    const stage = stages.stages.get('weights');
    if (!stage) return;
    this.#stage = stage;
    const { rows, columns, values } = stage;
    if (values.length !== this.#size) {
      this.#size = values.length;
      this.#percent = Math.max(1, Math.min(100, Math.floor(100 * FEW / values.length)));
      this.slider.value = String(this.#percent);
      this.#held = this.#pointed = null;
    }
    this.#build('query', rows.texts, rows.title);
    this.#build('key', columns.texts, columns.title);
    this.#drawLines();
  }

  /** @param {Selection | null} selection a word that is pointed at elsewhere */
  mark(selection) {
    for (const role of /** @type {const} */ (['query', 'key'])) {
      this.#words[role].forEach((word, i) => word.classList.toggle('asked', selection?.[role] === i));
    }
  }

  /**
   * @param {Word['role']} role
   * @param {string[]} texts
   * @param {string} title
   */
  #build(role, texts, title) {
    const { height } = HEIGHTS.find(({ most }) => Math.max(texts.length, this.#stage?.columns.texts.length ?? 0) <= most) ?? HEIGHTS[0];
    this.element.style.setProperty('--height', `${height}px`);
    write(this.titles[role], title.replace(/\s*[↓→]\s*/g, ''));
    const before = this.#words[role];
    this.#words[role] = texts.map((text, index) => {
      const word = before[index] ?? h('button', { type: 'button', tabindex: role === 'query' && index === 0 ? 0 : -1, dir: 'auto' });
      write(word, visible(text));
      word.dataset.index = String(index);
      word.setAttribute('aria-label', this.#sentence(role, index));
      return word;
    });
    if (before.length !== texts.length) this.columns[role].replaceChildren(...this.#words[role].map((word) => h('li', {}, word)));
  }

  /** The strongest weight of a word. @param {Word} word */
  #cellOf({ role, index }) {
    const { values, rows, columns } = /** @type {Stage} */ (this.#stage);
    const [width, other] = [columns.texts.length, role === 'query' ? columns : rows];
    const at = (/** @type {number} */ i) => (role === 'query' ? index * width + i : i * width + index);
    let best = 0;
    for (let i = 1; i < other.texts.length; i++) if (values[at(i)] > values[at(best)]) best = i;
    return { ...(role === 'query' ? { row: index, column: best } : { row: best, column: index }), value: values[at(best)] };
  }

  /** @param {Word['role']} role @param {number} index */
  #sentence(role, index) {
    const { rows, columns } = /** @type {Stage} */ (this.#stage);
    const { roles, attendsMost, pair } = this.#reader.strings;
    const { row, column, value } = this.#cellOf({ role, index });
    const [query, key] = [roles.query(visible(rows.texts[row])), roles.key(visible(columns.texts[column]))];
    const said = role === 'query' ? attendsMost(query, key, format(value, 2)) : [...pair(visible(rows.texts[row]), visible(columns.texts[column])), ` (${format(value, 2)})`];
    return said.join('');
  }

  #drawLines() {
    const { values, rows, columns } = /** @type {Stage} */ (this.#stage);
    const { words, strings } = this.#reader;
    const [height, width] = [Math.max(rows.texts.length, columns.texts.length), columns.texts.length];
    const order = Array.from(values, (_, i) => i).filter((i) => values[i] > 0).sort((a, b) => values[b] - values[a]);
    const shown = order.slice(0, Math.max(1, Math.ceil(values.length * this.#percent / 100)));
    const most = values[shown[0]] || 1;
    this.svg.setAttribute('viewBox', `0 0 100 ${height}`);
    this.#lines = shown.reverse().map((i) => { // the strongest on top
      const [query, key] = [Math.floor(i / width), i % width];
      const path = document.createElementNS(SVG, 'path');
      const share = values[i] / most;
      path.setAttribute('d', `M0 ${query + 0.5}C40 ${query + 0.5} 60 ${key + 0.5} 100 ${key + 0.5}`);
      path.setAttribute('stroke-width', (0.5 + 5.5 * share).toFixed(2));
      path.setAttribute('stroke-opacity', (0.06 + 0.84 * share).toFixed(3));
      return { path, query, key };
    });
    this.svg.replaceChildren(...this.#lines.map(({ path }) => path));
    this.svg.setAttribute('aria-label', words.lines(shown.length, values.length));
    write(this.label, words.strongest(brief(this.#percent)));
    this.slider.setAttribute('aria-valuetext', strings.count(shown.length));
    this.#light();
  }

  /** Only the lines of the word that is pointed at, or held. */
  #light() {
    const word = this.#held ?? this.#pointed;
    for (const line of this.#lines) line.path.classList.toggle('aside', word !== null && line[word.role] !== word.index);
    for (const role of /** @type {const} */ (['query', 'key'])) {
      this.#words[role].forEach((button, i) => {
        const own = word?.role === role && word.index === i;
        button.classList.toggle('on', own);
        button.setAttribute('aria-pressed', String(own && this.#held !== null));
      });
    }
  }

  /** @param {Word | null} word */
  #point(word) {
    this.#pointed = word;
    this.#light();
    if (this.#held) return;
    this.#reader.point(word && { stage: 'weights', ...this.#cellOf(word) });
  }

  /** @param {HTMLElement} pair */
  #listen(pair) {
    const wordAt = (/** @type {Event} */ { target }) => {
      const button = /** @type {Element} */ (target).closest('button');
      const role = /** @type {HTMLElement | null} */ (button?.closest('[data-role]') ?? null)?.dataset.role;
      return button && role ? { role: /** @type {Word['role']} */ (role), index: Number(button.dataset.index) } : null;
    };
    pair.addEventListener('pointerover', (event) => this.#point(wordAt(event)));
    pair.addEventListener('pointerleave', () => this.#point(null));
    pair.addEventListener('focusin', (event) => this.#point(wordAt(event)));
    pair.addEventListener('focusout', () => this.#point(null));
    pair.addEventListener('click', (event) => {
      const word = wordAt(event);
      if (!word) return;
      const again = this.#held?.role === word.role && this.#held.index === word.index;
      this.#held = null;
      this.#point(word);
      this.#held = again ? null : word;
      this.#light();
    });
    pair.addEventListener('keydown', (event) => {
      if (event.key === 'Escape') {
        this.#held = null;
        this.#light();
      }
      const next = this.#next(wordAt(event), event.key);
      if (!next) return;
      event.preventDefault();
      for (const word of [...this.#words.query, ...this.#words.key]) word.tabIndex = word === next ? 0 : -1;
      next.focus();
    });
  }

  /** @param {Word | null} word @param {string} key */
  #next(word, key) {
    if (!word) return null;
    const { role, index } = word;
    const own = this.#words[role];
    const other = role === 'query' ? this.#words.key : this.#words.query;
    const to = {
      ArrowUp: own[index - 1], ArrowDown: own[index + 1], Home: own[0], End: own[own.length - 1],
      ArrowLeft: role === 'key' ? other[Math.min(index, other.length - 1)] : undefined,
      ArrowRight: role === 'query' ? other[Math.min(index, other.length - 1)] : undefined,
    };
    return to[/** @type {keyof typeof to} */ (key)] ?? null;
  }
}
