const quote = (/** @type {string} */ token) => `«\u00a0\u2068${token}\u2069\u00a0»`;

/** @type {import('../strings.js').Words} */
export const words = {
  lang: 'fr',
  figure: 'Une phrase anglaise, sa traduction française et l’attention entre leurs mots',
  start: '(début)',
  end: '(fin)',
  source: 'Anglais',
  target: 'Français, par le modèle',
  targetForced: 'Français, commencé par vous',
  targetTyped: 'Français, par vous',

  waiting: 'Le modèle se charge. D’ici là, cette figure n’a rien appris\u00a0: Q = K = V.',
  failed: (reason) => `Impossible de charger le modèle\u00a0: ${reason}`,
  empty: 'Écrivez une phrase en anglais, et sa traduction apparaît ici.',
  noSuchHead: (layer, head, layers, heads) =>
    `La tête ${head} de la couche ${layer} est demandée\u00a0; le modèle a ${layers} couches de ${heads} têtes.`,

  parts: { cross: 'Le français regarde l’anglais', encoder: 'L’anglais se regarde', decoder: 'Le français se relit' },
  kinds: { cross: 'attention croisée', encoder: 'auto-attention de l’encodeur', decoder: 'auto-attention du décodeur' },
  axes: {
    cross: ['français ↓', 'anglais →'], encoder: ['anglais ↓', 'anglais →'], decoder: ['à dire ↓', 'déjà dit →'],
  },
  place: (layer, head) => `couche ${layer}, tête ${head}`,
  alignment: 'entraînée à aligner les mots',
  choose: (layers, heads) => `${layers} couches × ${heads} têtes\u00a0: choisissez-en une`,
  units: 'montrer',
  unit: { words: 'les mots', pieces: 'les morceaux que lit le modèle' },

  theHead: 'cette tête',
  how: { on: 'travaille', off: 'est éteinte', average: 'regarde partout également' },
  edited: (heads) => (heads === 1 ? '1 tête est modifiée.' : `${heads} têtes sont modifiées.`),
  sameText: 'La traduction reste la même.',
  otherText: (before) => `Tel qu’il a été entraîné, le modèle dit\u00a0: ${quote(before)}`,
  restore: 'Rallumer toutes les têtes',

  instead: (word) => `Ce qui pourrait remplacer ${quote(word)}`,
  write: 'Écrire votre propre français',
  ownAgain: 'Revenir à celui du modèle',
  translation: (text) => `Traduction\u00a0: ${text}`,

  beams: 'Les autres traductions envisagées',
  beamsAbout: (width) =>
    `La recherche en faisceau garde, à chaque mot, les ${width} débuts les plus probables. Chaque fin porte la probabilité ` +
    'de toute sa phrase.',
  pipeline: (kind, place) => `D’où viennent les poids\u00a0: ${kind}, ${place}`,

  about: (parameters) =>
    `Un transformeur de ${parameters} paramètres, entraîné pour cette page sur de courtes phrases de tous les jours. Il connaît ` +
    'peu de noms, se perd dans les longues phrases et peut se tromper avec assurance.',
  card: 'Avec quoi il a été entraîné, et ce qu’il vaut',
};
