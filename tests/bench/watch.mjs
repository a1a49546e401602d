// Run in the page before its own scripts: when was what the reader asked for on the screen?

/** @typedef {{ first: Promise<number>, key: (index: number) => Promise<number> }} Watch
 *   first: from the start of the navigation to the first figure, painted; key: from a key press to the figure that it
 *   changed, painted, counted from 0. Milliseconds. */

export function watch() {
  let inFrame = false; // between the callbacks of a frame and its painting
  const request = window.requestAnimationFrame.bind(window);
  const soon = (/** @type {() => void} */ work) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = work;
    port2.postMessage(null);
  };
  window.requestAnimationFrame = (callback) =>
    request((time) => {
      inFrame = true;
      soon(() => (inFrame = false));
      callback(time);
    });
  /** What was drawn just now is painted at the end of this frame, or of the next one where none is under way. */
  const afterPaint = (/** @type {() => void} */ work) => (inFrame ? soon(work) : request(() => soon(work)));

  /** @type {(time: number) => void} */
  let resolveFirst;
  /** @type {Promise<number>} */
  const first = new Promise((resolve) => (resolveFirst = resolve));
  document.addEventListener('load', (event) => {
    if (event instanceof CustomEvent) afterPaint(() => resolveFirst(performance.now()));
  }, true);

  let pressed = 0;
  let tell = () => {};
  /** @type {number[]} */
  const keys = [];
  document.addEventListener('keydown', ({ timeStamp }) => (pressed = timeStamp), true);
  document.addEventListener('change', (event) => {
    if (!(event instanceof CustomEvent)) return; // a form control's own
    const start = pressed;
    afterPaint(() => {
      keys.push(performance.now() - start);
      tell();
    });
  }, true);

  const key = async (/** @type {number} */ index) => {
    while (keys.length <= index) await new Promise((resolve) => (tell = () => resolve(undefined)));
    return keys[index];
  };
  Object.assign(window, { watching: /** @type {Watch} */ ({ first, key }) });
}
