// The files of a results folder, whole, torn, damaged and of other versions.
import {appendFileSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import test from 'ava';
import {Failure} from '../failure.js';
import {cellsFile} from '../record/cells-file.js';
import {runFile} from '../record/run-file.js';
import {someRow, someRun, writeResults} from './helpers/rows.js';
import {temporaryFolder} from './helpers/temporary-folder.js';

test('what is written is read again', t => {
	const folder = temporaryFolder(t);
	const rows = [
		someRow(),
		someRow({index: 1, status: 'failed', reasons: [{name: 'fault', message: 'm'}]}),
	];
	writeResults(folder, rows);
	t.deepEqual(cellsFile.read(folder, t.fail), rows);
	t.deepEqual(runFile.read(folder).settings, someRun().settings);
});

test('a last line that was cut short is left out, with a warning', t => {
	const folder = temporaryFolder(t);
	writeResults(folder, [someRow()]);
	const whole = readFileSync(join(folder, 'cells.ndjson'), 'utf8');
	for (const length of [1, 20, whole.length - 1]) {
		writeFileSync(join(folder, 'cells.ndjson'), whole + whole.slice(0, length));
		const warnings: string[] = [];
		t.is(cellsFile.read(folder, message => warnings.push(message)).length, 1);
		t.is(warnings.length, 1);
		t.regex(warnings[0] ?? '', /the last line was cut short and is left out$/);
	}
});

const badLines: Array<[string, string, RegExp]> = [
	['no JSON', 'x', /line 2 is damaged: it is no JSON/],
	['an empty line', '', /line 2 is damaged: it is no JSON/],
	['null', 'null', /line 2 has no schema version/],
	['another schema', '{"schema":1}', /line 2 has schema 1; this deadweight reads schema 3/],
	['a field missing', '{"schema":3,"study":"test"}', /line 2 is damaged: index: /],
	[
		'a status that there is not',
		JSON.stringify({...someRow(), status: 'good'}),
		/line 2 is damaged: status: /,
	],
];
for (const [name, line, message] of badLines) {
	test(`a damaged line is told of: ${name}`, t => {
		const folder = temporaryFolder(t);
		writeResults(folder, [someRow()]);
		appendFileSync(join(folder, 'cells.ndjson'), `${line}\n${JSON.stringify(someRow())}\n`);
		t.throws(() => cellsFile.read(folder, t.fail), {instanceOf: Failure, message});
	});
}
