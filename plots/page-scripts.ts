// What a page needs to draw charts in a browser, as text: Chart.js, its plugins, and drawing/.
import {readFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {pathToFileURL} from 'node:url';

/**
 * Two classic scripts. The first brings Chart.js with the plugins; the second makes `drawing` known:
 * all that the modules of drawing/ export.
 */
export function pageScripts(): string[] {
	return [libraries(), drawingScript()].map(text =>
		text.replaceAll('</script', String.raw`<\/script`),
	);
}

/** Packages, each with its file for browsers, which lies beside the one for Node. */
const packages = [
	['chart.js', 'chart.umd.min.js'],
	['chartjs-chart-error-bars', 'index.umd.min.js'],
	['chartjs-plugin-annotation', 'chartjs-plugin-annotation.min.js'],
] as const;

function libraries(): string {
	const require = createRequire(import.meta.url);
	return packages
		.map(([name, file]) =>
			readFileSync(new URL(file, pathToFileURL(require.resolve(name))), 'utf8'),
		)
		.map(text => text.replace(/\n?\/\/# sourceMappingURL=.*/, ''))
		.join('\n');
}

const ENTRIES = ['drawing', 'series-style', 'look', 'marker'];

/** Each module becomes a function in a list, in which those that it imports stand before it. */
function drawingScript(): string {
	const linked = new Map<string, string>();
	for (const name of ENTRIES) {
		link(name, linked);
	}

	return [
		"'use strict';",
		'const drawing = (() => {',
		'const modules = {};',
		...linked.values(),
		'return Object.assign({}, ...Object.values(modules));',
		'})();',
	].join('\n');
}

// tsc writes each import and each export on a line of its own, in one of these forms.
const IMPORT = /^import \{([^}]*)\} from '\.\/([\w-]+)\.js';$/gm;
const EXPORT = /^export (?:function|const) (\w+)/gm;

function link(name: string, linked: Map<string, string>): void {
	if (linked.has(name)) {
		return;
	}

	const text = readFileSync(new URL(`drawing/${name}.js`, import.meta.url), 'utf8');
	for (const [, , other] of text.matchAll(IMPORT)) {
		link(other as string, linked);
	}

	const body = text
		.replace(IMPORT, (_, names: string, other: string) => {
			return `const {${names.replaceAll(' as ', ': ')}} = modules['${other}'];`;
		})
		.replace(EXPORT, exported => exported.slice('export '.length));
	if (/^(?:import|export)\b/m.test(body)) {
		throw new Error(
			`drawing/${name}.js has an import or export of another form than a page can have`,
		);
	}

	const names = [...text.matchAll(EXPORT)].map(([, exported]) => exported);
	linked.set(name, `modules['${name}'] = (() => {\n${body}return {${names.join(', ')}};\n})();`);
}
