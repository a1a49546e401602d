/** Everything that is loaded when a figure is saved for the first time. */
export { toBlob } from './save-as.js';
export { open } from './save-menu.js';
