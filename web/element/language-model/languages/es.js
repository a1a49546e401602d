const quote = (/** @type {string} */ token) => `«\u2068${token}\u2069»`;

/** @type {import('../strings.js').Own} */
export const words = {
  figure: 'Un texto inglés, la atención entre sus palabras y lo que un modelo de lenguaje espera después',
  source: 'Su texto, en inglés',
  parts: { decoder: 'Cada palabra mira atrás' },
  kinds: { decoder: 'autoatención causal' },
  axes: { decoder: ['palabra ↓', 'mira a →'] },

  shows: 'La imagen grande muestra',
  show: { head: 'una cabeza', rollout: 'todas las capas: rollout', flow: 'todas las capas: flujo' },
  numbers: { rollout: 'parte', flow: 'flujo' },
  rolloutAbout: 'El rollout multiplica las capas: cada una es la mitad la media de sus cabezas y la mitad la palabra como era. Una celda dice cuánto de una palabra ha llegado a otra.',
  flowAbout: 'El flujo toma las capas por tuberías tan anchas como los pesos: cada una es la mitad la media de sus cabezas y la mitad la palabra como era. Una celda dice lo máximo que puede fluir de una palabra a otra.',
  flowTooLong: (units, most) => `El flujo se calcula para ${most} palabras o piezas como máximo; este texto tiene ${units}.`,
  caution: 'Los pesos no son explicaciones. Dicen dónde lee una cabeza, no por qué es probable la palabra siguiente; otros pesos pueden llevar a la misma predicción. Se discute qué excluye eso y qué no.',

  surprise: 'Sorpresa de cada palabra, en bits',
  surpriseOf: (word, bits) => `${word}: ${bits} bits`,
  told: (word, bits, percent) => `${quote(word)} sorprende con ${bits} bits: una probabilidad del ${percent}.`,
  likelier: (others) => `Más probable aquí: ${others.map(quote).join(', ')}.`,
  mean: (bits) => `De media ${bits} bits por pieza.`,

  next: 'Lo que viene después',
  kept: (kept, all) => `Pueden venir ${kept} de ${all} piezas.`,
  mark: 'Una raya muestra la probabilidad que da el modelo.',
  append: 'Añadir una pieza al texto',
  temperature: 'temperatura',
  topK: 'top k',
  topP: 'top p',
  all: 'todas',
  seed: 'semilla',
  goOn: 'Continuar el texto',
  whole: 'El texto se continúa con todas las cabezas.',
  stop: 'Parar',
  back: 'Volver a su propio texto',
  text: (text) => `Texto ahora: ${text}`,

  meanChanged: (before, now) => `Sorpresa media: ${now} bits por pieza, ${before} con todas las cabezas.`,
  sameNext: (word) => `La pieza siguiente más probable sigue siendo ${quote(word)}.`,
  otherNext: (before, now) => `La pieza siguiente más probable es ${quote(now)}, ${quote(before)} con todas las cabezas.`,

  relations: {
    'object -> verb': 'objeto → verbo', 'verb -> subject': 'verbo → sujeto', 'noun -> determiner': 'nombre → determinante',
    'noun -> adjective': 'nombre → adjetivo', 'previous token': 'la pieza anterior', induction: 'inducción: lo que siguió la última vez',
  },
  measured: (relation, percent, cases) => `${relation}, ${percent} de ${cases} casos`,

  about: (parameters) =>
    `Un transformador de ${parameters} parámetros, entrenado para esta página con frases inglesas cotidianas y libros infantiles. No ` +
    'sabe nada del mundo, pierde el hilo tras unas pocas palabras y puede equivocarse con seguridad.',
};
