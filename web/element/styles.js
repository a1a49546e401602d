import css from './styles.css';

/** Readers for whom the colours have to be others. */
const OCCASIONS = '(prefers-contrast: more), (forced-colors: active)';

/** @type {CSSStyleSheet | null} */
let sheet = null;

/** One sheet for all figures of a page; a strict page allows it where it refuses a style element. */
export function styleSheet() {
  if (!sheet) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    const occasions = matchMedia(OCCASIONS);
    const add = () => import('./occasions.css').then((more) => sheet?.replaceSync(css + more.default), () => {});
    if (occasions.matches) add();
    else occasions.addEventListener('change', add, { once: true });
  }
  return sheet;
}
