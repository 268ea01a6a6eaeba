// Descriptors of one process: the server and the load each have all connections.
import {limitOfDescriptors} from '../../../site/budget/open-files.js';

/** What a program has open beside them: node's own, the listener, the mechanism's. */
const RESERVE = 40;

export default limitOfDescriptors('the server', () => ({base: RESERVE, each: 1}));
