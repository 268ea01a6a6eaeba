#!/usr/bin/env node
// wire: a path with a delay, in this network namespace.
import process from 'node:process';
import {hideBin} from 'yargs/helpers';
import {monotonicSeconds} from '../../linux/clock.js';
import {cpuTime, parseCpus, pinTo} from '../../linux/cpu.js';
import {runTurns, stopOnSignals} from '../../linux/main-loop.js';
import {open as openEpoll} from '../../linux/pollers/epoll-et.js';
import {watchInput} from '../../linux/standard-input.js';
import {openTun} from '../../linux/tun.js';
import {commandLine, quantity, refuseUsage} from '../../programs/command-line.js';
import {endWith, watchOutput} from '../../programs/standard-output.js';
import {Wire} from './wire.js';

/** Longer than any path on Earth. */
const LONGEST_SECONDS = 10;

const argv = commandLine('wire', {args: hideBin(process.argv), fail: refuseUsage('wire')})
	.usage(
		'$0 [options]\n\nMakes a TUN device, and an address behind it: what is sent there comes back to this host,\nfrom there, after a delay. It says which addresses these are.',
	)
	.options({
		delay: quantity('seconds', {default: 0, describe: 'each way, as in 0.3ms'}),
		cpus: {type: 'string', describe: 'processors to run on, as in 0,2-3'},
	})
	.example('unshare --map-root-user --net $0 --delay 0.0003', 'in a network namespace of its own')
	.epilogue(
		'Ends on SIGTERM or SIGINT, and when standard input closes (if that is a pipe\n' +
			'or a socket), and the device with it. Exit status: 0 ended as told, 1 failed, 2 bad usage.',
	)
	.check(({delay, cpus}) => {
		if (!(delay >= 0 && delay <= LONGEST_SECONDS)) {
			throw new Error(`--delay must be from 0 to ${LONGEST_SECONDS} seconds`);
		}

		return cpus === undefined || parseCpus(cpus).length > 0;
	})
	.strict()
	.parseSync();

watchOutput('wire');
try {
	if (argv.cpus !== undefined) {
		pinTo(parseCpus(argv.cpus));
	}

	await run(argv.delay);
	await endWith(0);
} catch (error) {
	process.stderr.write(`wire: ${error instanceof Error ? error.message : String(error)}\n`);
	process.exit(1);
}

async function run(delay: number): Promise<void> {
	const stop = stopOnSignals();
	const tun = openTun();
	using wire = new Wire(tun, openEpoll(0), delay * 1000);
	const figures = () => {
		const {packets, dropped, delays} = wire.line;
		return {
			time: monotonicSeconds(),
			...{packets, dropped},
			delay: {asked: delay, mean: delays.mean / 1000, most: delays.most / 1000},
			cpu: cpuTime(),
		};
	};
	watchInput(wire, {
		report: () => {
			say({event: 'report', ...figures()});
		},
		ended: () => {
			stop.reason ??= 'standard input closed';
		},
	});
	const {name, address, peer} = tun;
	say({event: 'ready', device: name, address, peer, pid: process.pid});
	await runTurns(timeoutMs => wire.turn(timeoutMs), stop);
	say({event: 'end', reason: stop.reason ?? '', ...figures()});
}

function say(event: object): void {
	process.stdout.write(`${JSON.stringify(event)}\n`);
}
