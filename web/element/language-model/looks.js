/**
 * Who looks at whom: the large matrix, what it shows, whether its head takes part, and all heads to choose from.
 *
 * @import { Config } from '../../model/model.js'
 * @import { Room } from '../hero.js'
 * @import { Pointing } from '../matrix.js'
 * @import { Selection } from '../selection.js'
 * @import { Stage } from '../stages.js'
 * @import { Strings } from '../strings.js'
 * @import { How } from '../translator/multiples.js'
 * @import { Place } from '../translator/pictures.js'
 * @import { Words } from './language.js'
 * @import { Shown } from './pictures.js'
 */
import { h, write } from '../dom.js';
import { Hero } from '../hero.js';
import { Multiples } from '../translator/multiples.js';

/** Papers that the figure refers to. */
const PAPERS = {
  abnar: ['Abnar & Zuidema 2020', 'https://aclanthology.org/2020.acl-main.385/'],
  jain: ['Jain & Wallace 2019', 'https://aclanthology.org/N19-1357/'],
  wiegreffe: ['Wiegreffe & Pinter 2019', 'https://aclanthology.org/D19-1002/'],
};

const paper = (/** @type {keyof typeof PAPERS} */ name) => h('a', { href: PAPERS[name][1], lang: 'en' }, PAPERS[name][0]);

/**
 * @typedef {object} Picture
 * @property {Stage} large
 * @property {Shown} shown in it
 * @property {string} remark why it shows something else than was asked, if so
 * @property {(place: Place) => Stage} stageOf
 * @property {Place} place
 * @property {(place: Place) => How} howOf
 * @property {number} ratio
 */

export class Looks {
  #words;

  /**
   * @param {Config} config
   * @param {Pointing} pointing
   * @param {{ choose: (place: Place) => void, change: (how: How) => void, show: (shown: Shown) => void }} to
   * @param {{ strings: Strings, words: Words }} look
   */
  constructor(config, pointing, { choose, change, show }, { strings, words }) {
    this.#words = words;
    this.hero = new Hero(pointing, strings);
    this.multiples = new Multiples('decoder', { layers: config.decoderLayers, heads: config.heads }, choose, words);
    this.about = h('span', { class: 'quiet' });
    const hows = /** @type {How[]} */ (['on', 'average', 'off']);
    this.how = h('select', {}, ...hows.map((how) => h('option', { value: how }, words.how[how])));
    this.how.addEventListener('change', () => change(/** @type {How} */ (this.how.value)));
    this.control = h('label', { class: 'switch quiet' }, `${words.theHead} `, this.how);
    const choices = /** @type {Shown[]} */ (['head', 'rollout', 'flow']);
    this.shows = choices.map((shown) => {
      const input = h('input', { type: 'radio', name: 'shown', value: shown });
      input.addEventListener('change', () => show(shown));
      return input;
    });
    this.method = h('p', { class: 'quiet method', hidden: true });
    this.element = h(
      'section', { class: 'kind looks', 'aria-label': words.parts.decoder },
      h('p', { class: 'title' }, words.parts.decoder, ' ', this.about),
      h(
        'div', { class: 'shows quiet', role: 'radiogroup', 'aria-label': words.shows },
        h('span', {}, words.shows), ...this.shows.map((input, i) => h('label', {}, input, ` ${words.show[choices[i]]}`)),
      ),
      this.method, this.hero.element, this.control,
      h('p', { class: 'quiet caution' }, words.caution, ' (', h('bdi', {}, paper('jain'), '; ', paper('wiegreffe')), ')'),
    );
    this.choices = h('div', { class: 'choices' }, this.multiples.element);
  }

  /** @param {number} ratio @returns {{ hero: Room, multiples: number }} */
  measure(ratio) {
    return { hero: this.hero.measure(ratio), multiples: this.multiples.element.clientWidth };
  }

  /**
   * @param {Picture} picture
   * @param {ReturnType<Looks['measure']>} room
   */
  draw({ large, shown, remark, stageOf, place, howOf, ratio }, room) {
    const { kinds, parts, axes, place: named, show, rolloutAbout, flowAbout } = this.#words;
    const what = shown === 'head' ? named(place.layer + 1, place.head + 1) : show[shown];
    write(this.about, shown === 'head' ? `${kinds.decoder} · ${what}` : what);
    for (const input of this.shows) input.checked = input.value === shown;
    this.control.hidden = shown !== 'head';
    this.how.value = howOf(place);
    this.method.hidden = shown === 'head' && !remark;
    if (remark) this.method.replaceChildren(remark);
    else if (shown !== 'head') this.method.replaceChildren({ rollout: rolloutAbout, flow: flowAbout }[shown], ' (', paper('abnar'), ')');
    this.hero.draw(large, `${parts.decoder}, ${what}, ${axes.decoder.join(' ')}`, room.hero);
    this.multiples.draw(stageOf, place, howOf, room.multiples, ratio);
  }

  /** @param {Selection} selection */
  mark(selection) {
    this.hero.mark(selection);
  }
}
