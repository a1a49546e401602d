/** The demo page: nothing but the element, as any page would use it. */
import '../element/auto.js';
