// Lint: typescript-eslint's strict type-checked rules, and the house's import rules (see CONTRIBUTING.md).
import tseslint from 'typescript-eslint';

/** Folders that each folder may not import, by name; arrows point one way. */
const forbidden = {
	programs: ['linux', 'servers', 'clients', 'rig', 'plots', 'bench'],
	linux: ['servers', 'clients', 'rig', 'plots', 'bench'],
	servers: ['clients', 'rig', 'plots', 'bench'],
	clients: ['servers', 'rig', 'plots', 'bench'],
	plots: ['linux', 'servers', 'clients', 'rig', 'bench'],
	rig: ['linux', 'servers', 'clients', 'bench'],
};

/** Packages that one folder, or one file, alone may import. */
const owners = {
	koffi: 'linux/libc.ts',
	execa: 'rig/**/*.ts',
	'chartjs-node-canvas': 'plots/canvas.ts',
};

const houseRules = Object.entries(forbidden).map(([folder, others]) => ({
	files: [`${folder}/**/*.ts`],
	rules: {
		'no-restricted-imports': [
			'error',
			{
				patterns: [
					...others.map(other => ({
						regex: `^(\\.\\./)+${other}/`,
						message: `${folder}/ may not import ${other}/: arrows point one way.`,
					})),
					{regex: '^(\\.\\./)*clients/', message: 'clients do not import each other.'},
				].filter(pattern => folder === 'clients' || pattern.regex !== '^(\\.\\./)*clients/'),
			},
		],
	},
}));

const packageRules = [
	['**/*.ts', undefined],
	...Object.entries(owners).map(([name, file]) => [file, name]),
].map(([file, own]) => ({
	files: [file],
	rules: {
		'@typescript-eslint/no-restricted-imports': [
			'error',
			{
				paths: Object.keys(owners)
					.filter(name => name !== own)
					.map(name => ({name, message: `Only ${owners[name]} imports ${name}.`})),
			},
		],
	},
}));

export default tseslint.config(
	{ignores: ['dist/', 'node_modules/', 'results/', 'plots/canvas/', 'rig/output/report/assets/']},
	...tseslint.configs.strictTypeChecked.map(config => ({...config, files: ['**/*.ts']})),
	{
		files: ['**/*.ts'],
		languageOptions: {parserOptions: {projectService: true}},
		rules: {
			eqeqeq: 'error',
			// What is left out of a rest is named to be left out.
			'@typescript-eslint/no-unused-vars': ['error', {ignoreRestSiblings: true}],
			'max-lines': ['error', {max: 300, skipBlankLines: true, skipComments: true}],
			'@typescript-eslint/restrict-template-expressions': ['error', {allowNumber: true}],
			'@typescript-eslint/consistent-type-definitions': ['error', 'type'],
		},
	},
	...houseRules,
	...packageRules,
);
