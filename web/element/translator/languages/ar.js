const quote = (/** @type {string} */ token) => `«\u2068${token}\u2069»`;

/** @type {import('../strings.js').Words} */
export const words = {
  lang: 'ar',
  figure: 'جملة إنجليزية وترجمتها الفرنسية والانتباه بين كلماتهما',
  start: '(البداية)',
  end: '(النهاية)',
  source: 'الإنجليزية',
  target: 'الفرنسية، من النموذج',
  targetForced: 'الفرنسية، بدأتها أنت',
  targetTyped: 'الفرنسية، كتبتها أنت',

  waiting: 'يجري تحميل المترجم. إلى أن يصل، لم يتعلم هذا الشكل شيئًا: \u2066Q = K = V\u2069.',
  failed: (reason) => `تعذر تحميل المترجم: \u2068${reason}\u2069`,
  noFigure: (task) => `لا يوجد بعد شكل لنموذج مهمته ${quote(task)}.`,
  empty: 'اكتب جملة إنجليزية فتظهر ترجمتها هنا.',
  noSuchHead: (layer, head, layers, heads) =>
    `المطلوب هو الرأس ${head} من الطبقة ${layer}، وعدد طبقات النموذج ${layers} وفي كل منها ${heads} من الرؤوس.`,

  parts: { cross: 'الفرنسية تنظر إلى الإنجليزية', encoder: 'الإنجليزية تنظر إلى نفسها', decoder: 'الفرنسية تنظر إلى ما سبق' },
  kinds: { cross: 'انتباه متقاطع', encoder: 'انتباه ذاتي في المشفر', decoder: 'انتباه ذاتي في فك التشفير' },
  axes: {
    cross: ['الفرنسية ↓', 'الإنجليزية →'], encoder: ['الإنجليزية ↓', 'الإنجليزية →'], decoder: ['ما سيقال ↓', 'ما قيل →'],
  },
  place: (layer, head) => `الطبقة ${layer}، الرأس ${head}`,
  alignment: 'دُرّب على مطابقة الكلمات',
  choose: (layers, heads) => `عدد الطبقات ${layers} وفي كل منها ${heads} من الرؤوس: اختر واحدًا`,
  units: 'إظهار',
  unit: { words: 'الكلمات', pieces: 'القطع التي يقرؤها النموذج' },

  theHead: 'هذا الرأس',
  how: { on: 'يعمل', off: 'مطفأ', average: 'ينظر إلى الكل بالتساوي' },
  edited: (heads) => `عدد الرؤوس المغيَّرة: ${heads}.`,
  sameText: 'بقيت الترجمة كما هي.',
  otherText: (before) => `النموذج كما دُرّب يقول: ${quote(before)}`,
  restore: 'تشغيل كل الرؤوس من جديد',

  instead: (word) => `ما قد يحل محل ${quote(word)}`,
  write: 'اكتب فرنسيتك أنت',
  ownAgain: 'العودة إلى ترجمة النموذج',
  translation: (text) => `الترجمة: \u2068${text}\u2069`,

  beams: 'ترجمات أخرى نظر فيها',
  beamsAbout: (width) =>
    `يحتفظ البحث الشعاعي عند كل كلمة بأرجح البدايات، وعددها ${width}. وعند كل نهاية احتمال الجملة كلها.`,
  pipeline: (kind, place) => `من أين جاءت الأوزان: ${kind}، ${place}`,

  about: (parameters) =>
    `محوّل عدد معاملاته ${parameters}، دُرّب لهذه الصفحة على جمل يومية قصيرة. يعرف أسماء قليلة، ويضل في الجمل الطويلة، وقد يخطئ ` +
    'وهو واثق.',
  card: 'على ماذا دُرّب، وكم يحسن',
};
