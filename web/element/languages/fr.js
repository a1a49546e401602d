import { count } from './count.js';

const quote = (/** @type {string} */ token) => `«\u00a0\u2068${token}\u2069\u00a0»`;

/** @type {import('../strings.js').Strings} */
export const strings = {
  lang: 'fr',
  dir: 'ltr',
  count,
  quote,
  figure: 'L’attention de chaque mot pour chaque mot',
  sentence: {
    self: 'Votre phrase', queries: 'Les requêtes viennent de', keys: 'Les clés et les valeurs viennent de',
  },
  tokens: (tokens) => (tokens < 2 ? `${tokens} jeton` : `${count(tokens)} jetons`),
  more: (tokens) => (tokens === 1 ? '+ 1 autre' : `+ ${count(tokens)} autres`),
  otherSentence: 'J’ai mangé une pomme.',

  groups: {
    words: 'Quels mots\u00a0?',
    heads: 'Combien de têtes\u00a0?',
    mask: 'Que peut voir un mot\u00a0?',
    sharp: 'Avec quelle netteté\u00a0?',
    source: 'D’où viennent Q, K et V\u00a0?',
    listing: 'Le code de l’article',
    figure: 'La figure',
  },
  save: 'Enregistrer ou partager …',
  own: 'Vos propres nombres …',
  options: {
    text: 'phrase',
    'keys-text': 'une seconde phrase (attention croisée)',
    tokenizer: 'découpage en',
    heads: 'têtes',
    'd-model': 'largeur du modèle, d_model',
    mask: 'masque',
    'mask-size': { padding: 'clés de remplissage à la fin', window: 'mots visibles de chaque côté' },
    scale: 'diviser par √d_k',
    temperature: 'température',
    parameters: 'paramètres',
    seed: 'graine',
    positions: 'ajouter les positions',
    listing: 'comparer',
    view: 'dessinée comme',
  },
  choices: {
    tokenizer: { words: 'mots', spaces: 'suites entre espaces', characters: 'caractères' },
    mask: { none: 'tout', causal: 'ce qui précède', padding: 'tout sauf le remplissage', window: 'ses voisins' },
    parameters: { random: 'projections aléatoires', identity: 'Q = K = V = X' },
    listing: { none: 'non', features: 'dimensions (tel quel)', words: 'mots (transposé)' },
    view: { matrix: 'une matrice', lines: 'des traits', heads: 'toutes les têtes', table: 'un tableau' },
  },

  axes: {
    queries: 'requêtes ↓', keys: 'clés →', words: 'mots ↓', wordsAcross: 'mots →', features: 'dimensions →',
    featuresDown: 'dimensions ↓', queryFeatures: 'dimensions requêtes ↓', keyFeatures: 'dimensions clés →',
  },
  feature: (index) => `dimension ${index + 1}`,
  roles: { query: (name) => `requête ${name}`, key: (name) => `clé ${name}` },

  symbols: { x: 'X', y: 'Y', q: 'Q', k: 'K', v: 'V' },
  stages: {
    x: 'vecteurs des jetons',
    y: 'vecteurs des jetons des clés',
    q: 'requêtes',
    k: 'clés',
    v: 'valeurs',
    scores: 'scores',
    scaled: 'mis à l’échelle',
    divided: 'divisés',
    masked: 'masqués',
    weights: 'poids',
    heads: (head) => `sortie de la tête ${head}`,
    attended: 'valeurs pondérées',
    concat: 'concaténation',
    output: 'sortie',
  },
  numbers: {
    x: 'valeur', y: 'valeur', q: 'requête', k: 'clé', v: 'valeur', scores: 'score', scaled: 'score mis à l’échelle',
    divided: 'score divisé', masked: 'score masqué', weights: 'poids', heads: 'sortie', attended: 'valeur pondérée',
    concat: 'sortie', output: 'sortie',
  },
  operations: {
    weights: 'poids',
    softmax: 'softmax',
    rows: 'la somme de chaque ligne vaut 1',
    columns: (first, last, all) => `colonnes ${first}\u2060–\u2060${last}\u00a0sur\u00a0${all}`,
    temperature: 'température',
    notScaled: 'sans division',
    noMask: 'sans masque',
    mask: '+ masque',
    oneHead: 'une seule tête',
    heads: (heads) => `les ${heads} têtes`,
    sideBySide: 'côte à côte',
    same: 'telle quelle',
  },
  groupsOfFlow: {
    projections: 'D’où viennent Q, K et V',
    weights: 'Qui prête attention à qui',
    outputs: 'Ce que chaque mot en retient',
    outputsOfFeatures: 'Ce que chaque dimension en retient',
  },
  grid: (name, axesOrShape) => `${name}, ${axesOrShape}`,
  enlarge: (stage) => `Voir en grand\u00a0: ${stage}`,
  backToWeights: 'Revenir aux poids',
  unpin: 'Détacher',

  rowOf: (name, matrix) => ['ligne ', name, ` de ${matrix}`],
  takesRowOf: (name, matrix) => ['× ligne ', name, ` de ${matrix}`],
  attendsMost: (query, key, weight) => [query, ' prête surtout attention à ', key, ` (${weight})`],
  nothing: 'Aucun mot ne peut en voir un autre, ni se voir.',
  pair: (query, key) => ['requête ', query, ' → clé ', key],
  asked: (cell, value) => [...cell, '\u00a0: ', value],
  cellOf: (row, column) => [row, ', ', column],
  value: (name, value) => `${name} ${value}`,
  announce: (row, column, value, masked) => `${row}, ${column}, ${value}${masked ? ', masqué' : ''}`,
  rank: (rank, all) => `rang ${rank} sur ${all}`,
  closed: 'masqué',

  head: (head, heads) => `tête ${head} sur ${heads}`,
  headsQuestion: (heads) => `${heads} têtes, ${heads} motifs\u00a0: choisissez-en une`,
  headName: (head) => `Tête ${head}`,
  random: (seed) => `paramètres aléatoires, graine ${seed}`,
  identity: 'Q = K = V = X, sans paramètres',
  identityCross: 'Q = X, K = V = Y, sans paramètres',
  vectors: (seed) => `vecteurs de jetons aléatoires, graine ${seed}`,
  listingName: { identity: 'code de l’article', random: 'code de l’article, classe multi-têtes' },

  status: {
    loading: 'Chargement du moteur…',
    computing: 'Calcul en cours…',
    empty: 'Saisissez une phrase\u00a0: son attention apparaîtra ici.',
    emptyKeys: 'Saisissez une seconde phrase pour les clés et les valeurs.',
    tooLong: (drawn, total) =>
      `${count(total)} jetons sont trop nombreux pour être vus\u00a0: seuls les ${count(drawn)} premiers sont dessinés.`,
    tooLongKeys: (drawn, total) =>
      `La seconde phrase compte ${count(total)} jetons\u00a0: seuls les ${count(drawn)} premiers sont dessinés.`,
    noEngine: (reason) => `Le moteur n’a pas pu être chargé\u00a0: ${reason}`,
    engineFailed: 'Le moteur s’est arrêté\u00a0; la prochaine modification en démarre un nouveau.',
    slow: 'Ce navigateur n’a pas WebAssembly avec SIMD\u00a0: les mêmes nombres sont calculés, lentement.',
    noSuchStage: (stage) => `Il n’y a pas ici d’étape «\u00a0${stage}\u00a0»\u00a0: les poids sont affichés.`,
    fullyMasked: (tokens) => {
      const named = tokens.slice(0, 4).map(quote).join(', ');
      if (tokens.length === 1) return `${named} ne peut rien voir\u00a0: sa ligne de poids vaut 0.`;
      const others = tokens.length > 4 ? ` et ${tokens.length - 4} de plus` : '';
      return `${named}${others} ne peuvent rien voir\u00a0: leurs lignes de poids valent 0.`;
    },
  },
  refused: {
    choice: (name, value, choices) =>
      `${name} doit être l’une de ces valeurs\u00a0: ${choices.join(', ')}\u00a0; «\u00a0${value}\u00a0» n’en fait pas partie.`,
    number: (name, value, min, max, whole) => (whole
      ? `${name} doit être un nombre entier de ${min} à ${max}\u00a0; «\u00a0${value}\u00a0» n’en est pas un.`
      : `${name} doit être un nombre de ${min} à ${max}\u00a0; «\u00a0${value}\u00a0» n’en est pas un.`),
    names: (name, value) => `${name} nomme «\u00a0${value}\u00a0», qui n’est pas un réglage.`,
    divisor: (heads, dModel) => `d_model ${dModel} ne se divise pas en parts égales entre ${heads} têtes.`,
    head: (head, heads) => `La tête ${head} est demandée, mais le nombre de têtes est ${heads}.`,
  },

  later: {
    note: (features, [rows, columns], dModel, keys, [min, max]) => {
      const orientation = features
        ? `Tel qu’il est écrit, le code attend une matrice (d_model, seq_length) = ${rows} × ${columns}. Chacune des ` +
          `${rows} lignes est une dimension\u00a0: Q · Kᵀ est donc de taille ${rows} × ${rows}, et les poids comparent ` +
          'des dimensions, non des mots.'
        : `Ici, la matrice du code est transposée\u00a0: (seq_length, d_model) = ${rows} × ${columns}. Chacune des ` +
          `${rows} lignes est un mot\u00a0: Q · Kᵀ est donc de taille ${rows} × ${rows}, et les poids comparent des mots.`;
      const effect = `Avant softmax, le code divise par d_model² = ${dModel ** 2}. Tous les scores se rapprochent alors ` +
        `de 0 et chaque poids de 1/${keys}\u00a0: ici, ils vont de ${min} à ${max}. À la fin, il multiplie de nouveau ` +
        `par ${dModel ** 2}.`;
      return `${orientation} ${effect}`.replace(/ ([=×·]) /g, '\u00a0$1\u00a0');
    },
    zoom: {
      in: 'Agrandir',
      out: 'Réduire',
      whole: 'Matrice entière',
      window: (rows, columns) => `lignes ${rows}, colonnes ${columns}`,
      pixel: (rows, columns, signed) => (signed
        ? `1 pixel montre la valeur la plus éloignée de zéro parmi ${rows} × ${columns} cases`
        : `1 pixel montre la plus grande valeur parmi ${rows} × ${columns} cases`),
    },
    save: {
      title: 'Enregistrer, copier ou partager',
      picture: (what) => `Image\u00a0: ${what}`,
      numbers: (what) => `Nombres\u00a0: ${what}`,
      everything: 'Toutes les étapes',
      copy: 'Copier',
      size: 'Pixels par pixel de la page',
      latex: 'Tableau LaTeX',
      numpy: 'Script NumPy',
      tag: 'Code à intégrer\u00a0: balise',
      frame: 'Code à intégrer\u00a0: cadre',
      link: 'Lien',
      share: 'Partager …',
      close: 'Fermer',
      saved: (name) => `Enregistré sous ${name}.`,
      copied: 'Copié.',
      beside: 'Pour enregistrer, il faut le fichier attention-view.save.js à côté du script de cette page, et un serveur.',
      byHand: 'Le navigateur n’a pas permis à la page de copier. Voici le texte, sélectionné\u00a0:',
    },
    own: {
      title: 'Vos propres nombres',
      about: 'Des poids d’attention, ou Q, K et V, en JSON, en CSV ou au format .npy de NumPy\u00a0: déposez un fichier ici, ' +
        'choisissez-en un ou collez.',
      choose: 'Un fichier',
      paste: 'ou du JSON ou du CSV, collé',
      queries: 'Mots des requêtes, si le fichier ne les contient pas',
      keys: 'Mots des clés, s’ils sont différents',
      show: 'Les montrer',
      back: 'Revenir à la phrase',
      page: 'nombres de cette page',
      pasted: 'nombres collés',
      file: (name) => `nombres de ${name}`,
    },
    views: {
      strongest: (percent) => `Montrer les ${percent}\u00a0% les plus forts`,
      lines: (shown, all) => `${count(shown)} poids sur ${count(all)}, en traits`,
      first: (rows, columns) =>
        `Le tableau est trop long pour être montré\u00a0: voici ses ${rows} premières lignes et ${columns} premières colonnes.`,
    },
  },
};
