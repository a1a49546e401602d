import { formatCount as count } from '../../figure/numbers.js';

/** Tokens and values keep their own direction within the sentence: a minus sign stays before its digits. */
const quote = (/** @type {string} */ token) => `«\u2068${token}\u2069»`;
const ltr = (/** @type {string | number} */ text) => `\u2066${text}\u2069`;

const plural = new Intl.PluralRules('ar');

/**
 * @param {number} number
 * @param {[one: string, two: string, few: string, many: string, other: string]} forms
 */
function counted(number, [one, two, few, many, other]) {
  switch (plural.select(number)) {
    case 'one': return one;
    case 'two': return two;
    case 'few': return `${count(number)} ${few}`;
    case 'many': return `${count(number)} ${many}`;
    default: return `${count(number)} ${other}`;
  }
}

const tokens = (/** @type {number} */ number) =>
  counted(number, ['وحدة واحدة', 'وحدتان', 'وحدات', 'وحدة', 'وحدة']);
const heads = (/** @type {number} */ number) =>
  counted(number, ['رأس واحد', 'رأسان', 'رؤوس', 'رأسًا', 'رأس']);
const patterns = (/** @type {number} */ number) =>
  counted(number, ['نمط واحد', 'نمطان', 'أنماط', 'نمطًا', 'نمط']);

/** @type {import('../strings.js').Strings} */
export const strings = {
  lang: 'ar',
  dir: 'rtl',
  count,
  quote,
  figure: 'انتباه كل كلمة إلى كل كلمة',
  sentence: { self: 'جملتك', queries: 'الاستعلامات من', keys: 'المفاتيح والقيم من' },
  tokens,
  more: (more) => `و${count(more)} أخرى`,
  otherSentence: 'أكلتُ تفاحة.',

  groups: {
    words: 'أيّ الكلمات؟',
    heads: 'كم رأسًا؟',
    mask: 'ماذا يُسمح للكلمة أن ترى؟',
    sharp: 'ما مدى التركيز؟',
    source: 'من أين تأتي Q وK وV؟',
    listing: 'شيفرة المقال',
    figure: 'الشكل',
  },
  save: 'حفظ أو مشاركة …',
  own: 'أرقامك الخاصة …',
  options: {
    text: 'الجملة',
    'keys-text': 'جملة ثانية (انتباه متقاطع)',
    tokenizer: 'التقطيع إلى',
    heads: 'عدد الرؤوس',
    'd-model': `عرض النموذج، ${ltr('d_model')}`,
    mask: 'القناع',
    'mask-size': { padding: 'عدد مفاتيح الحشو في النهاية', window: 'عدد الكلمات المرئية من كل جانب' },
    scale: `القسمة على ${ltr('√d_k')}`,
    temperature: 'درجة الحرارة',
    parameters: 'المعاملات',
    seed: 'البذرة',
    positions: 'إضافة المواضع',
    listing: 'المقارنة',
    view: 'مرسوم بوصفه',
  },
  choices: {
    tokenizer: { words: 'كلمات', spaces: 'مقاطع بين المسافات', characters: 'محارف' },
    mask: { none: 'كل شيء', causal: 'ما سبق', padding: 'كل شيء عدا الحشو', window: 'الكلمات المجاورة' },
    parameters: { random: 'إسقاطات عشوائية', identity: ltr('Q = K = V = X') },
    listing: { none: 'دون مقارنة', features: 'سمات (كما كُتبت)', words: 'كلمات (بعد التدوير)' },
    view: { matrix: 'مصفوفة', lines: 'خطوطًا', heads: 'كل الرؤوس', table: 'جدولًا' },
  },

  axes: {
    queries: 'الاستعلامات ↓', keys: 'المفاتيح →', words: 'الكلمات ↓', wordsAcross: 'الكلمات →', features: 'السمات →',
    featuresDown: 'السمات ↓', queryFeatures: 'سمات الاستعلام ↓', keyFeatures: 'سمات المفتاح →',
  },
  feature: (index) => `السمة ${index + 1}`,
  roles: {
    query: (name) => `الاستعلام \u2068${name}\u2069`,
    key: (name) => `المفتاح \u2068${name}\u2069`,
  },

  symbols: { x: 'X', y: 'Y', q: 'Q', k: 'K', v: 'V' },
  stages: {
    x: 'متجهات الوحدات',
    y: 'متجهات وحدات المفاتيح',
    q: 'الاستعلامات',
    k: 'المفاتيح',
    v: 'القيم',
    scores: 'الدرجات',
    scaled: 'بعد التحجيم',
    divided: 'بعد القسمة',
    masked: 'بعد القناع',
    weights: 'الأوزان',
    heads: (head) => `خرج الرأس ${head}`,
    attended: 'القيم الموزونة',
    concat: 'الضمّ',
    output: 'الخرج',
  },
  numbers: {
    x: 'القيمة', y: 'القيمة', q: 'الاستعلام', k: 'المفتاح', v: 'القيمة', scores: 'الدرجة',
    scaled: 'الدرجة بعد التحجيم', divided: 'الدرجة بعد القسمة', masked: 'الدرجة بعد القناع', weights: 'الوزن',
    heads: 'الخرج', attended: 'القيمة الموزونة', concat: 'الخرج', output: 'الخرج',
  },
  operations: {
    weights: 'الأوزان',
    softmax: 'softmax',
    rows: 'مجموع كل صف 1',
    columns: (first, last, all) => `الأعمدة ${ltr(`${first}\u2060–\u2060${last}`)} من\u00a0${all}`,
    temperature: 'درجة الحرارة',
    notScaled: 'دون قسمة',
    noMask: 'دون قناع',
    mask: 'جمع القناع',
    oneHead: 'رأس واحد',
    heads: (all) => `كل الرؤوس: ${all}`,
    sideBySide: 'جنبًا إلى جنب',
    same: 'كما هو',
  },
  groupsOfFlow: {
    projections: 'من أين تأتي Q وK وV',
    weights: 'مَن ينتبه إلى مَن',
    outputs: 'ما تأخذه كل كلمة معها',
    outputsOfFeatures: 'ما تأخذه كل سمة معها',
  },
  grid: (name, axesOrShape) => `${name}، ${axesOrShape}`,
  enlarge: (stage) => `عرض كبير: ${stage}`,
  backToWeights: 'العودة إلى الأوزان',
  unpin: 'إلغاء التثبيت',

  rowOf: (name, matrix) => ['صف ', name, ` من ${matrix}`],
  takesRowOf: (name, matrix) => ['× صف ', name, ` من ${matrix}`],
  attendsMost: (query, key, weight) => ['أكثر انتباه ', query, ' إلى ', key, ` (${ltr(weight)})`],
  nothing: 'لا يُسمح لأي كلمة أن ترى أي كلمة.',
  pair: (query, key) => ['الاستعلام ', query, ' ← المفتاح ', key],
  asked: (cell, value) => [...cell, ': ', value],
  cellOf: (row, column) => [row, '، ', column],
  value: (name, value) => `${name} ${ltr(value)}`,
  announce: (row, column, value, masked) => `${row}، ${column}، ${value}${masked ? '، محجوب' : ''}`,
  rank: (rank, all) => `الترتيب ${rank} من ${all}`,
  closed: 'محجوب',

  head: (head, all) => `الرأس ${head} من ${all}`,
  headsQuestion: (all) => `${heads(all)}، ${patterns(all)}: اختر واحدًا`,
  headName: (head) => `الرأس ${head}`,
  random: (seed) => `معاملات عشوائية، البذرة ${seed}`,
  identity: `${ltr('Q = K = V = X')}، دون معاملات`,
  identityCross: `${ltr('Q = X, K = V = Y')}، دون معاملات`,
  vectors: (seed) => `متجهات وحدات عشوائية، البذرة ${seed}`,
  listingName: { identity: 'شيفرة المقال', random: 'شيفرة المقال، صنف الرؤوس المتعددة' },

  status: {
    loading: 'جارٍ تحميل المحرك…',
    computing: 'جارٍ الحساب…',
    empty: 'اكتب جملة فيظهر انتباهها هنا.',
    emptyKeys: 'اكتب جملة ثانية للمفاتيح والقيم.',
    tooLong: (drawn, total) =>
      `عدد الوحدات (${count(total)}) أكبر من أن يُرى: رُسم أولها فقط، وعدده ${count(drawn)}.`,
    tooLongKeys: (drawn, total) =>
      `عدد وحدات الجملة الثانية ${count(total)}: رُسم أولها فقط، وعدده ${count(drawn)}.`,
    noEngine: (reason) => `تعذّر تحميل المحرك: \u2068${reason}\u2069`,
    engineFailed: 'توقف المحرك؛ التغيير التالي يشغّل محركًا جديدًا.',
    slow: 'لا يدعم هذا المتصفح WebAssembly مع SIMD: تُحسب الأرقام نفسها ولكن ببطء.',
    noSuchStage: (stage) => `لا توجد هنا مرحلة ${quote(stage)}، لذلك تُعرض الأوزان.`,
    fullyMasked: (masked) => {
      const named = masked.slice(0, 4).map(quote).join(' و');
      const others = masked.length > 4 ? ` و${count(masked.length - 4)} أخرى` : '';
      return masked.length === 1
        ? `لا يُسمح للوحدة ${named} أن ترى شيئًا: صف أوزانها 0.`
        : `لا يُسمح للوحدات ${named}${others} أن ترى شيئًا: صفوف أوزانها 0.`;
    },
  },
  refused: {
    choice: (name, value, choices) =>
      `قيمة ${ltr(name)} واحدة من: ${ltr(choices.join(', '))}؛ وليست ${quote(value)} منها.`,
    number: (name, value, min, max, whole) => (whole
      ? `قيمة ${ltr(name)} عدد صحيح من ${ltr(min)} إلى ${ltr(max)}؛ وليست ${quote(value)} كذلك.`
      : `قيمة ${ltr(name)} عدد من ${ltr(min)} إلى ${ltr(max)}؛ وليست ${quote(value)} كذلك.`),
    names: (name, value) => `في ${ltr(name)} الاسم ${quote(value)}، وليس اسم أداة تحكم.`,
    divisor: (all, dModel) => `لا تنقسم ${ltr(`d_model ${dModel}`)} إلى أجزاء متساوية إذا كان عدد الرؤوس ${all}.`,
    head: (head, all) => `المطلوب هو الرأس ${head}، لكن عدد الرؤوس ${all}.`,
  },

  later: {
    note: (features, [rows, columns], dModel, keys, [min, max]) => {
      const product = ltr('Q · Kᵀ');
      const square = ltr(`${rows} × ${rows}`);
      const orientation = features
        ? `تأخذ الشيفرة كما كُتبت مصفوفتها بالشكل ${ltr(`(d_model, seq_length) = ${rows} × ${columns}`)}. كل صف من ` +
          `الصفوف الـ${rows} سمة، فيكون ${product} بحجم ${square}، وتقارن الأوزان السمات لا الكلمات.`
        : `هنا أُديرت مصفوفة الشيفرة: ${ltr(`(seq_length, d_model) = ${rows} × ${columns}`)}. كل صف من الصفوف ` +
          `الـ${rows} كلمة، فيكون ${product} بحجم ${square}، وتقارن الأوزان الكلمات.`;
      const effect = `قبل softmax تقسم الشيفرة على ${ltr(`d_model² = ${dModel ** 2}`)}. وهذا يدفع كل الدرجات نحو 0 وكل ` +
        `وزن نحو ${ltr(`1/${keys}`)}: هنا تمتد الأوزان من ${ltr(min)} إلى ${ltr(max)}. وفي النهاية تضرب في ` +
        `${dModel ** 2} من جديد.`;
      return `${orientation} ${effect}`.replace(/ ([=×·]) /g, '\u00a0$1\u00a0');
    },
    zoom: {
      in: 'تكبير',
      out: 'تصغير',
      whole: 'المصفوفة كاملة',
      window: (rows, columns) => `الصفوف ${ltr(rows)}، الأعمدة ${ltr(columns)}`,
      pixel: (rows, columns, signed) => (signed
        ? `كل بكسل يعرض القيمة الأبعد عن الصفر بين ${ltr(`${rows} × ${columns}`)} من الخلايا`
        : `كل بكسل يعرض أكبر قيمة بين ${ltr(`${rows} × ${columns}`)} من الخلايا`),
    },
    save: {
      title: 'حفظ أو نسخ أو مشاركة',
      picture: (what) => `صورة: ${what}`,
      numbers: (what) => `أرقام: ${what}`,
      everything: 'كل المراحل',
      copy: 'نسخ',
      size: 'عدد البكسلات لكل بكسل من الصفحة',
      latex: 'جدول LaTeX',
      numpy: 'برنامج NumPy',
      tag: 'شيفرة التضمين: وسم',
      frame: 'شيفرة التضمين: إطار',
      link: 'رابط',
      share: 'مشاركة …',
      close: 'إغلاق',
      saved: (name) => `حُفظ باسم ${ltr(name)}.`,
      copied: 'نُسخ.',
      beside: `يتطلب الحفظ الملف ${ltr('attention-view.save.js')} بجانب برنامج هذه الصفحة، وخادمًا.`,
      byHand: 'لم يسمح المتصفح للصفحة بالنسخ. هذا هو النص محددًا:',
    },
    own: {
      title: 'أرقامك الخاصة',
      about: `أوزان الانتباه، أو ${ltr('Q, K, V')}، بصيغة JSON أو CSV أو ${ltr('.npy')} من NumPy: أفلت ملفًا هنا أو اختره أو الصق النص.`,
      choose: 'ملف',
      paste: 'أو الصق JSON أو CSV',
      queries: 'كلمات الاستعلامات إن لم تكن في الملف',
      keys: 'كلمات المفاتيح إن كانت غيرها',
      show: 'عرض',
      back: 'العودة إلى الجملة',
      page: 'أرقام هذه الصفحة',
      pasted: 'أرقام ملصقة',
      file: (name) => `أرقام من ${ltr(name)}`,
    },
    views: {
      strongest: (percent) => `عرض أقوى ${ltr(`${percent}%`)}`,
      lines: (shown, all) => `${count(shown)} من ${count(all)} من الأوزان خطوطًا`,
      first: (rows, columns) => `الجدول طويل جدًا: هذه أول ${rows} صفوف و${columns} أعمدة منه.`,
    },
  },
};
