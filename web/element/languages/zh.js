import { formatCount as count } from '../../figure/numbers.js';

const quote = (/** @type {string} */ token) => `“\u2068${token}\u2069”`;

/** @type {import('../strings.js').Strings} */
export const strings = {
  lang: 'zh',
  dir: 'ltr',
  count,
  quote,
  figure: '每个词对每个词的注意力',
  sentence: { self: '你的句子', queries: '查询来自', keys: '键和值来自' },
  tokens: (tokens) => `${count(tokens)} 个词元`,
  more: (tokens) => `另有 ${count(tokens)} 个`,
  otherSentence: '我吃了一个苹果。',

  groups: {
    words: '哪些词？',
    heads: '多少个头？',
    mask: '能看到什么？',
    sharp: '有多集中？',
    source: 'Q、K、V 从哪里来？',
    listing: '文章中的代码',
    figure: '图',
  },
  save: '保存或分享 …',
  own: '自己的数字 …',
  options: {
    text: '句子',
    'keys-text': '第二个句子（交叉注意力）',
    tokenizer: '切分方式',
    heads: '头数',
    'd-model': '模型宽度 d_model',
    mask: '掩码',
    'mask-size': { padding: '末尾作为填充的键的个数', window: '左右各可见的词数' },
    scale: '除以 √d_k',
    temperature: '温度',
    parameters: '参数',
    seed: '随机种子',
    positions: '加上位置编码',
    listing: '对比',
    view: '画成',
  },
  choices: {
    tokenizer: { words: '词', spaces: '按空格', characters: '字符' },
    mask: { none: '全部', causal: '前面的内容', padding: '填充以外的全部', window: '相邻的词' },
    parameters: { random: '随机投影', identity: 'Q = K = V = X' },
    listing: { none: '关', features: '特征（原样）', words: '词（转置）' },
    view: { matrix: '矩阵', lines: '连线', heads: '所有头', table: '表格' },
  },

  axes: {
    queries: '查询 ↓', keys: '键 →', words: '词 ↓', wordsAcross: '词 →', features: '特征 →',
    featuresDown: '特征 ↓', queryFeatures: '查询特征 ↓', keyFeatures: '键特征 →',
  },
  feature: (index) => `特征 ${index + 1}`,
  roles: { query: (name) => `查询 ${name}`, key: (name) => `键 ${name}` },

  symbols: { x: 'X', y: 'Y', q: 'Q', k: 'K', v: 'V' },
  stages: {
    x: '词元向量',
    y: '键的词元向量',
    q: '查询',
    k: '键',
    v: '值',
    scores: '分数',
    scaled: '缩放后',
    divided: '相除后',
    masked: '掩码后',
    weights: '权重',
    heads: (head) => `头 ${head} 的输出`,
    attended: '加权后的值',
    concat: '拼接',
    output: '输出',
  },
  numbers: {
    x: '数值', y: '数值', q: '查询', k: '键', v: '值', scores: '分数', scaled: '缩放后的分数',
    divided: '相除后的分数', masked: '掩码后的分数', weights: '权重', heads: '输出', attended: '加权后的值',
    concat: '输出', output: '输出',
  },
  operations: {
    weights: '权重',
    softmax: 'softmax',
    rows: '每行之和为 1',
    columns: (first, last, all) => `第 ${first}\u2060–\u2060${last} 列，共 ${all} 列`,
    temperature: '温度',
    notScaled: '不缩放',
    noMask: '无掩码',
    mask: '+ 掩码',
    oneHead: '单个头',
    heads: (heads) => `全部 ${heads} 个头`,
    sideBySide: '并排',
    same: '保持不变',
  },
  groupsOfFlow: {
    projections: 'Q、K、V 从哪里来',
    weights: '谁关注谁',
    outputs: '每个词带走什么',
    outputsOfFeatures: '每个特征带走什么',
  },
  grid: (name, axesOrShape) => `${name}，${axesOrShape}`,
  enlarge: (stage) => `放大显示：${stage}`,
  backToWeights: '回到权重',
  unpin: '取消固定',

  rowOf: (name, matrix) => [`${matrix} 中 `, name, ' 的一行'],
  takesRowOf: (name, matrix) => [`× ${matrix} 中 `, name, ' 的一行'],
  attendsMost: (query, key, weight) => [query, ' 最关注 ', key, `（${weight}）`],
  nothing: '没有任何词可以看到任何词。',
  pair: (query, key) => ['查询 ', query, ' → 键 ', key],
  asked: (cell, value) => [...cell, '：', value],
  cellOf: (row, column) => [row, '，', column],
  value: (name, value) => `${name} ${value}`,
  announce: (row, column, value, masked) => `${row}，${column}，${value}${masked ? '，已掩码' : ''}`,
  rank: (rank, all) => `${all} 个中第 ${rank} 大`,
  closed: '已掩码',

  head: (head, heads) => `头 ${head}（共 ${heads} 个）`,
  headsQuestion: (heads) => `${heads} 个头，${heads} 种模式：请选择一个`,
  headName: (head) => `头 ${head}`,
  random: (seed) => `随机参数，种子 ${seed}`,
  identity: 'Q = K = V = X，无参数',
  identityCross: 'Q = X，K = V = Y，无参数',
  vectors: (seed) => `随机词元向量，种子 ${seed}`,
  listingName: { identity: '文章中的代码', random: '文章中的代码，多头类' },

  status: {
    loading: '正在加载引擎……',
    computing: '正在计算……',
    empty: '输入一个句子，它的注意力就会显示在这里。',
    emptyKeys: '请为键和值输入第二个句子。',
    tooLong: (drawn, total) => `${count(total)} 个词元太多，无法看清：只画出前 ${count(drawn)} 个。`,
    tooLongKeys: (drawn, total) => `第二个句子有 ${count(total)} 个词元：只画出前 ${count(drawn)} 个。`,
    noEngine: (reason) => `无法加载引擎：${reason}`,
    engineFailed: '引擎已停止；下一次更改会启动一个新的引擎。',
    slow: '此浏览器没有支持 SIMD 的 WebAssembly：计算出的数字相同，但速度较慢。',
    noSuchStage: (stage) => `这里没有“${stage}”这个阶段，因此显示权重。`,
    fullyMasked: (tokens) => {
      const named = tokens.slice(0, 4).map(quote).join('、');
      const others = tokens.length > 4 ? `等 ${count(tokens.length)} 个词元` : '';
      return `${named}${others}看不到任何词：对应的权重行为 0。`;
    },
  },
  refused: {
    choice: (name, value, choices) => `${name} 只能是 ${choices.join('、')} 之一；“${value}”不在其中。`,
    number: (name, value, min, max, whole) => (whole
      ? `${name} 必须是 ${min} 到 ${max} 之间的整数；“${value}”不是。`
      : `${name} 必须是 ${min} 到 ${max} 之间的数；“${value}”不是。`),
    names: (name, value) => `${name} 中的“${value}”不是任何控件的名称。`,
    divisor: (heads, dModel) => `${heads} 个头无法把 d_model ${dModel} 平均分配。`,
    head: (head, heads) => `请求的是头 ${head}，但一共只有 ${heads} 个头。`,
  },

  later: {
    note: (features, [rows, columns], dModel, keys, [min, max]) => {
      const orientation = features
        ? `代码原样接收的矩阵是 (d_model, seq_length) = ${rows} × ${columns}。${rows} 行中的每一行是一个特征，` +
          `因此 Q · Kᵀ 是 ${rows} × ${rows}，权重比较的是特征，而不是词。`
        : `这里把代码的矩阵转置了：(seq_length, d_model) = ${rows} × ${columns}。${rows} 行中的每一行是一个词，` +
          `因此 Q · Kᵀ 是 ${rows} × ${rows}，权重比较的是词。`;
      const effect = `在 softmax 之前，它除以 d_model² = ${dModel ** 2}。这使所有分数趋近于 0，每个权重趋近于 1/${keys}：` +
        `这里它们从 ${min} 到 ${max}。最后，它又乘以 ${dModel ** 2}。`;
      return `${orientation}${effect}`.replace(/ ([=×·]) /g, '\u00a0$1\u00a0');
    },
    zoom: {
      in: '放大',
      out: '缩小',
      whole: '整个矩阵',
      window: (rows, columns) => `第 ${rows} 行，第 ${columns} 列`,
      pixel: (rows, columns, signed) => (signed
        ? `1 个像素显示 ${rows} × ${columns} 个单元格中离零最远的值`
        : `1 个像素显示 ${rows} × ${columns} 个单元格中的最大值`),
    },
    save: {
      title: '保存、复制或分享',
      picture: (what) => `图片：${what}`,
      numbers: (what) => `数字：${what}`,
      everything: '所有阶段',
      copy: '复制',
      size: '页面的一个像素对应的像素数',
      latex: 'LaTeX 表格',
      numpy: 'NumPy 脚本',
      tag: '嵌入代码：标签',
      frame: '嵌入代码：框架',
      link: '链接',
      share: '分享 …',
      close: '关闭',
      saved: (name) => `已保存为 ${name}。`,
      copied: '已复制。',
      beside: '保存需要本页脚本旁边的文件 attention-view.save.js，并且需要服务器。',
      byHand: '浏览器不允许页面复制。文本在这里，已选中：',
    },
    own: {
      title: '自己的数字',
      about: '注意力权重，或 Q、K、V，格式为 JSON、CSV 或 NumPy 的 .npy：把文件拖到这里，选择文件，或者粘贴。',
      choose: '文件',
      paste: '或粘贴 JSON 或 CSV',
      queries: '查询的词（如果文件里没有）',
      keys: '键的词（如果不同）',
      show: '显示',
      back: '回到句子',
      page: '本页给出的数字',
      pasted: '粘贴的数字',
      file: (name) => `来自 ${name} 的数字`,
    },
    views: {
      strongest: (percent) => `显示最强的 ${percent}%`,
      lines: (shown, all) => `${count(all)} 个权重中的 ${count(shown)} 个画成连线`,
      first: (rows, columns) => `表格太长：这里是前 ${rows} 行和前 ${columns} 列。`,
    },
  },
};
