#!/usr/bin/env node
// deadconn: opens N dead connections to a server and holds them (see docs/programs.md).
import {parseCpus, pinTo} from '../../linux/cpu.js';
import {findAddress} from '../../linux/find-address.js';
import {stopOnSignals} from '../../linux/main-loop.js';
import {parseArguments, UsageError, type Options} from './arguments.js';
import {RefusedError} from '../refusal.js';
import {readLimits} from './limits.js';
import {planConnections} from './plan.js';
import {runHere} from './run-here.js';
import {runWorkers} from './run-workers.js';
import {createVoice} from './voice.js';

process.exitCode = await main(process.argv.slice(2));

async function main(args: readonly string[]): Promise<number> {
	try {
		return await run(await parseArguments(args));
	} catch (error) {
		if (error instanceof UsageError) {
			return complain(error.message, error.status);
		}

		return complain(error instanceof Error ? error.message : String(error), 1);
	}
}

async function run(options: Options): Promise<number> {
	const {number} = options;
	if (options.cpus !== undefined) {
		pinTo(parseCpus(options.cpus));
	}

	const stop = stopOnSignals();
	// Whoever reads us is gone: there is nobody left to hold connections for.
	process.stdout.on('error', () => {
		stop.reason ??= 'standard output closed';
	});
	const voice = createVoice(options.json);
	const address = options.address ?? (await findAddress(options.server, options.port));
	if (address === undefined) {
		return complain(`${options.server} has no address: check the name, or give the address`, 1);
	}

	const limits = readLimits();
	try {
		const {shares, sources} = planConnections(options, address, limits);
		return shares.length === 1
			? await runHere({...options, address, share: number, sources, limits}, voice, stop)
			: await runWorkers(
					shares.map(share =>
						workerArguments({...options, crew: shares.length}, address, sources, share),
					),
					number,
					voice,
					stop,
				);
	} catch (error) {
		if (error instanceof RefusedError) {
			voice.failed(0, number, error.failure);
			return 1;
		}

		throw error;
	}
}

function workerArguments(
	options: Options,
	address: string,
	sources: readonly string[],
	share: number,
): string[] {
	return [
		// Its name is what TLS and HTTP ask for; all of them connect to the same of its addresses.
		options.server,
		String(options.port),
		String(share),
		'--json',
		`--address=${address}`,
		'--processes=1',
		`--idle=${options.idle}`,
		`--uri=${options.uri}`,
		`--add-header=${options.header}`,
		`--status=${options.status}`,
		`--crew=${options.crew}`,
		`--lose=${Math.ceil((options.lose * share) / options.number)}`,
		`--timeout=${options.timeout}`,
		`--rate=${(options.rate * share) / options.number}`,
		...(sources.length === 0 ? [] : [`--sources=${sources.join(',')}`]),
		...(options.cpus === undefined ? [] : [`--cpus=${options.cpus}`]),
	];
}

function complain(message: string, status: number): number {
	process.stderr.write(
		status === 2 ? `deadconn: ${message}\nSee deadweight deadconn --help\n` : `${message}\n`,
	);
	return status;
}
