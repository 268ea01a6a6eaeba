// The command that repeats a run, for the reader of its report.
import type {Run} from '../../record/run-file.js';
import {shellWord} from '../shell-word.js';
import type {Section} from './page.js';

/** What plays the plan of the run in `folder` again, here and elsewhere. */
export function againSection(folder: string, {settings: {design}}: Pick<Run, 'settings'>): Section {
	return {
		title: 'To repeat it',
		text: [
			`deadweight rerun ${shellWord(folder)}: the same cells in the same order on the same processors.`,
			...(design.kind === 'duet'
				? []
				: ['On another machine, with run.json of this folder: deadweight run run.json.']),
		].join('\n'),
	};
}
