// A foreign server that this program has started. It ends with this program, and all of its processes with it.
import {setTimeout as delay} from 'node:timers/promises';
import {
	adoptOrphans,
	descendantsOf,
	endDescendants,
	untilGone,
	usageOf,
} from '../../linux/process-tree.js';
import {Child} from '../../programs/child.js';
import {environment} from './installed.js';
import type {Command, ForeignKind, ForeignOptions} from './kind.js';
import type {Running} from './running.js';

/** How long it may take to end when it is told to. */
const PATIENCE_MS = 5000;
/** How long its last words may take. */
const OUTPUT_MS = 500;

/** Starts it. @throws Error where it cannot be started. */
export function start(kind: ForeignKind, options: ForeignOptions): Running {
	// A server may leave processes behind that have a session of their own: they become our children.
	adoptOrphans();
	const child = startChild(kind.prepare(options), options, kind.startsIn);
	return {
		address: options.address,
		port: options.port,
		tlsPort: options.tlsPort,
		isAttached: false,
		ended: untilEnded(child),
		usage: () => usageOf(descendantsOf(process.pid)),
		children: () => descendantsOf(child.pid),
		words: () => child.words,
		async stop() {
			child.signal('SIGTERM');
			await Promise.race([untilEnded(child), delay(PATIENCE_MS)]);
			await endDescendants(() => false);
			await child.stop();
		},
	};
}

/** How it ended; processes that it has left behind may still hold its output. */
async function untilEnded(child: Child): Promise<string> {
	await Promise.race([child.exit, untilGone(child.pid).then(async () => delay(OUTPUT_MS))]);
	return child.end ?? 'it ended, and left processes behind';
}

function startChild(
	command: Command,
	{port, crew}: ForeignOptions,
	cwd: string | undefined,
): Child {
	const child = new Child({
		...{name: 'it', command, ...(cwd !== undefined && {cwd})},
		env: {...environment, PORT: String(port)},
		...{diesWithUs: crew ? 'TERM' : true, ownGroup: true, endedBy: 'SIGTERM'},
	});
	if (child.pid === 0) {
		throw new Error(
			`setpriv, of util-linux, cannot be started${cwd === undefined ? ': install it' : `: install it, and see that the folder ${cwd} is there`}`,
		);
	}

	return child;
}
