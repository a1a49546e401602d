import { count } from './count.js';

const quote = (/** @type {string} */ token) => `«\u2068${token}\u2069»`;

/** @type {import('../strings.js').Strings} */
export const strings = {
  lang: 'es',
  dir: 'ltr',
  count,
  quote,
  figure: 'Atención de cada palabra a cada palabra',
  sentence: { self: 'Su frase', queries: 'Las consultas vienen de', keys: 'Las claves y los valores vienen de' },
  tokens: (tokens) => (tokens === 1 ? '1 token' : `${count(tokens)} tokens`),
  more: (tokens) => `+ ${count(tokens)} más`,
  otherSentence: 'Me comí una manzana.',

  groups: {
    words: '¿Qué palabras?',
    heads: '¿Cuántas cabezas?',
    mask: '¿Qué puede ver una palabra?',
    sharp: '¿Con qué nitidez?',
    source: '¿De dónde salen Q, K y V?',
    listing: 'El código del artículo',
    figure: 'La figura',
  },
  save: 'Guardar o compartir …',
  own: 'Sus propios números …',
  options: {
    text: 'frase',
    'keys-text': 'una segunda frase (atención cruzada)',
    tokenizer: 'dividir en',
    heads: 'cabezas',
    'd-model': 'anchura del modelo, d_model',
    mask: 'máscara',
    'mask-size': { padding: 'claves de relleno al final', window: 'palabras visibles a cada lado' },
    scale: 'dividir entre √d_k',
    temperature: 'temperatura',
    parameters: 'parámetros',
    seed: 'semilla',
    positions: 'sumar las posiciones',
    listing: 'comparar',
    view: 'dibujada como',
  },
  choices: {
    tokenizer: { words: 'palabras', spaces: 'tramos entre espacios', characters: 'caracteres' },
    mask: { none: 'todo', causal: 'lo anterior', padding: 'todo salvo el relleno', window: 'sus vecinas' },
    parameters: { random: 'proyecciones aleatorias', identity: 'Q = K = V = X' },
    listing: { none: 'no', features: 'dimensiones (tal cual)', words: 'palabras (traspuesta)' },
    view: { matrix: 'una matriz', lines: 'líneas', heads: 'todas las cabezas', table: 'una tabla' },
  },

  axes: {
    queries: 'consultas ↓', keys: 'claves →', words: 'palabras ↓', wordsAcross: 'palabras →',
    features: 'dimensiones →', featuresDown: 'dimensiones ↓', queryFeatures: 'dimensiones, consultas ↓',
    keyFeatures: 'dimensiones, claves →',
  },
  feature: (index) => `dimensión ${index + 1}`,
  roles: { query: (name) => `consulta ${name}`, key: (name) => `clave ${name}` },

  symbols: { x: 'X', y: 'Y', q: 'Q', k: 'K', v: 'V' },
  stages: {
    x: 'vectores de los tokens',
    y: 'vectores de los tokens de las claves',
    q: 'consultas',
    k: 'claves',
    v: 'valores',
    scores: 'puntuaciones',
    scaled: 'escaladas',
    divided: 'divididas',
    masked: 'enmascaradas',
    weights: 'pesos',
    heads: (head) => `salida de la cabeza ${head}`,
    attended: 'valores ponderados',
    concat: 'concatenación',
    output: 'salida',
  },
  numbers: {
    x: 'valor', y: 'valor', q: 'consulta', k: 'clave', v: 'valor', scores: 'puntuación', scaled: 'puntuación escalada',
    divided: 'puntuación dividida', masked: 'puntuación enmascarada', weights: 'peso', heads: 'salida',
    attended: 'valor ponderado', concat: 'salida', output: 'salida',
  },
  operations: {
    weights: 'pesos',
    softmax: 'softmax',
    rows: 'cada fila suma 1',
    columns: (first, last, all) => `columnas ${first}\u2060–\u2060${last}\u00a0de\u00a0${all}`,
    temperature: 'temperatura',
    notScaled: 'sin dividir',
    noMask: 'sin máscara',
    mask: '+ máscara',
    oneHead: 'una sola cabeza',
    heads: (heads) => `las ${heads} cabezas`,
    sideBySide: 'lado a lado',
    same: 'tal cual',
  },
  groupsOfFlow: {
    projections: 'De dónde salen Q, K y V',
    weights: 'Quién atiende a quién',
    outputs: 'Qué se lleva cada palabra',
    outputsOfFeatures: 'Qué se lleva cada dimensión',
  },
  grid: (name, axesOrShape) => `${name}, ${axesOrShape}`,
  enlarge: (stage) => `Ver en grande: ${stage}`,
  backToWeights: 'Volver a los pesos',
  unpin: 'Soltar',

  rowOf: (name, matrix) => ['fila ', name, ` de ${matrix}`],
  takesRowOf: (name, matrix) => ['× fila ', name, ` de ${matrix}`],
  attendsMost: (query, key, weight) => [query, ' atiende sobre todo a ', key, ` (${weight})`],
  nothing: 'Ninguna palabra puede ver ninguna palabra.',
  pair: (query, key) => ['consulta ', query, ' → clave ', key],
  asked: (cell, value) => [...cell, ': ', value],
  cellOf: (row, column) => [row, ', ', column],
  value: (name, value) => `${name} ${value}`,
  announce: (row, column, value, masked) => `${row}, ${column}, ${value}${masked ? ', con máscara' : ''}`,
  rank: (rank, all) => `puesto ${rank} de ${all}`,
  closed: 'con máscara',

  head: (head, heads) => `cabeza ${head} de ${heads}`,
  headsQuestion: (heads) => `${heads} cabezas, ${heads} patrones: elija una`,
  headName: (head) => `Cabeza ${head}`,
  random: (seed) => `parámetros aleatorios, semilla ${seed}`,
  identity: 'Q = K = V = X, sin parámetros',
  identityCross: 'Q = X, K = V = Y, sin parámetros',
  vectors: (seed) => `vectores de tokens aleatorios, semilla ${seed}`,
  listingName: { identity: 'código del artículo', random: 'código del artículo, clase de varias cabezas' },

  status: {
    loading: 'Cargando el motor…',
    computing: 'Calculando…',
    empty: 'Escriba una frase y su atención aparecerá aquí.',
    emptyKeys: 'Escriba una segunda frase para las claves y los valores.',
    tooLong: (drawn, total) =>
      `${count(total)} tokens son demasiados para verlos: solo se dibujan los primeros ${count(drawn)}.`,
    tooLongKeys: (drawn, total) =>
      `La segunda frase tiene ${count(total)} tokens: solo se dibujan los primeros ${count(drawn)}.`,
    noEngine: (reason) => `No se pudo cargar el motor: ${reason}`,
    engineFailed: 'El motor se detuvo; el próximo cambio inicia uno nuevo.',
    slow: 'Este navegador no tiene WebAssembly con SIMD: se calculan los mismos números, pero despacio.',
    noSuchStage: (stage) => `Aquí no hay ninguna etapa «${stage}»; se muestran los pesos.`,
    fullyMasked: (tokens) => {
      const named = tokens.slice(0, 4).map(quote).join(', ');
      if (tokens.length === 1) return `${named} no puede ver nada: su fila de pesos es 0.`;
      const others = tokens.length > 4 ? ` y ${tokens.length - 4} más` : '';
      return `${named}${others} no pueden ver nada: sus filas de pesos son 0.`;
    },
  },
  refused: {
    choice: (name, value, choices) => `${name} debe ser uno de estos valores: ${choices.join(', ')}; «${value}» no lo es.`,
    number: (name, value, min, max, whole) => (whole
      ? `${name} debe ser un número entero de ${min} a ${max}; «${value}» no lo es.`
      : `${name} debe ser un número de ${min} a ${max}; «${value}» no lo es.`),
    names: (name, value) => `${name} nombra «${value}», que no es ningún control.`,
    divisor: (heads, dModel) => `d_model ${dModel} no se divide en partes iguales entre ${heads} cabezas.`,
    head: (head, heads) => `Se pide la cabeza ${head}, pero el número de cabezas es ${heads}.`,
  },

  later: {
    note: (features, [rows, columns], dModel, keys, [min, max]) => {
      const orientation = features
        ? `Tal como está escrito, el código toma una matriz (d_model, seq_length) = ${rows} × ${columns}. Cada una de ` +
          `las ${rows} filas es una dimensión: Q · Kᵀ es de ${rows} × ${rows} y los pesos comparan dimensiones, no palabras.`
        : `Aquí la matriz del código está traspuesta: (seq_length, d_model) = ${rows} × ${columns}. Cada una de las ` +
          `${rows} filas es una palabra: Q · Kᵀ es de ${rows} × ${rows} y los pesos comparan palabras.`;
      const effect = `Antes de softmax divide entre d_model² = ${dModel ** 2}. Eso acerca todas las puntuaciones a 0 y ` +
        `cada peso a 1/${keys}: aquí van de ${min} a ${max}. Al final vuelve a multiplicar por ${dModel ** 2}.`;
      return `${orientation} ${effect}`.replace(/ ([=×·]) /g, '\u00a0$1\u00a0');
    },
    zoom: {
      in: 'Ampliar',
      out: 'Reducir',
      whole: 'Matriz completa',
      window: (rows, columns) => `filas ${rows}, columnas ${columns}`,
      pixel: (rows, columns, signed) => (signed
        ? `1 píxel muestra el valor más alejado de cero de ${rows} × ${columns} celdas`
        : `1 píxel muestra el mayor valor de ${rows} × ${columns} celdas`),
    },
    save: {
      title: 'Guardar, copiar o compartir',
      picture: (what) => `Imagen: ${what}`,
      numbers: (what) => `Números: ${what}`,
      everything: 'Todas las etapas',
      copy: 'Copiar',
      size: 'Píxeles por píxel de la página',
      latex: 'Tabla LaTeX',
      numpy: 'Script de NumPy',
      tag: 'Código para insertar: etiqueta',
      frame: 'Código para insertar: marco',
      link: 'Enlace',
      share: 'Compartir …',
      close: 'Cerrar',
      saved: (name) => `Guardado como ${name}.`,
      copied: 'Copiado.',
      beside: 'Para guardar hace falta el archivo attention-view.save.js junto al script de esta página, y un servidor.',
      byHand: 'El navegador no permitió que la página copiara. Aquí está el texto, seleccionado:',
    },
    own: {
      title: 'Sus propios números',
      about: 'Pesos de atención, o Q, K y V, en JSON, CSV o el formato .npy de NumPy: suelte un archivo aquí, elija uno o pegue.',
      choose: 'Un archivo',
      paste: 'o JSON o CSV, pegado',
      queries: 'Palabras de las consultas, si el archivo no las tiene',
      keys: 'Palabras de las claves, si son otras',
      show: 'Mostrarlos',
      back: 'Volver a la frase',
      page: 'números de esta página',
      pasted: 'números pegados',
      file: (name) => `números de ${name}`,
    },
    views: {
      strongest: (percent) => `Mostrar el ${percent} % más fuerte`,
      lines: (shown, all) => `${count(shown)} de ${count(all)} pesos como líneas`,
      first: (rows, columns) =>
        `La tabla es demasiado larga: aquí están sus primeras ${rows} filas y ${columns} columnas.`,
    },
  },
};
