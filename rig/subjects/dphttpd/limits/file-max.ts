// Open files of the whole machine: both ends of each connection count where both are here.
import {limitOfFiles} from '../../../budget/file-max.js';

/** What the programs of a cell have open beside their connections. */
const RESERVE = 500;

export default limitOfFiles(({active}) => ({base: 2 * active + RESERVE, each: 2}));
