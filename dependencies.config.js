// Which folder may import which, types included: arrows point one way, and there is no cycle.
// Run by `npm run lint`, with dependency-cruiser. The house is described in CONTRIBUTING.md.

/** Folders, and what each may import besides itself. */
const house = {
	programs: [],
	linux: ['programs'],
	servers: ['linux', 'programs'],
	clients: ['linux', 'programs'],
	plots: [],
	rig: ['plots', 'programs'],
};

/** The floors of rig/: each imports only those before it. */
const floors = ['method', 'record', 'agent', 'site', 'subjects', 'run', 'output', 'commands'];

/** The files directly in rig/ that every floor may use. */
const ground = '^rig/(?!main)[^/]+[.]ts$';

const tests = '/test/';

export default {
	forbidden: [
		{
			name: 'no-cycle',
			comment: 'Two files that need each other are one thing, or lack a third.',
			severity: 'error',
			from: {},
			to: {circular: true},
		},
		{
			name: 'no-cycle-of-folders',
			comment: 'Two folders that need each other are one room, or lack a third.',
			severity: 'error',
			scope: 'folder',
			from: {},
			to: {circular: true},
		},
		...Object.entries(house).map(([folder, others]) => ({
			name: `${folder}-imports`,
			severity: 'error',
			from: {path: `^${folder}/`, pathNot: [tests, ...(folder === 'rig' ? ['^rig/agent/'] : [])]},
			to: {
				path: '^(programs|linux|servers|clients|plots|rig|bench)/',
				pathNot: `^(${[folder, ...others].join('|')})/`,
			},
		})),
		{
			name: 'agent-imports',
			comment: 'The agent runs on a host, and asks its kernel.',
			severity: 'error',
			from: {path: '^rig/agent/'},
			to: {path: '^(servers|clients|plots|bench)/'},
		},
		{
			name: 'no-test-in-the-house',
			severity: 'error',
			// A benchmark of labs builds one as the tests do.
			from: {pathNot: [tests, '^bench/']},
			to: {path: tests},
		},
		{
			name: 'clients-apart',
			comment: 'Clients do not import each other.',
			severity: 'error',
			from: {path: '^clients/([^/]+)/', pathNot: tests},
			to: {path: '^clients/([^/]+)/', pathNot: '^clients/$1/'},
		},
		...floors.map((floor, index) => ({
			name: `floor-${floor}`,
			severity: 'error',
			from: {path: `^rig/${floor}/`},
			to: {path: `^rig/(${floors.slice(index + 1).join('|') || 'none'})/|^rig/main`},
		})),
		{
			name: 'ground',
			severity: 'error',
			from: {path: ground},
			to: {path: `^rig/(${floors.join('|')})/`},
		},
	],
	options: {
		tsPreCompilationDeps: true,
		tsConfig: {fileName: 'tsconfig.json'},
		doNotFollow: {path: 'node_modules'},
		exclude: {path: '^(dist|plots/canvas|node_modules)/'},
	},
};
