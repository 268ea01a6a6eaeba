// The commands, in the order of the help, with what it says of them.

/** A command of deadweight. */
type Command = {
	/** Its name and its positionals, as yargs has them. */
	readonly command: string;
	readonly describe: string;
	/** Its module, with `builder` and `handler`. */
	readonly load: () => Promise<object>;
};

/** By name. */
export const commands: Readonly<Record<string, Command>> = {
	run: {
		command: 'run [study]',
		describe: 'run a study: measure its cells and draw its graph',
		load: async () => import('./run.js'),
	},
	duet: {
		command: 'duet [a] [b]',
		describe: 'compare two sides that run at once, loaded in turns: drift cancels',
		load: async () => import('./duet.js'),
	},
	compare: {
		command: 'compare <a> <b>',
		describe: 'compare two runs of one study, or two sets of runs: a verdict on each point',
		load: async () => import('./compare.js'),
	},
	aa: {
		command: 'aa [mechanism]',
		describe: 'compare a mechanism with itself, over and over: the rate of false verdicts',
		load: async () => import('./aa.js'),
	},
	kernels: {
		command: 'kernels',
		describe: 'compare two kernels, or two settings of one, in guests on this machine',
		load: async () => import('./kernels.js'),
	},
	rerun: {
		command: 'rerun <dir>',
		describe: 'run the plan of a results folder again: settings, order, processors',
		load: async () => import('./rerun.js'),
	},
	results: {
		command: 'results [dir]',
		describe: 'list results folders: what was measured, when, and whether to its end',
		load: async () => import('./results.js'),
	},
	show: {
		command: 'show <dir>',
		describe: 'print the table of a results folder again, in any format',
		load: async () => import('./show.js'),
	},
	gates: {
		command: 'gates',
		describe: 'list the gates: what makes a cell invalid, and what each watches',
		load: async () => import('./gates.js'),
	},
	list: {
		command: 'list [study]',
		describe:
			'list the studies, the mechanisms that this kernel has, and servers of others; or what is in a study',
		load: async () => import('./list.js'),
	},
	study: {
		command: 'study <action> [name]',
		describe: 'a study of your own: a file to begin with, and its schema for editors',
		load: async () => import('./study.js'),
	},
	schema: {
		command: 'schema [name]',
		describe: 'print the JSON Schema of what --json prints, of a file of results, or of a study',
		load: async () => import('./schema.js'),
	},
	doctor: {
		command: 'doctor [study]',
		describe: 'tell what this machine can carry, what limits it, and what raises that',
		load: async () => import('./doctor.js'),
	},
	tune: {
		command: 'tune <action>',
		describe: 'set the sysctls that a run wants, and bring them back',
		load: async () => import('./tune.js'),
	},
	plot: {
		command: 'plot <dir..>',
		describe: 'make summary.csv, graph.png and graph.svg of results folders anew',
		load: async () => import('./plot.js'),
	},
	published: {
		command: 'published [table]',
		describe: 'list the tables published in 2001 and 2002, and draw them',
		load: async () => import('./published.js'),
	},
	report: {
		command: 'report <dir..>',
		describe: 'make report.html of results folders anew: one file that needs nothing else',
		load: async () => import('./report.js'),
	},
	man: {
		command: 'man [name]',
		describe: 'print a man page: of all commands and programs, or of one',
		load: async () => import('./man.js'),
	},
	agent: {
		command: 'agent',
		describe: "a host's agent: JSON-RPC over standard input and output (started by run)",
		load: async () => import('./agent.js'),
	},
};
