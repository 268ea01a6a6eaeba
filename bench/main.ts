// The comparisons that say how fast this is: run by hand, see bench/README.md.
import process from 'node:process';
import yargs from 'yargs';
import {hideBin} from 'yargs/helpers';
import {addCommands} from './commands.js';
import {checkOptions} from './options.js';

const INTERRUPTED = 130;

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
	process.on(signal, () => process.exit(INTERRUPTED));
}

const parser = yargs(hideBin(process.argv))
	.scriptName('node dist/bench/main.js')
	.usage('$0 COMPARISON [options]\n\nCompares two sides in interleaved pairs, on loopback.')
	.parserConfiguration({'duplicate-arguments-array': false, 'boolean-negation': false})
	.example(
		'$0 server-twin --mechanism poll --dead 15000 --slice 100 --slices 10',
		'how much of this is Node?',
	)
	.example('$0 server-mechanisms io_uring epoll', '')
	.epilogue('Exit status: 0 ended as told, 1 failed, 2 bad usage, 130 interrupted.')
	.demandCommand(1, 'which comparison?')
	.check(checkOptions)
	.strict()
	.version(false)
	.fail((message, error) => {
		// yargs gives no message of its own where it was the command that failed.
		const isUsage = Boolean(message);
		process.stderr.write(`bench: ${isUsage ? `${message}\nSee --help` : error.message}\n`);
		process.exit(isUsage ? 2 : 1);
	});

await addCommands(parser).parseAsync();
process.exit(0);
