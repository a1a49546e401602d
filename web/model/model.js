/**
 * A trained model: what attention-train exported to a folder, run by a module of its own. All methods but the loading
 * answer at once; what they give belongs to the caller.
 *
 * A token is a row. H heads; S tokens of the source, which ends with </s>; L tokens said, the last of which is </s>
 * unless the text was cut off at 128. Row l of a picture is what the model looked at when it said target.ids[l]: in
 * `decoder` the columns are what it had read by then, <s> and target.ids[0 ... L - 2]; in `cross`, the source.
 *
 * @typedef {'encoder' | 'decoder' | 'cross'} Part which attention: of the encoder to itself, of the decoder to itself,
 *   of the decoder to the encoder
 * @typedef {{ part: Part, layer: number, head: number, how: 'off' | 'average' }} HeadEdit
 *   off: all weights of the head are 0; average: every key that a query may see has the same weight
 * @typedef {{ task: 'translate' | 'language', layers: number, decoderLayers: number, heads: number, dModel: number,
 *   feedForward: number, vocabulary: number, alignment?: { layer: number, head: number } }} Config
 *   alignment: the head of the cross-attention whose weights say which word stands for which
 * @typedef {{ data: Float32Array, shape: number[] }} Tensor row-major
 * @typedef {{ ids: number[], words: import('../text/bpe.js').Word[] }} Tokens
 *   words: the pieces [first, last) of ids that make a word; <s> and </s> are words of their own
 * @typedef {{ id: number, text: string, probability: number }} Candidate text without a space before it, '</s>' at the end
 *
 * @typedef {object} Translation
 * @property {Tokens} source
 * @property {Tokens} target
 * @property {Tensor} encoder weights (layers, H, S, S)
 * @property {Tensor} decoder weights (decoderLayers, H, L, L), causal
 * @property {Tensor} cross weights (decoderLayers, H, L, S)
 * @property {Candidate[][]} candidates of each row the five likeliest, the likeliest first
 * @property {Float32Array} probabilities (L) of the tokens that were said
 *
 * @typedef {object} TranslateOptions
 * @property {string} [target] exactly this is said (teacher forcing)
 * @property {number[]} [prefix] the first tokens said; from there on the likeliest
 * @property {HeadEdit[]} [turnedOff]
 *
 * @typedef {{ parent: number, id: number, text: string, logProbability: number, isDone: boolean }} BeamNode
 *   parent: an index of nodes, -1 for a first token; logProbability: of all tokens from the first to this one
 * @typedef {{ nodes: BeamNode[], best: number }} Beams every hypothesis that was kept at some step, as a tree; best is
 *   the node with which the best one ends (Wu et al. 2016: log P / ((5 + length) / 6)^0.6)
 *
 * @typedef {object} Prediction
 * @property {number[]} ids <s>, then the tokens of the text
 * @property {import('../text/bpe.js').Word[]} words of ids
 * @property {Tensor} decoder weights (decoderLayers, H, L, L), causal; row l is of ids[l]
 * @property {Float32Array} surprise (L) bits: -log2 of the probability of ids[l] after what stands before; 0 for <s>
 * @property {Float32Array} next (vocabulary) the probability of every token to come after the text
 * @property {Candidate[][]} candidates row l: the five likeliest after ids[l]
 *
 * @typedef {object} SampleOptions
 * @property {number} [temperature] 0.01 to 100, default 1
 * @property {number} [topK] only so many of the likeliest; default all
 * @property {number} [topP] only the likeliest that have this probability together, 0 to 1; default 1
 * @property {number} [seed] default 7
 * @property {number} [most] tokens; default 32
 *
 * @typedef {{ q: Tensor, k: Tensor, v: Tensor, scores: Tensor, weights: Tensor, output: Tensor }} Stages
 *   (L, D), (S, D), (S, D), (L, S) before scaling and mask, (L, S), (L, D)
 *
 * @typedef {object} Model
 * @property {Config} config
 * @property {import('../text/bpe.js').Tokenizer} tokenizer
 * @property {(text: string, options?: TranslateOptions) => Translation} translate
 * @property {(text: string, width: number) => Beams} beams width 1 to 8
 * @property {(part: Part, layer: number, head: number) => Stages} stages of the last translate() or predict()
 * @property {(text: string, options?: { turnedOff?: HeadEdit[] }) => Prediction} predict
 * @property {(text: string, options?: SampleOptions) => { ids: number[], text: string }} sample what comes after text
 * @property {() => void} dispose
 */

/**
 * @param {string | URL} folder of config.json, tokenizer.json and model.safetensors
 * @param {{ onProgress?: (share: number) => void, signal?: AbortSignal }} [options] share: 0 to 1 of the download
 * @returns {Promise<Model>}
 * @throws {import('../engine/error.js').AttentionError} a sentence; an AbortError where the signal says so
 */
export async function loadModel(folder, options = {}) {
  throw new Error(`${folder} cannot be loaded yet ${options}`);
}
