/**
 * What all menus of a figure are: a dialog with a name, a line in which it answers, and a way out. The browser keeps the
 * keyboard inside it, closes it on Escape and gives the focus back.
 */
import { adopt } from './adopt.js';
import css from './dialog.css';
import { h } from './dom.js';

/**
 * @param {HTMLElement} figure
 * @param {string} name a class
 * @param {{ title: string, close: string }} words
 * @returns {{ dialog: HTMLDialogElement, say: (sentence: string, mood?: 'calm' | 'wrong') => void,
 *   show: (...parts: Node[]) => void } | null} null where it is there already: clicked twice while it was loaded
 */
export function dialogIn(figure, name, words) {
  if (figure.querySelector('dialog')) return null;
  adopt(figure, css);
  const title = h('h2', { id: 'menu-title' }, words.title);
  const close = h('button', { type: 'button', 'aria-label': words.close, title: words.close }, '✕');
  const said = h('p', { class: 'said', role: 'status' });
  const dialog = h('dialog', { class: `menu ${name}`, 'aria-labelledby': 'menu-title' }, h('header', {}, title, close));
  close.onclick = () => dialog.close();
  dialog.onclose = () => dialog.remove();
  dialog.onclick = ({ target }) => { if (target === dialog) dialog.close(); };
  dialog.onkeydown = (event) => event.stopPropagation(); // Escape means the menu, not what is pinned
  return {
    dialog,
    say(sentence, mood = 'calm') {
      said.textContent = sentence;
      said.dataset.mood = mood;
    },
    show(...parts) {
      dialog.append(...parts.slice(0, -1), said, ...parts.slice(-1));
      figure.append(dialog);
      dialog.showModal();
    },
  };
}

/** @param {unknown} reason what was refused, as a sentence */
export function sentenceOf(reason) {
  const message = reason instanceof Error ? reason.message : String(reason);
  return `${message[0]?.toUpperCase() ?? ''}${message.slice(1)}${/[.!?]$/.test(message) ? '' : '.'}`;
}
