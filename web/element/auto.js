/** Registers <attention-view>. Nothing else in the package does. */
import { AttentionViewElement } from './attention-view.js';

// Where there is no document (a server, a bundler) there is nothing to register.
const registry = globalThis.customElements;
if (registry && !registry.get('attention-view')) registry.define('attention-view', AttentionViewElement);

export { AttentionViewElement };
