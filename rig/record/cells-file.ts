// cells.ndjson: a row for each step.
import {rowSchema} from './row.js';
import {RowsFile} from './rows-file.js';

/** The rows of a run in its folder. */
export const cellsFile = new RowsFile('cells.ndjson', rowSchema);
