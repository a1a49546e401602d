/** The page brings Q, K and V of one head; the engine computes the rest. */
/** @type {any} */ (document.querySelector('#own')).attention = {
  tokens: ['I', 'ate', 'it'],
  q: [[[1, 0], [0, 1], [1, 1]]],
  k: [[[2, 0], [0, 2], [1, -1]]],
  v: [[[1, 0, 0], [0, 1, 0], [0, 0, 1]]],
};
