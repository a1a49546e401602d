// What somebody writes who has installed the package: compiled with --strict, never run.
import { AttentionViewElement, type Attention } from 'attention-view';
import 'attention-view/auto';
import 'attention-view/inline';
import { AttentionError, loadEngine, type Engine, type Tensor } from 'attention-view/engine';

const view = document.createElement('attention-view');
const same: AttentionViewElement = view;
view.text = 'I ate an apple.';
view.keysText = null;
view.heads = 4;
view.mask = 'causal';
view.controls = ['text', 'heads', 'save'];
view.view = 'lines';
view.loading = 'lazy';
view.attention = { tokens: ['a', 'b'], weights: [[1, 0], [0.5, 0.5]] };
// @ts-expect-error: there is no such mask
view.mask = 'triangular';
// @ts-expect-error: a number
view.heads = '4';
// @ts-expect-error: read only
view.ready = Promise.resolve();
// @ts-expect-error: there is no such stage
view.cellRect('softmax', 0, 0);

view.addEventListener('error', ({ detail }) => {
  const type: 'refused' | 'load-failed' | 'engine-failed' = detail.type;
  console.log(type, detail.sourceError);
});
view.addEventListener('load', function () {
  console.log(this.text);
});
view.addEventListener('click', (event) => event.clientX);
view.addEventListener('progress', ({ detail }) => detail.totalProgress.toFixed(2));
view.toBlob('image/png', { scale: 2 }).then(({ size }) => size);
// @ts-expect-error: there is no such file
view.toBlob('image/gif');
document.querySelector('attention-view')?.dispose();

export async function read(): Promise<[Attention | null, Tensor | undefined]> {
  await same.ready;
  const attention = view.getAttention();
  const weights: Tensor | undefined = attention?.weights;
  // @ts-expect-error: not every figure has every stage
  const divided: Tensor | undefined = attention!.divided.data;
  console.log(divided, view.cellRect('weights', 0, 1)?.left);
  return [attention, weights];
}

export async function compute(): Promise<number[]> {
  const engine: Engine = await loadEngine();
  try {
    return engine.tokenVectors(['I'], { dModel: 4 }).shape;
  } catch (error) {
    if (error instanceof AttentionError) console.log(error.code);
    throw error;
  }
}
