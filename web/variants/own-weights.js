/** The page brings weights of two heads, with their words. */
/** @type {any} */ (document.querySelector('#own')).attention = {
  tokens: ['le', 'chat', 'dort'],
  keyTokens: ['the', 'cat', 'sleeps'],
  weights: [
    [[0.9, 0.05, 0.05], [0.1, 0.8, 0.1], [0.05, 0.15, 0.8]],
    [[0.2, 0.5, 0.3], [0.3, 0.4, 0.3], [0.1, 0.6, 0.3]],
  ],
};
