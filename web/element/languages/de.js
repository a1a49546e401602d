import { count } from './count.js';

const quote = (/** @type {string} */ token) => `„\u2068${token}\u2069“`;

/** @type {import('../strings.js').Strings} */
export const strings = {
  lang: 'de',
  dir: 'ltr',
  count,
  quote,
  figure: 'Aufmerksamkeit jedes Wortes für jedes Wort',
  sentence: { self: 'Ihr Satz', queries: 'Die Abfragen kommen aus', keys: 'Schlüssel und Werte kommen aus' },
  tokens: (tokens) => (tokens === 1 ? '1 Token' : `${count(tokens)} Tokens`),
  more: (tokens) => `+ ${count(tokens)} weitere`,
  otherSentence: 'Ich habe einen Apfel gegessen.',

  groups: {
    words: 'Welche Wörter?',
    heads: 'Wie viele Köpfe?',
    mask: 'Was darf ein Wort sehen?',
    sharp: 'Wie scharf?',
    source: 'Woher kommen Q, K und V?',
    listing: 'Der Code des Artikels',
    figure: 'Die Abbildung',
  },
  save: 'Speichern oder teilen …',
  own: 'Eigene Zahlen …',
  options: {
    text: 'Satz',
    'keys-text': 'ein zweiter Satz (Cross-Attention)',
    tokenizer: 'zerlegen in',
    heads: 'Köpfe',
    'd-model': 'Modellbreite, d_model',
    mask: 'Maske',
    'mask-size': { padding: 'Füll-Schlüssel am Ende', window: 'sichtbare Wörter auf jeder Seite' },
    scale: 'durch √d_k teilen',
    temperature: 'Temperatur',
    parameters: 'Parameter',
    seed: 'Startwert',
    positions: 'Positionen addieren',
    listing: 'vergleichen',
    view: 'gezeichnet als',
  },
  choices: {
    tokenizer: { words: 'Wörter', spaces: 'Stücke zwischen Leerzeichen', characters: 'Zeichen' },
    mask: { none: 'alles', causal: 'was davor steht', padding: 'alles außer Füllung', window: 'seine Nachbarn' },
    parameters: { random: 'zufällige Projektionen', identity: 'Q = K = V = X' },
    listing: { none: 'aus', features: 'Merkmale (wie geschrieben)', words: 'Wörter (transponiert)' },
    view: { matrix: 'Matrix', lines: 'Linien', heads: 'alle Köpfe', table: 'Tabelle' },
  },

  axes: {
    queries: 'Abfragen ↓', keys: 'Schlüssel →', words: 'Wörter ↓', wordsAcross: 'Wörter →', features: 'Merkmale →',
    featuresDown: 'Merkmale ↓', queryFeatures: 'Abfrage-Merkmale ↓', keyFeatures: 'Schlüssel-Merkmale →',
  },
  feature: (index) => `Merkmal ${index + 1}`,
  roles: { query: (name) => `Abfrage ${name}`, key: (name) => `Schlüssel ${name}` },

  symbols: { x: 'X', y: 'Y', q: 'Q', k: 'K', v: 'V' },
  stages: {
    x: 'Token-Vektoren',
    y: 'Token-Vektoren der Schlüssel',
    q: 'Abfragen',
    k: 'Schlüssel',
    v: 'Werte',
    scores: 'Scores',
    scaled: 'skaliert',
    divided: 'geteilt',
    masked: 'maskiert',
    weights: 'Gewichte',
    heads: (head) => `Ausgabe von Kopf ${head}`,
    attended: 'gewichtete Werte',
    concat: 'Verkettung',
    output: 'Ausgabe',
  },
  numbers: {
    x: 'Wert', y: 'Wert', q: 'Abfrage', k: 'Schlüssel', v: 'Wert', scores: 'Score', scaled: 'skalierter Score',
    divided: 'geteilter Score', masked: 'maskierter Score', weights: 'Gewicht', heads: 'Ausgabe',
    attended: 'gewichteter Wert', concat: 'Ausgabe', output: 'Ausgabe',
  },
  operations: {
    weights: 'Gewichte',
    softmax: 'Softmax',
    rows: 'jede Zeile ergibt 1',
    columns: (first, last, all) => `Spalten ${first}\u2060–\u2060${last}\u00a0von\u00a0${all}`,
    temperature: 'Temperatur',
    notScaled: 'nicht geteilt',
    noMask: 'keine Maske',
    mask: '+ Maske',
    oneHead: 'ein Kopf',
    heads: (heads) => `alle ${heads} Köpfe`,
    sideBySide: 'nebeneinander',
    same: 'unverändert',
  },
  groupsOfFlow: {
    projections: 'Woher Q, K und V kommen',
    weights: 'Wer auf wen achtet',
    outputs: 'Was jedes Wort mitnimmt',
    outputsOfFeatures: 'Was jedes Merkmal mitnimmt',
  },
  grid: (name, axesOrShape) => `${name}, ${axesOrShape}`,
  enlarge: (stage) => `Groß zeigen: ${stage}`,
  backToWeights: 'Zurück zu den Gewichten',
  unpin: 'Lösen',

  rowOf: (name, matrix) => ['Zeile ', name, ` von ${matrix}`],
  takesRowOf: (name, matrix) => ['× Zeile ', name, ` von ${matrix}`],
  attendsMost: (query, key, weight) => [query, ' achtet am stärksten auf ', key, ` (${weight})`],
  nothing: 'Kein Wort darf irgendein Wort sehen.',
  pair: (query, key) => ['Abfrage ', query, ' → Schlüssel ', key],
  asked: (cell, value) => [...cell, ': ', value],
  cellOf: (row, column) => [row, ', ', column],
  value: (name, value) => `${name} ${value}`,
  announce: (row, column, value, masked) => `${row}, ${column}, ${value}${masked ? ', maskiert' : ''}`,
  rank: (rank, all) => `Rang ${rank} von ${all}`,
  closed: 'maskiert',

  head: (head, heads) => `Kopf ${head} von ${heads}`,
  headsQuestion: (heads) => `${heads} Köpfe, ${heads} Muster: wählen Sie einen Kopf`,
  headName: (head) => `Kopf ${head}`,
  random: (seed) => `zufällige Parameter, Startwert ${seed}`,
  identity: 'Q = K = V = X, keine Parameter',
  identityCross: 'Q = X, K = V = Y, keine Parameter',
  vectors: (seed) => `zufällige Token-Vektoren, Startwert ${seed}`,
  listingName: { identity: 'Code des Artikels', random: 'Code des Artikels, Klasse mit mehreren Köpfen' },

  status: {
    loading: 'Die Engine wird geladen …',
    computing: 'Wird berechnet …',
    empty: 'Geben Sie einen Satz ein; seine Aufmerksamkeit erscheint hier.',
    emptyKeys: 'Geben Sie einen zweiten Satz für die Schlüssel und Werte ein.',
    tooLong: (drawn, total) =>
      `${count(total)} Tokens sind zu viele, um sie zu sehen: die ersten ${count(drawn)} sind gezeichnet.`,
    tooLongKeys: (drawn, total) =>
      `Der zweite Satz hat ${count(total)} Tokens: die ersten ${count(drawn)} sind gezeichnet.`,
    noEngine: (reason) => `Die Engine konnte nicht geladen werden: ${reason}`,
    engineFailed: 'Die Engine ist stehen geblieben; die nächste Änderung startet eine neue.',
    slow: 'Dieser Browser hat kein WebAssembly mit SIMD: Dieselben Zahlen werden berechnet, aber langsam.',
    noSuchStage: (stage) => `Eine Stufe „${stage}“ gibt es hier nicht; gezeigt werden die Gewichte.`,
    fullyMasked: (tokens) => {
      const named = tokens.slice(0, 4).map(quote).join(', ');
      if (tokens.length === 1) return `${named} darf nichts sehen: Die Zeile der Gewichte ist 0.`;
      const others = tokens.length > 4 ? ` und ${tokens.length - 4} weitere` : '';
      return `${named}${others} dürfen nichts sehen: Ihre Zeilen der Gewichte sind 0.`;
    },
  },
  refused: {
    choice: (name, value, choices) => `${name} muss einer dieser Werte sein: ${choices.join(', ')}; „${value}“ ist keiner davon.`,
    number: (name, value, min, max, whole) => (whole
      ? `${name} muss eine ganze Zahl von ${min} bis ${max} sein; „${value}“ ist keine.`
      : `${name} muss eine Zahl von ${min} bis ${max} sein; „${value}“ ist keine.`),
    names: (name, value) => `${name} nennt „${value}“; ein solches Bedienelement gibt es nicht.`,
    divisor: (heads, dModel) => `d_model ${dModel} lässt sich nicht in gleiche Teile für ${heads} Köpfe teilen.`,
    head: (head, heads) => `Verlangt ist Kopf ${head}, aber die Zahl der Köpfe ist ${heads}.`,
  },

  later: {
    note: (features, [rows, columns], dModel, keys, [min, max]) => {
      const orientation = features
        ? `So wie er geschrieben ist, erwartet der Code eine Matrix (d_model, seq_length) = ${rows} × ${columns}. Jede ` +
          `der ${rows} Zeilen ist ein Merkmal; Q · Kᵀ ist also ${rows} × ${rows} groß, und die Gewichte vergleichen ` +
          'Merkmale, nicht Wörter.'
        : `Hier ist die Matrix des Codes transponiert: (seq_length, d_model) = ${rows} × ${columns}. Jede der ${rows} ` +
          `Zeilen ist ein Wort; Q · Kᵀ ist also ${rows} × ${rows} groß, und die Gewichte vergleichen Wörter.`;
      const effect = `Vor dem Softmax teilt er durch d_model² = ${dModel ** 2}. Das zieht alle Scores gegen 0 und jedes ` +
        `Gewicht gegen 1/${keys}: hier reichen sie von ${min} bis ${max}. Am Ende multipliziert er wieder mit ` +
        `${dModel ** 2}.`;
      return `${orientation} ${effect}`.replace(/ ([=×·]) /g, '\u00a0$1\u00a0');
    },
    zoom: {
      in: 'Vergrößern',
      out: 'Verkleinern',
      whole: 'Ganze Matrix',
      window: (rows, columns) => `Zeilen ${rows}, Spalten ${columns}`,
      pixel: (rows, columns, signed) => (signed
        ? `1 Pixel zeigt den Wert mit dem größten Abstand zu null aus ${rows} × ${columns} Zellen`
        : `1 Pixel zeigt den größten Wert aus ${rows} × ${columns} Zellen`),
    },
    save: {
      title: 'Speichern, kopieren oder teilen',
      picture: (what) => `Bild: ${what}`,
      numbers: (what) => `Zahlen: ${what}`,
      everything: 'Alle Schritte',
      copy: 'Kopieren',
      size: 'Pixel je Pixel der Seite',
      latex: 'LaTeX-Tabelle',
      numpy: 'NumPy-Skript',
      tag: 'Code zum Einbetten: Tag',
      frame: 'Code zum Einbetten: Rahmen',
      link: 'Verweis',
      share: 'Teilen …',
      close: 'Schließen',
      saved: (name) => `Gespeichert als ${name}.`,
      copied: 'Kopiert.',
      beside: 'Zum Speichern braucht es die Datei attention-view.save.js neben dem Skript dieser Seite und einen Server.',
      byHand: 'Der Browser hat der Seite das Kopieren nicht erlaubt. Hier ist der Text, ausgewählt:',
    },
    own: {
      title: 'Eigene Zahlen',
      about: 'Gewichte der Attention, oder Q, K und V, als JSON, CSV oder NumPys .npy: eine Datei hier ablegen, eine wählen oder ' +
        'einfügen.',
      choose: 'Eine Datei',
      paste: 'oder JSON oder CSV, eingefügt',
      queries: 'Wörter der Queries, wenn die Datei sie nicht hat',
      keys: 'Wörter der Keys, wenn es andere sind',
      show: 'Zeigen',
      back: 'Zurück zum Satz',
      page: 'Zahlen dieser Seite',
      pasted: 'eingefügte Zahlen',
      file: (name) => `Zahlen aus ${name}`,
    },
    views: {
      strongest: (percent) => `Die stärksten ${percent} % zeigen`,
      lines: (shown, all) => `${count(shown)} von ${count(all)} Gewichten als Linien`,
      first: (rows, columns) => `Die Tabelle ist zu lang: hier sind ihre ersten ${rows} Zeilen und ${columns} Spalten.`,
    },
  },
};
