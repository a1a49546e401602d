/** One classic script with everything inside: it registers <attention-view> and exports nothing. */
import './attention-view.js';
