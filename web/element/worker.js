/** Starts the worker, a file beside this one. The one-file build has worker.inline.js in its place. */
export const startWorker = () => new Worker(new URL('./attention-view.worker.js', import.meta.url), { type: 'module' });
