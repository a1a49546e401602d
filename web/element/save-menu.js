/**
 * The menu that saves: a dialog of buttons, one for everything that a figure can become.
 *
 * @import { Source } from './save-as.js'
 */
import { dialogIn, sentenceOf } from './dialog.js';
import { h } from './dom.js';
import { frameCode, linkOf, tagCode } from './embed-code.js';
import { latexOf, numpyOf, shownOf, toBlob } from './save-as.js';

/** Milliseconds for which a browser may take to begin with a download. */
const PATIENCE = 60_000;

/** @param {Source} source */
export function open(source) {
  const { figure, stage, strings } = shownOf(source);
  const words = source.words.save;
  const menu = dialogIn(figure.element, 'save', words);
  if (!menu) return;
  const { say } = menu;
  const text = h('textarea', { readonly: true, hidden: true, 'aria-label': words.copy, spellcheck: 'false' });
  /** @type {(name: string, id: string, act: () => Promise<void>) => HTMLButtonElement} */
  const button = (name, id, act) => {
    const element = h('button', { type: 'button', 'data-save': id }, name);
    element.onclick = async () => {
      text.hidden = true;
      say('');
      await act().catch((reason) => say(sentenceOf(reason), 'wrong'));
    };
    return element;
  };
  /** @type {(name: string, type: string, end: string, options?: () => Parameters<typeof toBlob>[2]) => HTMLButtonElement} */
  const file = (name, type, end, options = () => ({})) => button(name, end, async () => {
    const { stage } = shownOf(source);
    const chosen = options() ?? {};
    const whole = type === 'application/json' || type === 'application/x-npy'; // all heads of the stage
    const head = whole || stage.head === null ? '' : `-head-${stage.head}`;
    const title = `attention${chosen.stage === 'all' ? '' : `-${stage.id}${head}`}.${end.replace('all.', '')}`;
    save(await toBlob(source, type, chosen), title);
    say(words.saved(title));
  });
  /** @type {(name: string, id: string, make: () => string | Promise<string>) => HTMLButtonElement} */
  const copy = (name, id, make) => button(name, id, async () => {
    const made = await make();
    try {
      await navigator.clipboard.writeText(made);
      say(words.copied);
    } catch { // no permission, or no secure page
      say(words.byHand);
      text.hidden = false;
      text.value = made;
      text.focus();
      text.select();
    }
  });

  const size = h('select', { 'aria-label': words.size }, ...[1, 2, 3, 4].map((scale) =>
    h('option', { value: scale, selected: scale === 2 }, `${scale}×`)));
  const what = stage.head === null ? stage.name : `${stage.name}, ${strings.headName(stage.head)}`;
  const share = 'share' in navigator ? [button(words.share, 'share', async () => {
    const url = await linkOf(source.view);
    await navigator.share({ url, title: strings.figure }).catch((reason) => {
      if (reason?.name !== 'AbortError') throw reason; // the reader thought better of it
    });
  })] : [];
  const own = source.model?.state.own; // a script or a tag would not have these numbers
  menu.show(
    group(words.picture(what),
      file('PNG', 'image/png', 'png', () => ({ scale: Number(size.value) })), size,
      file('SVG', 'image/svg+xml', 'svg')),
    group(words.numbers(stage.name),
      file('CSV', 'text/csv', 'csv'), file('JSON', 'application/json', 'json'),
      file('NumPy .npy', 'application/x-npy', 'npy')),
    group(words.everything, file('JSON', 'application/json', 'all.json', () => ({ stage: 'all' }))),
    group(words.copy,
      copy(words.latex, 'latex', () => latexOf(shownOf(source))), ...(own ? [] : [
        copy(words.numpy, 'numpy', () => numpyOf(shownOf(source))), copy(words.tag, 'tag', () => tagCode(source.view)),
        copy(words.frame, 'frame', () => frameCode(source.view, strings.figure)),
        copy(words.link, 'link', () => linkOf(source.view)), ...share,
      ])),
    text,
  );
}

/** @param {string} name @param {...Node} choices */
const group = (name, ...choices) => h('fieldset', {}, h('legend', {}, name), h('div', { class: 'choices' }, ...choices));

/** @param {Blob} blob @param {string} name */
function save(blob, name) {
  const href = URL.createObjectURL(blob);
  h('a', { href, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(href), PATIENCE);
}
