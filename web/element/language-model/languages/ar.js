const quote = (/** @type {string} */ token) => `«\u2068${token}\u2069»`;

/** @type {import('../strings.js').Own} */
export const words = {
  figure: 'نص إنجليزي، والانتباه بين كلماته، وما يتوقعه نموذج لغوي بعده',
  source: 'نصك بالإنجليزية',
  parts: { decoder: 'كل كلمة تنظر إلى الوراء' },
  kinds: { decoder: 'انتباه ذاتي سببي' },
  axes: { decoder: ['الكلمة ↓', 'تنظر إلى →'] },

  shows: 'الصورة الكبيرة تعرض',
  show: { head: 'رأسًا واحدًا', rollout: 'كل الطبقات: النشر', flow: 'كل الطبقات: التدفق' },
  numbers: { rollout: 'النصيب', flow: 'التدفق' },
  rolloutAbout: 'النشر يضرب الطبقات بعضها في بعض: نصف كل طبقة متوسط رؤوسها، ونصفها الكلمة كما كانت. تقول الخلية كم وصل من كلمة إلى أخرى.',
  flowAbout: 'التدفق يعدّ الطبقات أنابيب سعتها الأوزان: نصف كل طبقة متوسط رؤوسها، ونصفها الكلمة كما كانت. تقول الخلية أقصى ما يمكن أن يتدفق من كلمة إلى أخرى.',
  flowTooLong: (units, most) => `يُحسب التدفق لما لا يزيد على ${most} من الكلمات أو القطع؛ وفي هذا النص ${units}.`,
  caution: 'الأوزان ليست تفسيرات. إنها تقول أين يقرأ الرأس، لا لماذا تكون الكلمة التالية مرجحة؛ وقد تؤدي أوزان أخرى إلى التوقع نفسه. وما ينفيه ذلك وما لا ينفيه موضع خلاف.',

  surprise: 'مفاجأة كل كلمة بالبت',
  surpriseOf: (word, bits) => `\u2068${word}\u2069، ${bits} بت`,
  told: (word, bits, percent) => `مفاجأة ${quote(word)} هي ${bits} بت: احتمال \u2068${percent}\u2069.`,
  likelier: (others) => `الأرجح هنا: ${others.map(quote).join('، ')}.`,
  mean: (bits) => `في المتوسط ${bits} بت لكل قطعة.`,

  next: 'ما يأتي بعد ذلك',
  kept: (kept, all) => `يمكن أن تأتي ${kept} من ${all} قطعة.`,
  mark: 'تبيّن العلامة الاحتمال الذي يعطيه النموذج نفسه.',
  append: (piece, percent) => `أضف ${quote(piece)}، \u2068${percent}\u2069`,
  dropped: (piece, percent) => `${quote(piece)}، \u2068${percent}\u2069، مستبعدة`,
  temperature: 'درجة الحرارة',
  topK: 'أرجح k قطعة',
  topP: 'احتمال تراكمي p',
  all: 'الكل',
  seed: 'البذرة',
  goOn: 'أكمل النص',
  whole: 'يُكمل النص بكل الرؤوس.',
  stop: 'توقف',
  back: 'العودة إلى نصك',
  text: (text) => `النص: \u2068${text}\u2069`,

  meanChanged: (before, now) => `متوسط المفاجأة: ${now} بت لكل قطعة، و${before} بكل الرؤوس.`,
  sameNext: (word) => `تبقى أرجح قطعة تالية ${quote(word)}.`,
  otherNext: (before, now) => `أرجح قطعة تالية هي ${quote(now)}، وبكل الرؤوس ${quote(before)}.`,

  relations: {
    'object -> verb': 'المفعول ← الفعل', 'verb -> subject': 'الفعل ← الفاعل', 'noun -> determiner': 'الاسم ← أداة التعريف',
    'noun -> adjective': 'الاسم ← الصفة', 'previous token': 'القطعة السابقة', induction: 'الاستقراء: ما تلا في المرة السابقة',
  },
  measured: (relation, percent, cases) => `${relation}، \u2068${percent}\u2069 من ${cases} حالة`,

  about: (parameters) =>
    `محوّل فيه ${parameters} من المعاملات، دُرّب لهذه الصفحة على جمل إنجليزية يومية وكتب أطفال. لا يعرف شيئًا عن العالم، ويفقد الخيط بعد ` +
    'كلمات قليلة، وقد يخطئ بثقة.',
};
