const quote = (/** @type {string} */ token) => `“\u2068${token}\u2069”`;

/** @type {import('../strings.js').Own} */
export const words = {
  figure: '一段英文、其中各词之间的注意力，以及语言模型预期的下一个词',
  source: '您的英文文本',
  parts: { decoder: '每个词都向前文看' },
  kinds: { decoder: '因果自注意力' },
  axes: { decoder: ['词 ↓', '看向 →'] },

  shows: '大图显示',
  show: { head: '一个头', rollout: '所有层：注意力展开', flow: '所有层：注意力流' },
  numbers: { rollout: '份额', flow: '流量' },
  rolloutAbout: '注意力展开把各层相乘：每一层一半是各头的平均，一半是原来的词。一个格子表示一个词有多少到达了另一个词。',
  flowAbout: '注意力流把各层看作管道，管道的粗细就是权重：每一层一半是各头的平均，一半是原来的词。一个格子表示从一个词最多能流到另一个词多少。',
  flowTooLong: (units, most) => `注意力流最多计算 ${most} 个词或片段；这段文本有 ${units} 个。`,
  caution: '权重不是解释。它们说明一个头在读哪里，而不是下一个词为什么可能出现；别的权重也可能得出同样的预测。这排除了什么、没有排除什么，仍有争议。',

  surprise: '每个词的意外程度（比特）',
  surpriseOf: (word, bits) => `${word}，${bits} 比特`,
  told: (word, bits, percent) => `${quote(word)}的意外程度是 ${bits} 比特，即概率 ${percent}。`,
  likelier: (others) => `这里更可能是：${others.map(quote).join('、')}。`,
  mean: (bits) => `平均每个片段 ${bits} 比特。`,

  next: '接下来是什么',
  kept: (kept, all) => `${all} 个片段中有 ${kept} 个可能出现。`,
  mark: '竖线标出模型自己给出的概率。',
  append: '在文本后添加一个片段',
  temperature: '温度',
  topK: '前 k 个',
  topP: '累计概率 p',
  all: '全部',
  seed: '随机种子',
  goOn: '续写文本',
  whole: '续写时所有头都工作。',
  stop: '停止',
  back: '回到您自己的文本',
  text: (text) => `文本：${text}`,

  meanChanged: (before, now) => `平均意外程度：每个片段 ${now} 比特，所有头都工作时为 ${before} 比特。`,
  sameNext: (word) => `最可能的下一个片段仍是${quote(word)}。`,
  otherNext: (before, now) => `最可能的下一个片段是${quote(now)}，所有头都工作时是${quote(before)}。`,

  relations: {
    'object -> verb': '宾语 → 动词', 'verb -> subject': '动词 → 主语', 'noun -> determiner': '名词 → 限定词',
    'noun -> adjective': '名词 → 形容词', 'previous token': '前一个片段', induction: '归纳：上次之后出现的片段',
  },
  measured: (relation, percent, cases) => `${relation}，${cases} 例中的 ${percent}`,

  about: (parameters) =>
    `一个有 ${parameters} 个参数的 Transformer，为本页用日常英语句子和儿童读物训练而成。它对世界一无所知，几个词之后就会跑题，也可能很自信地出错。`,
};
