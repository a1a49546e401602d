/**
 * A text that grows: by a piece that the reader chose, or by a sampled continuation, piece by piece. The reader's own text
 * can come back.
 *
 * @import { Model, Prediction } from '../../model/model.js'
 * @import { Choice } from './next.js'
 */
import { Saying } from '../translator/saying.js';
import { continued } from './next.js';

/** Pieces of a continuation. */
const MOST = 24;

export class Growth {
  /** The reader's own. @type {string | null} */
  own = null;
  /** Whether more is coming. */
  going = false;
  /** The text that was last put there from here. */
  #put = '';
  /** @type {{ text: string, before: number[], more: number[] }} */
  #from = { text: '', before: [], more: [] };
  #model;
  #set;

  /**
   * @param {Model} model
   * @param {(text: string) => void} set changes the text; it is shown then
   */
  constructor(model, set) {
    this.#model = model;
    this.#set = set;
    this.saying = new Saying((going) => {
      this.going = going;
      const { text, before, more } = this.#from;
      this.#place(this.#join(text, before, more.slice(0, this.saying.count)));
    });
  }

  /** @param {string} text that is shown now: one that did not come from here is the reader's own */
  meet(text) {
    if (this.own === null || text === this.#put) return;
    this.stop();
    this.own = null;
  }

  /**
   * @param {string} text
   * @param {Prediction} prediction of the text
   * @param {number} id
   */
  append(text, { ids }, id) {
    this.stop();
    this.own ??= text;
    this.#place(this.#join(text, ids.slice(1), [id]));
  }

  /**
   * @param {string} text
   * @param {Prediction} prediction of the text
   * @param {Choice & { seed: number }} choice
   */
  goOn(text, { ids }, { topK, ...choice }) {
    const { ids: more } = this.#model.sample(text.trimEnd(), { ...choice, topK: topK ?? undefined, most: MOST });
    this.own ??= text;
    this.#from = { text, before: ids.slice(1), more };
    this.#put = text;
    this.saying.say(0, more.length);
  }

  stop() {
    this.saying.stop();
    this.going = false;
  }

  back() {
    this.stop();
    const { own } = this;
    this.own = null;
    if (own !== null) this.#set(own);
  }

  /**
   * @param {string} text
   * @param {readonly number[]} before
   * @param {readonly number[]} more
   */
  #join(text, before, more) {
    return more.length ? continued(text, before, more, (ids) => this.#model.tokenizer.decode(ids)) : text;
  }

  /** @param {string} text */
  #place(text) {
    this.#put = text;
    this.#set(text);
  }
}
