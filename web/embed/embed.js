/**
 * A figure in a frame: the fragment has its attributes (`embed.html#text=I+ate+an+apple.&theme=dark&controls`), and the
 * page around it is told the height: `{ type: 'attention-view:height', id, height }`, where id is the fragment's.
 */
import { decodeState } from '../element/permalink.js';

const { observedAttributes } = /** @type {any} */ (customElements.get('attention-view'));
/** A frame's address belongs to the page around it. @type {string[]} */
const settable = observedAttributes.filter((/** @type {string} */ name) => name !== 'permalink');

const view = document.createElement('attention-view');
let id = '';

/** Sets what the fragment names, and takes the rest away. */
async function read() {
  const { hash } = location;
  const asked = await decodeState(hash);
  if (hash !== location.hash) return; // a newer one is being read
  id = asked.id ?? '';
  if (asked.lang) document.documentElement.lang = asked.lang;
  for (const name of settable) {
    if (name in asked && !(name === 'keys-text' && asked[name] === '')) view.setAttribute(name, asked[name]);
    else view.removeAttribute(name);
  }
}

function tell() {
  const height = Math.ceil(document.documentElement.getBoundingClientRect().height);
  if (window !== parent) parent.postMessage({ type: 'attention-view:height', id, height }, '*'); // no secret
}

read().then(() => {
  document.body.append(view);
  addEventListener('hashchange', read);
  new ResizeObserver(tell).observe(document.documentElement);
});
