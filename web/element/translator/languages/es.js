const quote = (/** @type {string} */ token) => `«\u2068${token}\u2069»`;

/** @type {import('../strings.js').Words} */
export const words = {
  lang: 'es',
  figure: 'Una frase inglesa, su traducción al francés y la atención entre sus palabras',
  start: '(inicio)',
  end: '(fin)',
  source: 'Inglés',
  target: 'Francés, del modelo',
  targetForced: 'Francés, empezado por usted',
  targetTyped: 'Francés, de usted',

  waiting: 'Se está cargando el modelo. Hasta que llegue, esta figura no ha aprendido nada: Q = K = V.',
  failed: (reason) => `No se pudo cargar el modelo: ${reason}`,
  empty: 'Escriba una frase en inglés y aquí aparecerá su traducción.',
  noSuchHead: (layer, head, layers, heads) =>
    `Se pide la cabeza ${head} de la capa ${layer}; el modelo tiene ${layers} capas de ${heads} cabezas.`,

  parts: { cross: 'El francés mira al inglés', encoder: 'El inglés se mira a sí mismo', decoder: 'El francés mira atrás' },
  kinds: { cross: 'atención cruzada', encoder: 'autoatención del codificador', decoder: 'autoatención del decodificador' },
  axes: {
    cross: ['francés ↓', 'inglés →'], encoder: ['inglés ↓', 'inglés →'], decoder: ['por decir ↓', 'ya dicho →'],
  },
  place: (layer, head) => `capa ${layer}, cabeza ${head}`,
  alignment: 'entrenada para alinear palabras',
  choose: (layers, heads) => `${layers} capas × ${heads} cabezas: elija una`,
  units: 'mostrar',
  unit: { words: 'palabras', pieces: 'los trozos que lee el modelo' },

  theHead: 'esta cabeza',
  how: { on: 'trabaja', off: 'está apagada', average: 'mira a todas partes por igual' },
  edited: (heads) => (heads === 1 ? 'Hay 1 cabeza cambiada.' : `Hay ${heads} cabezas cambiadas.`),
  sameText: 'La traducción sigue igual.',
  otherText: (before) => `Tal como se entrenó, el modelo dice: ${quote(before)}`,
  restore: 'Volver a encender todas las cabezas',

  instead: (word) => `Lo que podría ir en lugar de ${quote(word)}`,
  write: 'Escribir su propio francés',
  ownAgain: 'Volver al del modelo',
  translation: (text) => `Traducción: ${text}`,

  beams: 'Otras traducciones que sopesó',
  beamsAbout: (width) =>
    `La búsqueda en haz conserva en cada palabra los ${width} comienzos más probables. Cada final muestra la probabilidad de ` +
    'toda su frase.',
  pipeline: (kind, place) => `De dónde salen los pesos: ${kind}, ${place}`,

  about: (parameters) =>
    `Un transformador de ${parameters} parámetros, entrenado para esta página con frases cortas y cotidianas. Conoce pocos ` +
    'nombres, se pierde en las frases largas y puede equivocarse con toda seguridad.',
  card: 'Con qué se entrenó y qué tal lo hace',
};
