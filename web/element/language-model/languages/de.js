const quote = (/** @type {string} */ token) => `„\u2068${token}\u2069“`;

/** @type {import('../strings.js').Own} */
export const words = {
  figure: 'Ein englischer Text, die Aufmerksamkeit zwischen seinen Wörtern und was ein Sprachmodell als Nächstes erwartet',
  source: 'Ihr Text, auf Englisch',
  parts: { decoder: 'Jedes Wort blickt zurück' },
  kinds: { decoder: 'kausale Selbstaufmerksamkeit' },
  axes: { decoder: ['Wort ↓', 'blickt auf →'] },

  shows: 'Das große Bild zeigt',
  show: { head: 'einen Kopf', rollout: 'alle Schichten: Rollout', flow: 'alle Schichten: Fluss' },
  numbers: { rollout: 'Anteil', flow: 'Fluss' },
  rolloutAbout: 'Rollout multipliziert die Schichten: jede ist zur Hälfte das Mittel ihrer Köpfe, zur Hälfte das Wort, wie es war. Eine Zelle sagt, wie viel von einem Wort bei einem anderen angekommen ist.',
  flowAbout: 'Der Fluss nimmt die Schichten als Rohre, so weit wie die Gewichte: jede ist zur Hälfte das Mittel ihrer Köpfe, zur Hälfte das Wort, wie es war. Eine Zelle sagt, wie viel höchstens von einem Wort zu einem anderen fließen kann.',
  flowTooLong: (units, most) => `Der Fluss wird für höchstens ${most} Wörter oder Stücke berechnet; dieser Text hat ${units}.`,
  caution: 'Gewichte sind keine Erklärungen. Sie sagen, wo ein Kopf liest, nicht, warum das nächste Wort wahrscheinlich ist; andere Gewichte können zur selben Vorhersage führen. Was das ausschließt und was nicht, ist umstritten.',

  surprise: 'Überraschung jedes Wortes, in Bit',
  surpriseOf: (word, bits) => `${word}, ${bits} Bit`,
  told: (word, bits, percent) => `${quote(word)} überrascht mit ${bits} Bit: einer Wahrscheinlichkeit von ${percent}.`,
  likelier: (others) => `Hier wahrscheinlicher: ${others.map(quote).join(', ')}.`,
  mean: (bits) => `Im Mittel ${bits} Bit je Stück.`,

  next: 'Was als Nächstes kommt',
  kept: (kept, all) => `${kept} von ${all} Stücken können kommen.`,
  mark: 'Ein Strich zeigt die Wahrscheinlichkeit, die das Modell selbst angibt.',
  append: 'Ein Stück an den Text anfügen',
  temperature: 'Temperatur',
  topK: 'Top-k',
  topP: 'Top-p',
  all: 'alle',
  seed: 'Startwert',
  goOn: 'Text fortsetzen',
  whole: 'Fortgesetzt wird mit allen Köpfen.',
  stop: 'Anhalten',
  back: 'Zurück zu Ihrem eigenen Text',
  text: (text) => `Ihr Text nun: ${text}`,

  meanChanged: (before, now) => `Mittlere Überraschung: ${now} Bit je Stück, mit allen Köpfen ${before}.`,
  sameNext: (word) => `Das wahrscheinlichste nächste Stück bleibt ${quote(word)}.`,
  otherNext: (before, now) => `Das wahrscheinlichste nächste Stück ist ${quote(now)}, mit allen Köpfen ${quote(before)}.`,

  relations: {
    'object -> verb': 'Objekt → Verb', 'verb -> subject': 'Verb → Subjekt', 'noun -> determiner': 'Nomen → Artikel',
    'noun -> adjective': 'Nomen → Adjektiv', 'previous token': 'das Stück davor', induction: 'Induktion: was beim letzten Mal folgte',
  },
  measured: (relation, percent, cases) => `${relation}, ${percent} von ${cases} Fällen`,

  about: (parameters) =>
    `Ein Transformer mit ${parameters} Parametern, für diese Seite mit englischen Alltagssätzen und Kinderbüchern trainiert. Er weiß ` +
    'nichts von der Welt, verliert nach wenigen Wörtern den Faden und kann sich mit großer Sicherheit irren.',
};
