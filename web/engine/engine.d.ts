/** A row-major array of float32. A token is a row. */
export interface Tensor {
  data: Float32Array;
  shape: number[];
}

/**
 * What a query may see, (L, S). A `Uint8Array` has 1 where the query may attend, as in PyTorch's
 * `scaled_dot_product_attention`; a `Float32Array` is added to the scaled scores, `-Infinity` where it may not.
 */
export interface Mask {
  data: Uint8Array | Float32Array;
  shape: number[];
}

/** The learned matrices, (E, E) each, applied as X·W (+ b), and their biases, (E). */
export interface Parameters {
  wq: Tensor;
  wk: Tensor;
  wv: Tensor;
  wo: Tensor;
  bq?: Tensor;
  bk?: Tensor;
  bv?: Tensor;
  bo?: Tensor;
}

export interface AttentionOptions {
  attnMask?: Mask;
  /** Query l sees the keys s <= l. Adds to `attnMask`. Default false. */
  isCausal?: boolean;
  /** Default 1 / sqrt(D). */
  scale?: number;
}

/** One head: query (L, D), key (S, D), value (S, Dv). */
export interface ScaledDotProductRequest extends AttentionOptions {
  query: Tensor;
  key: Tensor;
  value: Tensor;
}

export interface ScaledDotProductTrace {
  /** (L, S): query · keyᵀ */
  scores: Tensor;
  /** (L, S): scores · scale */
  scaled: Tensor;
  /** (L, S): scaled + mask, -Infinity where the query may not attend */
  masked: Tensor;
  /** (L, S): softmax of each row; a row with every key masked is 0 */
  weights: Tensor;
  /** (L, Dv): weights · value */
  output: Tensor;
  /** The queries that may see no key. */
  fullyMaskedRows: number[];
}

/** query (L, E), key (S, E) and value (S, E). `key` defaults to `query`, `value` to `key`: self-attention. */
export interface MultiHeadRequest extends AttentionOptions {
  query: Tensor;
  key?: Tensor;
  value?: Tensor;
  /** H; divides E. */
  numHeads: number;
  /** Absent: identity, Q = K = V = X split into heads. Those that serve many calls are better prepared once. */
  parameters?: Parameters | PreparedParameters;
  /**
   * false leaves scores, scaled, masked and weights out of the trace, and out of memory: O(L·D) instead of O(L·S), so that
   * 16,384 tokens fit. Default true.
   */
  needWeights?: boolean;
  /** false gives what PyTorch gives, the output and the weights; nothing else is kept on the way. Default true. */
  needTrace?: boolean;
}

/** What the engine has checked, copied and packed once; it lets go of them when this is garbage or the engine disposed. */
export interface PreparedParameters {
  readonly dModel: number;
}

/** What comes back with `needTrace: false`; without weights where they are not needed. */
export interface AttentionResult {
  /** (L, E): concat · W_O (+ b_O) */
  output: Tensor;
  /** (H, L, S): softmax of each row; a row with every key masked is 0 */
  weights: Tensor;
  /** The queries that may see no key. */
  fullyMaskedRows: number[];
}

/** What every head computed on the way. With `needWeights: false` the four stages named optional here are absent. */
export interface MultiHeadOutput {
  /** (H, L, D) */
  q: Tensor;
  /** (H, S, D) */
  k: Tensor;
  /** (H, S, D) */
  v: Tensor;
  /** (H, L, D): each head's output, weights · v */
  heads: Tensor;
  /** (L, E): the heads' outputs side by side */
  concat: Tensor;
  /** (L, E): concat · W_O (+ b_O) */
  output: Tensor;
  /** The queries that may see no key. */
  fullyMaskedRows: number[];
}

export interface MultiHeadTrace extends MultiHeadOutput {
  /** (H, L, S): q · kᵀ */
  scores: Tensor;
  /** (H, L, S): scores · scale */
  scaled: Tensor;
  /** (H, L, S): scaled + mask, -Infinity where the query may not attend */
  masked: Tensor;
  /** (H, L, S): softmax of each row; a row with every key masked is 0 */
  weights: Tensor;
}

/** The article's listing, stage by stage; N is the number of rows of the given matrix. */
export interface ArticleTrace {
  q: Tensor;
  k: Tensor;
  v: Tensor;
  /** (N, N): q · kᵀ */
  scores: Tensor;
  /** (N, N): scores / sqrt(d_model) */
  scaled: Tensor;
  /** (N, N): scaled / d_model² */
  divided: Tensor;
  /** (N, N): softmax of each row */
  weights: Tensor;
  /** weights · v */
  attended: Tensor;
  /** d_model² · attended */
  output: Tensor;
}

export interface TokenVectorOptions {
  /** E, 1 to 4096 */
  dModel: number;
  /** 0 to 2^32 - 1, default 7 */
  seed?: number;
  /** Add the sinusoidal positions of Vaswani et al. 2017, section 3.5. Default true. */
  positions?: boolean;
}

/**
 * The engine. Every method is synchronous, copies its arguments in and gives new arrays back; nothing is to be freed but
 * the engine itself. Bad input throws an {@link AttentionError} and leaves the engine usable.
 */
export interface Engine {
  /** softmax(Q·Kᵀ / sqrt(D) + mask)·V, equation 1 of Vaswani et al. 2017. */
  scaledDotProductAttention(request: ScaledDotProductRequest): ScaledDotProductTrace;
  /** Section 3.2.2 of Vaswani et al. 2017. Self-attention when one matrix serves all three, cross-attention otherwise. */
  multiHeadAttention(request: MultiHeadRequest & { needWeights: false; needTrace: false }): Omit<AttentionResult, 'weights'>;
  multiHeadAttention(request: MultiHeadRequest & { needTrace: false }): AttentionResult;
  multiHeadAttention(request: MultiHeadRequest & { needWeights: false }): MultiHeadOutput;
  multiHeadAttention(request: MultiHeadRequest): MultiHeadTrace;
  /**
   * The class SelfAttention of the article on a given matrix, (d_model, seq_length) as the article has it: q = k = v = matrix.
   * `dModel` is the class's d_model, by default the rows of the matrix.
   */
  articleSelfAttention(matrix: Tensor, options?: { dModel?: number }): ArticleTrace;
  /** The class MultiHeadAttention of the article's repository: the same with q = matrix·wq, k = matrix·wk, v = matrix·wv. */
  articleMultiHeadAttention(
    matrix: Tensor,
    parameters: { wq: Tensor; wk: Tensor; wv: Tensor; dModel?: number },
  ): ArticleTrace;
  /** (L, E): a seeded standard normal vector per distinct token, plus positions. The same word always gets the same vector. */
  tokenVectors(tokens: string[], options: TokenVectorOptions): Tensor;
  /** (E, E) each, uniform in ±sqrt(6 / (E + E)) (Glorot and Bengio 2010). `seed` as for tokenVectors. */
  xavierParameters(options: { dModel: number; seed?: number }): Parameters;
  /** (L, S): every query sees the keys s with keep[s]. */
  paddingMask(options: { queries: number; keep: boolean[] }): Mask;
  /** (L, S): query l sees the keys at most `window` away (Longformer, Beltagy et al. 2020). */
  slidingWindowMask(options: { queries: number; keys: number; window: number }): Mask;
  /** Copies parameters into the engine, ready for any number of calls. */
  prepareParameters(parameters: Parameters): PreparedParameters;
  /**
   * Gives arrays of earlier results back: later results of the same size are written into them, which is faster than making
   * new ones. Those given back before and not used are let go.
   */
  recycle(arrays: Float32Array[]): void;
  /** Which build this is. */
  readonly build: EngineBuild;
  /** Gives the memory back. Any later call throws the code 'disposed'. */
  dispose(): void;
}

/** Relaxed SIMD multiplies and adds in one instruction; wasm2js is for browsers without WebAssembly, and slow. */
export type EngineBuild = 'simd' | 'relaxed-simd' | 'wasm2js';

export type AttentionErrorCode =
  | 'invalid-type'
  | 'invalid-rank'
  | 'invalid-size'
  | 'invalid-heads'
  | 'shape-mismatch'
  | 'not-finite'
  | 'ill-formed-text'
  | 'too-many-tokens'
  | 'too-large'
  | 'out-of-memory'
  | 'disposed'
  | 'load-failed'
  | 'engine-failed';

/** Names the argument and both numbers: "key has 5 columns, query has 4". */
export class AttentionError extends Error {
  constructor(code: AttentionErrorCode, message: string, options?: ErrorOptions);
  code: AttentionErrorCode;
}

export interface LoadOptions {
  /** Where the .wasm is. Default: beside the module, attention-view.relaxed.wasm where the browser can run it. */
  wasmUrl?: string | URL;
  /** The bytes of a .wasm, instead of fetching them. */
  wasmBinary?: BufferSource;
  /** What compileEngine() gave, perhaps in another thread; null: the build for browsers without WebAssembly. */
  wasmModule?: WebAssembly.Module | null;
}

/** Fetches and compiles the build that this browser can run, once for many engines. Rejects with the code 'load-failed'. */
export function compileEngine(options?: LoadOptions): Promise<WebAssembly.Module | null>;

/** Loads and instantiates the engine; every call gives an engine of its own. Rejects with the code 'load-failed'. */
export function loadEngine(options?: LoadOptions): Promise<Engine>;

/** Tokens a side that the engine takes at most: 16,384. How many with weights depends on the heads; the error says. */
export const MAX_TOKENS: number;
