/**
 * From a model to the matrices that are drawn: what each is called, what its axes count and how it came about.
 *
 * @import { Model } from './compute.js'
 * @import { Domain, Theme } from '../figure/palette.js'
 * @import { Strings } from './strings.js'
 */
import { domainOf, largest } from '../figure/palette.js';
import { brief } from '../figure/numbers.js';
import { Pyramid } from '../figure/pyramid.js';

/**
 * @typedef {'query' | 'key' | 'value'} Role
 * @typedef {'query' | 'key' | 'both' | 'inner'} Index what a row or column number picks: a query, a key, in
 *   self-attention's X both, or one of the numbers that a product sums over
 * @typedef {{ index: Index, unit: 'token' | 'feature', texts: string[], title: string, letter: string }} Axis
 * @typedef {{ text: string, sub?: string, role?: Role }} Part
 * @typedef {{ parts: Part[], note?: string }} Operation
 * @typedef {{
 *   id: string, symbol: string, name: string, role: Role | null, rows: Axis, columns: Axis, values: Float32Array,
 *   domain: Domain, closed: Uint8Array | null, pyramid: Pyramid, operation: Operation | null, head: number | null,
 *   part: { name: string, from: number, count: number } | null, strings: Strings,
 * }} Stage values: rows x columns of the chosen head; closed: 1 where the mask closes a cell; pyramid: both, to be drawn
 *   at any size; operation: how it comes from the stage before; part: the columns that belong to the chosen head
 * @typedef {{ name: string, columns: Stage[][] }} FlowGroup stages in one column stand above each other
 * @typedef {{ groups: FlowGroup[], stages: Map<string, Stage>, weightsOfHeads: Stage[] }} Stages
 */

/** Stages whose numbers can be compared share a domain: their colours then tell the same. */
const KIN = [['x', 'y'], ['q', 'k', 'v'], ['scaled', 'masked'], ['heads', 'concat']];

/** What was found out about a model, when it was first asked for. @type {WeakMap<Model, Map<string, any>>} */
const findings = new WeakMap();

/**
 * @template Finding
 * @param {Model} model
 * @param {string} name
 * @param {() => Finding} find
 * @returns {Finding}
 */
function once(model, name, find) {
  let known = findings.get(model);
  if (!known) findings.set(model, known = new Map());
  if (!known.has(name)) known.set(name, find());
  return known.get(name);
}

/**
 * The largest distance from zero in a stage and its kin, over all heads.
 * @param {Model} model
 * @param {string} id
 */
function extentOf(model, id) {
  const kin = KIN.find((ids) => ids.includes(id)) ?? [id];
  const extent = () => largest(...kin.flatMap((one) => model.tensors[one]?.data ?? []));
  return once(model, `extent of ${kin}`, extent);
}

/**
 * @param {Model} model
 * @param {number} head the chosen head, from 1
 * @param {Theme} theme
 * @param {Strings} strings
 * @returns {Stages}
 */
export function stagesOf(model, head, theme, strings) {
  const { tensors, state } = model;
  const isListing = state.listing !== 'none';
  const axes = once(model, `axes in ${strings.lang}`, () => axesOf(model, strings));
  const operations = operationsOf(model, head, strings);
  const headWidth = state.dModel / state.heads;

  /** @type {(id: string, rows: Axis, columns: Axis, more?: Pick<Partial<Stage>, 'role' | 'part'>, at?: number) => Stage[]} none where the
   * reader brought numbers that it is not among */
  const stage = (id, rows, columns, more = {}, at = head) => {
    if (!tensors[id]) return [];
    const { data, shape } = tensors[id];
    const size = rows.texts.length * columns.texts.length;
    const perHead = shape.length === 3;
    const values = perHead ? data.subarray((at - 1) * size, at * size) : data;
    const name = strings.stages[/** @type {keyof typeof strings.stages} */ (id)];
    const symbol = strings.symbols[/** @type {keyof typeof strings.symbols} */ (id)] ?? '';
    const known = more.role ? tensors.x : tensors.scores; // what it was made of
    return [{
      id,
      symbol,
      name: typeof name === 'function' ? name(at) : name,
      role: null,
      rows,
      columns,
      values,
      get domain() {
        return domainOf(id === 'weights' ? 'magnitude' : 'signed', extentOf(model, id), theme);
      },
      get closed() {
        return id === 'weights' || id === 'masked' ? once(model, 'closed', () => closedCells(model)) : null;
      },
      get pyramid() {
        const grid = { values, rows: rows.texts.length, columns: columns.texts.length, closed: this.closed };
        return once(model, `${id} of ${perHead ? at : 'all'}`, () => new Pyramid(grid));
      },
      operation: (known && operations[id]) ?? null,
      head: perHead ? at : null,
      part: null,
      strings,
      ...more,
    }];
  };
  const weightsOf = (/** @type {number} */ at) => stage('weights', axes.query, axes.key, {}, at)[0];
  const { query, key, queryRows, inner, value = inner, model: wide } = axes;
  const projections = [
    ...stage('q', query, inner, { role: 'query' }),
    ...stage('k', key, inner, { role: 'key' }),
    ...stage('v', key, value, { role: 'value' }),
  ];
  const sources = [...stage('x', queryRows, wide), ...stage('y', key, wide)];
  const middle = (isListing ? ['scores', 'scaled', 'divided'] : ['scores', 'scaled', 'masked'])
    .flatMap((id) => stage(id, query, key));
  const weights = weightsOf(head);
  const own = { name: strings.headName(head), from: (head - 1) * headWidth, count: headWidth };
  const part = state.heads > 1 ? own : null;
  const outputs = isListing
    ? [...stage('attended', query, inner), ...stage('output', query, inner)]
    : [...stage('heads', query, value), ...stage('concat', query, wide, { part }), ...stage('output', query, wide)];

  const words = strings.groupsOfFlow;
  const groups = [
    { name: words.projections, columns: [sources, projections] },
    { name: words.weights, columns: [...middle, weights].map((one) => [one]) },
    {
      name: state.listing === 'features' ? words.outputsOfFeatures : words.outputs,
      columns: outputs.map((one) => [one]),
    },
  ].map(({ name, columns }) => ({ name, columns: columns.filter((column) => column.length) }))
    .filter(({ columns }) => columns.length);
  return {
    groups,
    stages: new Map(groups.flatMap((group) => group.columns.flat()).map((one) => [one.id, one])),
    weightsOfHeads: isListing ? [weights] : Array.from({ length: state.heads }, (_, i) => weightsOf(i + 1)),
  };
}

/**
 * The axes of a model: words down the side, features across, or, in the listing as it is written, the other way round.
 * @param {Model} model
 * @param {Strings} strings
 */
function axesOf({ state, tokens, keyTokens, tensors }, { axes }) {
  const cross = keyTokens !== tokens;
  const features = (/** @type {number} */ count) => Array.from({ length: count }, (_, i) => String(i + 1));
  /** @type {(index: Index, title: string, letter: string, texts?: string[]) => Axis} */
  const words = (index, title, letter, texts = tokens) => ({ index, unit: 'token', texts, title, letter });
  /** @type {(index: Index, title: string, letter: string, count: number) => Axis} */
  const numbers = (index, title, letter, count) => ({ index, unit: 'feature', texts: features(count), title, letter });
  if (state.listing === 'features') {
    return {
      query: numbers('query', axes.queryFeatures, 'E', state.dModel),
      key: numbers('key', axes.keyFeatures, 'E', state.dModel),
      queryRows: numbers('both', axes.featuresDown, 'E', state.dModel),
      // a projection mixes the words: its columns are no words any more
      inner: state.parameters === 'identity'
        ? words('inner', axes.wordsAcross, 'L')
        : numbers('inner', axes.features, 'L', tokens.length),
      model: words('inner', axes.wordsAcross, 'L'),
    };
  }
  const headWidth = state.listing === 'none' ? state.dModel / state.heads : state.dModel;
  const headLetter = state.listing === 'none' ? 'D' : 'E';
  return {
    query: words('query', axes.queries, 'L'),
    key: words('key', axes.keys, cross ? 'S' : 'L', keyTokens),
    queryRows: words(cross ? 'query' : 'both', axes.words, 'L'),
    inner: numbers('inner', axes.features, headLetter, headWidth),
    ...(state.own && { value: numbers('inner', axes.features, headLetter, tensors.v?.shape[2] ?? 0) }),
    model: numbers('inner', axes.features, 'E', state.dModel),
  };
}

/**
 * What stands on the arrow that leads to a stage.
 * @param {Model} model
 * @param {number} head
 * @param {Strings} strings
 * @returns {Record<string, Operation>}
 */
function operationsOf({ state, tensors }, head, { operations: words }) {
  const { temperature, scale, heads, dModel, parameters, listing, mask } = state;
  const random = parameters === 'random';
  const width = dModel / heads;
  const split = listing === 'none' && heads > 1;
  const note = split ? words.columns((head - 1) * width + 1, head * width, dModel) : undefined;
  /** @type {(from: string, letter: string, role?: Role) => Operation} */
  const projection = (from, letter, role) => {
    return random
      ? { parts: [{ text: `${from} · ` }, { text: 'W', sub: letter, role }], note }
      : { parts: [{ text: `= ${from}` }], note };
  };
  const source = tensors.y ? 'Y' : 'X';
  const values = { parts: [{ text: `${words.weights} · ` }, { text: 'V', role: /** @type {Role} */ ('value') }] };
  /** @type {(text: string, note?: string) => Operation} */
  const say = (text, lower) => ({ parts: [{ text }], note: lower });
  /** @type {Record<string, Operation>} */
  const shared = {
    q: projection('X', 'Q', 'query'),
    k: projection(source, 'K', 'key'),
    v: projection(source, 'V', 'value'),
    scores: { parts: [{ text: 'Q', role: 'query' }, { text: ' · ' }, { text: 'Kᵀ', role: 'key' }] },
    weights: say(words.softmax, words.rows),
  };
  if (listing !== 'none') {
    return {
      ...shared,
      scaled: say(`÷ √${dModel}`, '√d_model'),
      divided: say(`÷ ${dModel}²`, 'd_model²'),
      attended: values,
      output: say(`× ${dModel}²`, 'd_model²'),
    };
  }
  const divisors = [...(scale ? [`√${width}`] : []), ...(temperature === 1 ? [] : [brief(temperature)])];
  return {
    ...shared,
    scaled: divisors.length ? say(`÷ ${divisors.join(' ÷ ')}`, scale ? '√d_k' : words.temperature)
      : say(words.notScaled),
    masked: say(mask === 'none' ? words.noMask : words.mask),
    heads: values,
    concat: heads === 1 ? say(words.oneHead) : say(words.heads(heads), words.sideBySide),
    output: random ? { parts: [{ text: '· ' }, { text: 'W', sub: 'O' }] } : say(words.same),
  };
}

/**
 * 1 for every cell that the mask closes; the same for all heads.
 * @param {Model} model
 */
function closedCells({ state, tensors, tokens, keyTokens }) {
  if (state.listing !== 'none' || state.mask === 'none') return null;
  const closed = new Uint8Array(tokens.length * keyTokens.length);
  for (let i = 0; i < closed.length; i++) closed[i] = tensors.masked.data[i] === -Infinity ? 1 : 0;
  return closed;
}

/**
 * Digits after the point that a short number of a stage needs: four where the weights hardly differ.
 * @param {Stage} stage
 */
export function shortDigits({ pyramid }) {
  const [min, max] = pyramid.range;
  return max > min && max - min < 0.05 ? 4 : 2;
}

/**
 * What one number of a stage is called.
 * @param {Stage} stage
 */
export function numberName({ id, strings }) {
  return strings.numbers[/** @type {keyof typeof strings.numbers} */ (id)];
}
