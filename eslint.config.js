// Lint: typescript-eslint's strict type-checked rules, and who may import which package.
// Who may import which folder is in dependencies.config.js.
import tseslint from 'typescript-eslint';

/** Packages that one folder, or one file, alone may import. */
const owners = {
	koffi: 'linux/{libc,gnutls}.ts',
	execa: 'rig/**/*.ts',
	'chartjs-node-canvas': 'plots/canvas.ts',
};

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
	...packageRules,
);
