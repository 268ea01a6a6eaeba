// A page draws with the very code that draws pictures, wherever the project lies.
import {cpSync, mkdtempSync, rmSync, symlinkSync, writeFileSync} from 'node:fs';
import {execFile} from 'node:child_process';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {promisify} from 'node:util';
import {runInNewContext} from 'node:vm';
import test from 'ava';
import {drawingOf} from '../drawing/drawing.js';
import {inks} from '../drawing/look.js';
import {seriesStyles} from '../drawing/series-style.js';
import {pageScripts} from '../page-scripts.js';
import {allMechanisms, mechanisms} from './helpers/graphs.js';

test('the script describes a chart to Chart.js as the module does', t => {
	const [, script = ''] = pageScripts();
	const chart = allMechanisms('log');
	const look = {ink: inks.dark, family: 'serif', styles: seriesStyles(mechanisms, 'dark')};
	const there = runInNewContext(
		`${script}\nJSON.stringify(drawing.drawingOf(chart, chart.panels, {
			ink: drawing.inks.dark, family: 'serif', styles: drawing.seriesStyles(mechanisms, 'dark'),
		}))`,
		{chart, mechanisms, TextEncoder},
	) as string;
	t.deepEqual(JSON.parse(there), JSON.parse(JSON.stringify(drawingOf(chart, chart.panels, look))));
});

test('no script ends inside a script, and none asks for another file', t => {
	const scripts = pageScripts();
	t.is(scripts.length, 2);
	for (const script of scripts) {
		t.notRegex(script, /<\/script|sourceMappingURL|^import |^export /m);
	}
});

test('it works below a folder whose name means something in an address', async t => {
	const folder = join(mkdtempSync(join(tmpdir(), 'plots-')), 'a#b c%20?d');
	t.teardown(() => {
		rmSync(join(folder, '..'), {recursive: true});
	});
	const project = fileURLToPath(new URL('../../..', import.meta.url));
	cpSync(join(project, 'dist/plots'), join(folder, 'dist/plots'), {recursive: true});
	cpSync(join(project, 'plots/published'), join(folder, 'plots/published'), {recursive: true});
	symlinkSync(join(project, 'node_modules'), join(folder, 'node_modules'));
	writeFileSync(join(folder, 'package.json'), '{"type": "module"}');
	writeFileSync(
		join(folder, 'try.js'),
		`import {drawGraph} from './dist/plots/draw-graph.js';
		import {pageScripts} from './dist/plots/page-scripts.js';
		import {readPublished} from './dist/plots/published/tables.js';
		const x = {label: 'X', unit: '', scale: 'linear'};
		const png = await drawGraph({title: 'T', subtitle: '', caption: '', x, panels: []}, 'png');
		console.log(png.length > 1000, pageScripts().length, readPublished().length > 0);`,
	);
	// Else Node would find the packages under their own name, outside the folder.
	const {stdout} = await promisify(execFile)(
		process.execPath,
		['--preserve-symlinks', join(folder, 'try.js')],
		{cwd: folder},
	);
	t.is(stdout, 'true 2 true\n');
});
