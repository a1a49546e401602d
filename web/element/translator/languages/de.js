const quote = (/** @type {string} */ token) => `„\u2068${token}\u2069“`;

/** @type {import('../strings.js').Words} */
export const words = {
  lang: 'de',
  figure: 'Ein englischer Satz, seine französische Übersetzung und die Aufmerksamkeit zwischen ihren Wörtern',
  start: '(Anfang)',
  end: '(Ende)',
  source: 'Englisch',
  target: 'Französisch, vom Modell',
  targetForced: 'Französisch, von Ihnen begonnen',
  targetTyped: 'Französisch, von Ihnen',

  waiting: 'Das Modell wird geladen. Bis es da ist, hat diese Abbildung nichts gelernt: Q = K = V.',
  failed: (reason) => `Das Modell konnte nicht geladen werden: ${reason}`,
  empty: 'Schreiben Sie einen englischen Satz, und hier erscheint seine Übersetzung.',
  noSuchHead: (layer, head, layers, heads) =>
    `Verlangt ist Kopf ${head} der Schicht ${layer}; das Modell hat ${layers} Schichten mit je ${heads} Köpfen.`,

  parts: {
    cross: 'Französisch blickt auf Englisch', encoder: 'Englisch blickt auf sich selbst', decoder: 'Französisch blickt zurück',
  },
  kinds: { cross: 'Kreuzaufmerksamkeit', encoder: 'Selbstaufmerksamkeit des Encoders', decoder: 'Selbstaufmerksamkeit des Decoders' },
  axes: {
    cross: ['Französisch ↓', 'Englisch →'], encoder: ['Englisch ↓', 'Englisch →'], decoder: ['zu sagen ↓', 'schon gesagt →'],
  },
  place: (layer, head) => `Schicht ${layer}, Kopf ${head}`,
  alignment: 'darauf trainiert, Wörter zuzuordnen',
  choose: (layers, heads) => `${layers} Schichten × ${heads} Köpfe: wählen Sie einen`,
  units: 'zeigen',
  unit: { words: 'Wörter', pieces: 'die Stücke, die das Modell liest' },

  theHead: 'dieser Kopf',
  how: { on: 'arbeitet', off: 'ist aus', average: 'blickt überall gleich hin' },
  edited: (heads) => (heads === 1 ? '1 Kopf ist verändert.' : `${heads} Köpfe sind verändert.`),
  sameText: 'Die Übersetzung bleibt gleich.',
  otherText: (before) => `So, wie es trainiert wurde, sagt das Modell: ${quote(before)}`,
  restore: 'Alle Köpfe wieder einschalten',

  instead: (word) => `Was anstelle von ${quote(word)} stehen könnte`,
  write: 'Eigenes Französisch schreiben',
  ownAgain: 'Zurück zu dem des Modells',
  translation: (text) => `Übersetzung: ${text}`,

  beams: 'Andere Übersetzungen, die es erwogen hat',
  beamsAbout: (width) =>
    `Die Strahlsuche behält bei jedem Wort die ${width} wahrscheinlichsten Anfänge. An jedem Ende steht die Wahrscheinlichkeit ` +
    'des ganzen Satzes.',
  pipeline: (kind, place) => `Wie die Gewichte zustande kamen: ${kind}, ${place}`,

  about: (parameters) =>
    `Ein Transformer mit ${parameters} Parametern, für diese Seite mit kurzen Alltagssätzen trainiert. Er kennt wenige Namen, ` +
    'verliert sich in langen Sätzen und kann sich irren, ohne zu zögern.',
  card: 'Womit er trainiert wurde und wie gut er ist',
};
