/** Registers <attention-view>. Nothing else in the package does. */
import { AttentionViewElement } from './attention-view.js';

customElements.get('attention-view') ?? customElements.define('attention-view', AttentionViewElement);

export { AttentionViewElement };
