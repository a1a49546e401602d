/** Where numbers come from, in the reader's language, if not from the page. @type {WeakMap<object, string>} */
const origins = new WeakMap();

/**
 * @param {object} given
 * @param {string} origin
 */
export const comeFrom = (given, origin) => void origins.set(given, origin);

/** @param {unknown} given */
export const originOf = (given) => (typeof given === 'object' && given !== null ? origins.get(given) : undefined);
