/** Importing this registers <attention-view>. */
export * from './attention-view.js';
