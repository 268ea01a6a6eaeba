// Open files of the whole machine: both ends of each connection count where both are here.
import {limitOfFiles} from '../../../site/budget/file-max.js';
import {endsOf} from '../../../site/budget/limit.js';

/** What the programs of a cell have open beside their connections. */
const RESERVE = 500;

export default limitOfFiles(demand => ({
	base: endsOf(demand) * demand.active + RESERVE,
	each: endsOf(demand),
}));
