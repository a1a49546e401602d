const quote = (/** @type {string} */ token) => `«\u00a0\u2068${token}\u2069\u00a0»`;

/** @type {import('../strings.js').Own} */
export const words = {
  figure: 'Un texte anglais, l’attention entre ses mots et ce qu’un modèle de langue attend ensuite',
  source: 'Votre texte, en anglais',
  parts: { decoder: 'Chaque mot regarde en arrière' },
  kinds: { decoder: 'auto-attention causale' },
  axes: { decoder: ['mot ↓', 'regarde →'] },

  shows: 'La grande image montre',
  show: { head: 'une tête', rollout: 'toutes les couches\u00a0: rollout', flow: 'toutes les couches\u00a0: flot' },
  numbers: { rollout: 'part', flow: 'flot' },
  rolloutAbout: 'Le rollout multiplie les couches\u00a0: chacune est pour moitié la moyenne de ses têtes, pour moitié le mot tel qu’il était. Une case dit combien d’un mot est arrivé dans un autre.',
  flowAbout: 'Le flot prend les couches pour des tuyaux aussi larges que les poids\u00a0: chacune est pour moitié la moyenne de ses têtes, pour moitié le mot tel qu’il était. Une case dit ce qui peut couler au plus d’un mot à un autre.',
  flowTooLong: (units, most) => `Le flot est calculé pour ${most} mots ou morceaux au plus\u00a0; ce texte en a ${units}.`,
  caution: 'Les poids ne sont pas des explications. Ils disent où une tête lit, non pourquoi le mot suivant est probable\u00a0; d’autres poids peuvent mener à la même prédiction. Ce que cela exclut ou non est débattu.',

  surprise: 'Surprise de chaque mot, en bits',
  surpriseOf: (word, bits) => `${word}\u00a0: ${bits} bits`,
  told: (word, bits, percent) => `${quote(word)} surprend de ${bits} bits\u00a0: une probabilité de ${percent}.`,
  likelier: (others) => `Plus probable ici\u00a0: ${others.map(quote).join(', ')}.`,
  mean: (bits) => `En moyenne ${bits} bits par morceau.`,

  next: 'Ce qui vient ensuite',
  kept: (kept, all) => `${kept} morceaux sur ${all} peuvent venir.`,
  mark: 'Un trait montre la probabilité que donne le modèle.',
  append: 'Ajouter un morceau au texte',
  temperature: 'température',
  topK: 'top k',
  topP: 'top p',
  all: 'tous',
  seed: 'graine',
  goOn: 'Continuer le texte',
  whole: 'Le texte se continue avec toutes les têtes.',
  stop: 'Arrêter',
  back: 'Revenir à votre texte',
  text: (text) => `Texte\u00a0: ${text}`,

  meanChanged: (before, now) => `Surprise moyenne\u00a0: ${now} bits par morceau, ${before} avec toutes les têtes.`,
  sameNext: (word) => `Le morceau suivant le plus probable reste ${quote(word)}.`,
  otherNext: (before, now) => `Le morceau suivant le plus probable est ${quote(now)}, ${quote(before)} avec toutes les têtes.`,

  relations: {
    'object -> verb': 'objet → verbe', 'verb -> subject': 'verbe → sujet', 'noun -> determiner': 'nom → déterminant',
    'noun -> adjective': 'nom → adjectif', 'previous token': 'le morceau d’avant', induction: 'induction\u00a0: ce qui suivait la dernière fois',
  },
  measured: (relation, percent, cases) => `${relation}, ${percent} de ${cases} cas`,

  about: (parameters) =>
    `Un transformeur de ${parameters} paramètres, entraîné pour cette page sur des phrases anglaises de tous les jours et des livres ` +
    'pour enfants. Il ne sait rien du monde, perd le fil après quelques mots et peut se tromper avec assurance.',
};
