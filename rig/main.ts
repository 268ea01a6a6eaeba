#!/usr/bin/env node
// deadweight, once it is known that this Node.js can run it: older ones cannot even load its modules.

/** "engines" of package.json. */
const LEAST = [20, 19];

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
const [leastMajor = 0, leastMinor = 0] = LEAST;
if (major < leastMajor || (major === leastMajor && minor < leastMinor)) {
	process.stderr.write(
		`deadweight: this is Node.js ${process.versions.node} (${process.execPath}); ${LEAST.join('.')} or newer is needed\n`,
	);
	process.exitCode = 1;
} else {
	await import('./commands/command-line.js');
}

export {};
