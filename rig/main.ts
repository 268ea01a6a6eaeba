#!/usr/bin/env node
// deadweight, once it is known that this Node.js can run it: older ones cannot even load its modules.

/** "engines" of package.json. */
const LEAST = [20, 19];

/** The name that deadconn had in the study of 2002. */
const aliases: Readonly<Record<string, string>> = {deadconn_last: 'deadconn'};

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
const [leastMajor = 0, leastMinor = 0] = LEAST;
if (major < leastMajor || (major === leastMajor && minor < leastMinor)) {
	process.stderr.write(
		`deadweight: this is Node.js ${process.versions.node} (${process.execPath}); ${LEAST.join('.')} or newer is needed\n`,
	);
	process.exitCode = 1;
} else {
	await run();
}

/** Runs what the arguments name: a program, in this process as if it had been started, or a command of the rig. */
async function run(): Promise<void> {
	const [node = '', own = '', ...given] = process.argv;
	// `help run` is `run --help`.
	const args = given[0] === 'help' ? [...given.slice(1), '--help'] : given;
	const [name = ''] = args;
	const {findPrograms} = await import('../programs/command-of.js');
	const module = findPrograms().get(aliases[name] ?? name);
	if (module === undefined) {
		process.argv = [node, own, ...args];
		await import('./commands/command-line.js');
	} else {
		const {pathToFileURL} = await import('node:url');
		process.argv = [node, module, ...args.slice(1)];
		await import(pathToFileURL(module).href);
	}
}

export {};
