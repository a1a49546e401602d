/**
 * Undo and redo of what changes a figure: Ctrl+Z and Ctrl+Shift+Z, where no text is being typed. Loaded when a reader
 * first goes into the figure.
 *
 * @typedef {Record<string, string | null>} Step attributes as they were before it
 */

/** Milliseconds within which changes of one attribute are one step: a slider that is dragged, a word that is typed. */
const TOGETHER = 1000;

/**
 * @param {HTMLElement} view
 * @param {string[]} names of its attributes
 * @param {AbortSignal} signal
 */
export function follow(view, names, signal) {
  /** @type {Step[]} */
  const past = [];
  /** @type {Step[]} */
  const future = [];
  let latest = { names: '', time: 0 };
  const observer = new MutationObserver((records) => {
    /** @type {Step} */
    const step = {};
    for (const { attributeName, oldValue } of records) if (attributeName && !(attributeName in step)) step[attributeName] = oldValue;
    for (const name of Object.keys(step)) if (step[name] === view.getAttribute(name)) delete step[name];
    const now = { names: Object.keys(step).join(), time: performance.now() };
    if (!now.names) return;
    const goesOn = now.names === latest.names && now.time - latest.time < TOGETHER && future.length === 0 && past.length > 0;
    if (!goesOn) past.push(step);
    future.length = 0;
    latest = now;
  });
  observer.observe(view, { attributes: true, attributeOldValue: true, attributeFilter: names });
  signal.addEventListener('abort', () => observer.disconnect());

  const take = (/** @type {Step[]} */ from, /** @type {Step[]} */ to) => {
    const step = from.pop();
    if (!step) return false;
    /** @type {Step} */
    const back = {};
    for (const [name, text] of Object.entries(step)) {
      back[name] = view.getAttribute(name);
      if (text === null) view.removeAttribute(name);
      else view.setAttribute(name, text);
    }
    to.push(back);
    observer.takeRecords(); // not a step of its own
    latest.names = '';
    return true;
  };
  view.addEventListener('keydown', (event) => {
    const { key, ctrlKey, metaKey, altKey, shiftKey } = event;
    if (!(ctrlKey || metaKey) || altKey || !/^[zy]$/i.test(key)) return;
    const inside = event.composedPath()[0];
    if (inside instanceof Element && inside.matches('textarea, input[type=text], input[type=number]')) return; // has its own
    const again = shiftKey || key.toLowerCase() === 'y';
    if (again ? take(future, past) : take(past, future)) event.preventDefault();
  }, { signal });
}
