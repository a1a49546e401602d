/** Starts the worker, whose text is within the one file: from a disk, too, where no other file may be read. */
import text from './attention-view.worker.js?text';

export function startWorker() {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/javascript' }));
  const worker = new Worker(url);
  URL.revokeObjectURL(url); // it is being fetched already
  return worker;
}
