// Options of every command that prints results: how, where to, and how much beside them.
import {UsageError} from '../failure.js';
import {type Format, formats} from '../output/formats.js';

/** How a table is printed. */
export const formatOptions = {
	format: {
		choices: formats,
		describe: 'how results are printed: markdown and csv to paste, json for programs [table]',
	},
	json: {type: 'boolean', default: false, describe: 'the same as --format json'},
} as const;

/** Whether progress is shown. */
export const quietOption = {
	quiet: {type: 'boolean', alias: 'q', default: false, describe: 'show no progress'},
} as const;

/** Whether anything is measured. */
export const dryRunOption = {
	'dry-run': {
		type: 'boolean',
		default: false,
		describe: 'say what would be measured, and for how long; measure nothing',
	},
} as const;

/** Where results go; `where` says where without it. */
export function outOption(where: string) {
	return {
		out: {type: 'string', alias: 'o', describe: `folder for the results [${where}]`},
	} as const;
}

/** The format that is asked for. @throws UsageError where two are. */
export function readFormat(argv: {format: Format | undefined; json: boolean}): Format {
	if (argv.json && argv.format !== undefined && argv.format !== 'json') {
		throw new UsageError(`--json does not go with --format ${argv.format}`);
	}

	return argv.json ? 'json' : (argv.format ?? 'table');
}
