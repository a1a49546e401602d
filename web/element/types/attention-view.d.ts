import type { Tensor } from '../../engine/engine.js';

/** The stages of the computation, in their order; those of the article's listing among them. */
export type Stage =
  | 'x' | 'y' | 'q' | 'k' | 'v' | 'scores' | 'scaled' | 'masked' | 'divided' | 'weights' | 'heads' | 'attended' | 'concat'
  | 'output';

/** All numbers of a figure; the stages that it has. Those with three axes have the heads first. */
export interface Attention extends Partial<Record<Stage, Tensor>> {
  tokens: string[];
  /** The same as tokens in self-attention. */
  keyTokens: string[];
  /** (H, L, S), or (L, S) in the article's listing: queries are rows, keys are columns, a row adds up to 1. */
  weights: Tensor;
  /** The queries that may see no key. */
  fullyMaskedRows: number[];
}

/** refused: an attribute or a size; the last picture stays. The others: the engine did not come, or has ended. */
export interface AttentionViewError {
  type: 'refused' | 'load-failed' | 'engine-failed';
  sourceError: unknown;
}

export interface AttentionViewElementEventMap extends Omit<HTMLElementEventMap, 'load' | 'change' | 'error' | 'progress'> {
  /** The first figure is drawn. */
  load: CustomEvent<null>;
  /** Another figure is drawn. */
  change: CustomEvent<null>;
  /** How much is loaded, from 0 to 1: of what the first figure needs, then of a model. */
  progress: CustomEvent<{ totalProgress: number }>;
  /** Something was refused, or the engine cannot be had. */
  error: CustomEvent<AttentionViewError>;
}

/**
 * A figure of attention, computed in the reader's browser. Every attribute is a property too; a property that is set
 * becomes the attribute.
 */
export declare class AttentionViewElement extends HTMLElement {
  static readonly observedAttributes: string[];

  /** The sentence. */
  text: string;
  /** A second sentence: cross-attention, queries from the first, keys and values from the second. */
  keysText: string | null;
  /** What a token is. */
  tokenizer: 'words' | 'spaces' | 'characters';
  /** How many heads; divides dModel. */
  heads: number;
  /** The head that is shown large, from 1. */
  head: number;
  /** The width of the model. */
  dModel: number;
  /** What a query may see; maskSize says how many keys at the end are padding, or how many words on either side. */
  mask: 'none' | 'causal' | 'padding' | 'window';
  /** Of the masks padding and window. */
  maskSize: number;
  /** Whether scores are divided by √d_k. */
  scale: boolean;
  /** Divides the scores as well. */
  temperature: number;
  /** random: Xavier-uniform W_Q, W_K, W_V, W_O; identity: Q = K = V = X. */
  parameters: 'random' | 'identity';
  /** Of the token vectors and the parameters. */
  seed: number;
  /** Whether sinusoidal positions are added to the token vectors. */
  positions: boolean;
  /** The article's listing: as written, comparing features, or with the transposed matrix, comparing words. */
  listing: 'none' | 'features' | 'words';
  /** Which stage is shown large. */
  stage: Stage;
  /** How it is drawn: the matrix; lines between two columns of words; the weights of all heads; a table of numbers. */
  view: 'matrix' | 'lines' | 'heads' | 'table';
  /** The colours; auto follows the reader's system. */
  theme: 'auto' | 'light' | 'dark';
  /** Which controls the reader gets, by the names of attributes; null: none. As an attribute without names: all. */
  controls: string[] | null;
  /** What a screen reader calls the figure. */
  alt: string | null;
  /** The folder of a trained model (config.json, tokenizer.json, model.safetensors), whose figure takes the place of the first. */
  src: string | null;
  /** The layer of a model that is shown large, from 1; null: the one that aligns words. */
  layer: number | null;
  /** More tokens than this are announced and not drawn. */
  maxTokens: number;
  /** lazy: nothing is loaded until the figure is near the window; auto, eager: at once. */
  loading: 'auto' | 'lazy' | 'eager';
  /** The state goes into the address of the page, and comes from there. */
  permalink: boolean;

  /** Resolves when the first figure is drawn; rejects where the engine cannot be loaded. */
  readonly ready: Promise<void>;
  /**
   * Numbers that are drawn instead of the sentence's, as JSON has them: nested arrays (L, S) or (H, L, S) of weights; or an
   * object of `weights`, or `q`, `k` and `v`, as nested arrays or { data, shape }, and `tokens` and `keyTokens`, which may be
   * missing. What does not fit is refused with a sentence (event error), and the last picture stays. null: the sentence.
   */
  attention: unknown;
  /** A copy of all numbers; null before the first figure. */
  getAttention(): Attention | null;
  /** Where a cell is, in client coordinates; row and column from 0; null where the stage is not drawn. */
  cellRect(stage: Stage, row: number, column: number): DOMRect | null;
  /**
   * The figure as a file; waits for the first one. image/png and image/svg+xml: one matrix with its labels and its scale;
   * text/csv: its numbers; application/json and application/x-npy: a stage with all of its heads. stage: the one shown
   * large where it is absent, for JSON also `all`. scale: pixels in a CSS pixel of a PNG, 1 to 4. Rejects with a sentence.
   */
  toBlob(
    type?: 'image/png' | 'image/svg+xml' | 'text/csv' | 'application/json' | 'application/x-npy',
    options?: { stage?: Stage | 'all'; scale?: number },
  ): Promise<Blob>;
  /** Lets go of the figure and its numbers. Connecting the element again starts anew. */
  dispose(): void;

  addEventListener<Type extends keyof AttentionViewElementEventMap>(
    type: Type,
    listener: (this: AttentionViewElement, event: AttentionViewElementEventMap[Type]) => unknown,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject,
    options?: boolean | AddEventListenerOptions,
  ): void;
}

declare global {
  interface HTMLElementTagNameMap {
    'attention-view': AttentionViewElement;
  }
}
