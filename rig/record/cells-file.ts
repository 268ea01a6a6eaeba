// cells.ndjson: a row per cell.
import {rowSchema} from './row.js';
import {RowsFile} from './rows-file.js';

/** The rows of a run in its folder. */
export const cellsFile = new RowsFile('cells.ndjson', rowSchema);
