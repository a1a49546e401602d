import { OPTIONS, parse, propertyOf, serialize } from './options.js';

/**
 * Gives an element a property for every attribute.
 * @param {HTMLElement} prototype
 */
export function reflectOptions(prototype) {
  for (const option of OPTIONS) {
    Object.defineProperty(prototype, propertyOf(option.name), {
      configurable: true,
      enumerable: true,
      /** @this {HTMLElement} */
      get() {
        return parse(option, this.getAttribute(option.name)).value;
      },
      /**
       * @this {HTMLElement}
       * @param {unknown} value null takes the attribute away
       */
      set(value) {
        const text = serialize(option, value);
        if (text === null) this.removeAttribute(option.name);
        else this.setAttribute(option.name, text);
      },
    });
  }
}
