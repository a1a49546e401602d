/**
 * The sentence that says what is marked: who looks at whom, or how surprising a word is; and what became of the prediction.
 *
 * @import { Model, Prediction } from '../../model/model.js'
 * @import { Word } from '../../text/bpe.js'
 * @import { Cell } from '../selection.js'
 * @import { Stage } from '../stages.js'
 * @import { Words } from './language.js'
 */
import { brief, format } from '../../figure/numbers.js';
import { h, tokenOf, visible, write } from '../dom.js';
import { percentOf } from '../translator/candidates.js';
import { meanSurprise, surpriseOfWords } from './surprise.js';

/** Pieces that the model would have taken rather. */
const OTHERS = 3;

const END = 2;

export class Finding {
  #model;
  #words;

  /**
   * @param {Model} model
   * @param {Words} words
   */
  constructor(model, words) {
    this.#model = model;
    this.#words = words;
    this.element = h('p', { class: 'finding' });
  }

  /**
   * @param {Stage} stage
   * @param {Cell | null} cell
   * @param {boolean} asked false while the figure speaks for itself
   */
  tellCell({ id, values, rows, columns, strings }, cell, asked) {
    if (!cell) return this.element.replaceChildren();
    const { row, column } = cell;
    const own = values.subarray(row * columns.texts.length, (row + 1) * columns.texts.length);
    const [query, key] = [tokenOf(rows.texts[row], 'query', strings.quote), tokenOf(columns.texts[column], 'key', strings.quote)];
    const name = { ...strings.numbers, decoder: strings.numbers.weights }[/** @type {'weights'} */ (id)];
    const number = h('span', { class: 'number' }, strings.value(name, format(own[column], asked ? 4 : 2)));
    const isMost = !asked && id === 'decoder' && own.every((value) => value <= own[column]);
    const sentence = isMost
      ? strings.attendsMost(query, key, format(own[column], 2))
      : strings.asked(/** @type {unknown[]} */ (strings.pair(query, key)), number);
    this.element.replaceChildren(.../** @type {(Node | string)[]} */ (sentence));
  }

  /**
   * How surprising a word is, and what the model would have taken instead.
   * @param {Prediction} prediction
   * @param {Word} word
   */
  tellWord({ surprise, ids, candidates }, word) {
    const { text, first, last } = word;
    const { told, likelier } = this.#words;
    const [bits] = surpriseOfWords(surprise, [word]);
    const own = 2 ** -surprise[first];
    const before = last - first > 1 ? [] : candidates[first - 1]; // of several pieces, no single one is the other choice
    const better = before.filter(({ id, probability }) => id !== ids[first] && probability > own).slice(0, OTHERS);
    const others = better.map(({ id }) => this.pieceText(ids.slice(0, first), id));
    const sentences = [told(visible(text), bits.toFixed(1), chance(2 ** -bits)), ...(others.length ? [likelier(others)] : [])];
    write(this.element, sentences.join(' '));
  }

  /**
   * What becomes of the loss and of the next piece where heads are changed.
   * @param {Prediction} plain with all heads
   * @param {Prediction} now
   */
  difference(plain, now) {
    const { meanChanged, sameNext, otherNext } = this.#words;
    const [before, after] = [plain, now].map(({ surprise }) => meanSurprise(surprise).toFixed(2));
    const [was, is] = [plain, now].map(({ ids, candidates }) => this.pieceText(ids, candidates[ids.length - 1][0].id));
    return `${meanChanged(before, after)} ${was === is ? sameNext(is) : otherNext(was, is)}`;
  }

  /**
   * A piece as it comes after others: where it goes on with their last word, that is seen.
   * @param {readonly number[]} before its first is the start
   * @param {number} id
   */
  pieceText(before, id) {
    const { specials, decode } = this.#model.tokenizer;
    if (specials[id]) return id === END ? this.#words.end : specials[id];
    const ids = before.slice(1);
    const text = decode([...ids, id]).slice(decode(ids).length);
    return ids.length && /^\p{L}/u.test(text) ? `…${text}` : visible(text.trim() || text);
  }
}

/**
 * 83 %, 0.2 %, 0.0013 %
 * @param {number} probability
 */
function chance(probability) {
  return probability >= 0.001 ? percentOf(probability) : `${brief(Number((probability * 100).toPrecision(2)))}\u202f%`;
}
