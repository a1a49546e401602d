const quote = (/** @type {string} */ token) => `“\u2068${token}\u2069”`;

/** @type {import('../strings.js').Words} */
export const words = {
  lang: 'zh',
  figure: '一个英语句子、它的法语译文，以及两者词语之间的注意力',
  start: '（开始）',
  end: '（结束）',
  source: '英语',
  target: '法语，由模型翻译',
  targetForced: '法语，由您开头',
  targetTyped: '法语，由您书写',

  waiting: '正在加载模型。在此之前，这幅图没有学过任何东西：Q = K = V。',
  failed: (reason) => `无法加载模型：${reason}`,
  empty: '输入一个英语句子，译文就会出现在这里。',
  noSuchHead: (layer, head, layers, heads) => `要求的是第 ${layer} 层的第 ${head} 个头；模型有 ${layers} 层，每层 ${heads} 个头。`,

  parts: { cross: '法语看英语', encoder: '英语看自身', decoder: '法语回看' },
  kinds: { cross: '交叉注意力', encoder: '编码器的自注意力', decoder: '解码器的自注意力' },
  axes: { cross: ['法语 ↓', '英语 →'], encoder: ['英语 ↓', '英语 →'], decoder: ['将要说 ↓', '已经说 →'] },
  place: (layer, head) => `第 ${layer} 层，第 ${head} 个头`,
  alignment: '经训练用于对齐词语',
  choose: (layers, heads) => `${layers} 层 × ${heads} 个头：选择一个`,
  units: '显示',
  unit: { words: '词语', pieces: '模型读到的词片' },

  theHead: '这个头',
  how: { on: '正常工作', off: '已关闭', average: '平均看向各处' },
  edited: (heads) => `改动了 ${heads} 个头。`,
  sameText: '译文没有变化。',
  otherText: (before) => `按训练所得，模型译为：${quote(before)}`,
  restore: '重新打开所有的头',

  instead: (word) => `可以替换${quote(word)}的词`,
  write: '自己写法语',
  ownAgain: '恢复模型的译文',
  translation: (text) => `译文：${text}`,

  beams: '它考虑过的其他译文',
  beamsAbout: (width) => `束搜索在每个词处保留 ${width} 个最可能的开头。每个结尾标出整句的概率。`,
  pipeline: (kind, place) => `权重的来历：${kind}，${place}`,

  about: (parameters) =>
    `一个有 ${parameters} 个参数的 Transformer，专为本页用日常短句训练。它认识的名字很少，遇到长句会迷失，也可能自信地出错。`,
  card: '它用什么训练，效果如何',
};
