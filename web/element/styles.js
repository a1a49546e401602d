import { whenIdle } from './sight.js';
import css from './styles.css';

/** @type {CSSStyleSheet | null} */
let sheet = null;

/** One sheet for all figures of a page; a strict page allows it where it refuses a style element. */
export function styleSheet() {
  if (!sheet) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    whenIdle(() => import('./occasions.css').then((more) => sheet?.replaceSync(css + more.default), () => {}));
  }
  return sheet;
}
