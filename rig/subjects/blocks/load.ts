// A server that stands, and the load of one cell on it.
import type {ProgramLine} from '../../../programs/child.js';
import {Failure} from '../../failure.js';
import {findOption} from '../../record/option.js';
import type {RemoteProgram} from '../../site/remote-program.js';
import {serverOf} from '../../site/setting.js';
import {readEvent} from '../events.js';
import type {ResolvedPoint, Stage} from '../subject.js';
import * as args from './arguments.js';
import {type BlocksLevels, isOfOthers, levelsOf} from './factors.js';
import type {BlocksSeen, Snapshot} from './judged.js';

/** What stands before a load. */
export type Standing = {
	readonly levels: BlocksLevels;
	readonly server: RemoteProgram;
	readonly where: args.Place;
	/** Of TLS, where that is spoken. */
	readonly cipher: string | undefined;
};

/** Starts the server. @throws Failure with the cause where it cannot serve; Interrupted. */
export async function standUp(
	{levels: given, build, options}: ResolvedPoint,
	{setting: {hosts, address, topology, bounds, signal}, programs}: Stage,
): Promise<Standing> {
	const levels = levelsOf(given);
	const isForeign = isOfOthers(levels);
	const host = serverOf(hosts, build);
	const server = isForeign
		? await host.start('foreign', args.foreignArguments(levels, address, topology.server))
		: await host.start('blocks', args.serverArguments(levels, address, topology.server));
	programs.push(server);
	const line = await server.waitFor(['ready'], bounds.ready, signal);
	const {reply, cipher, ...where} = isForeign
		? {
				...foreignReady(line),
				// It takes what the load has: that knows one cipher.
				cipher: findOption(options['security'] ?? [], levels.security)?.note,
			}
		: readEvent(args.serverReady, 'blocks', line);
	if (reply !== levels.reply) {
		throw new Failure(`${server.name} replies by ${reply}, not by ${levels.reply}`);
	}

	return {levels, server, where, cipher};
}

function foreignReady(line: ProgramLine): args.Place & {reply: string} {
	const {mechanism, address, port} = readEvent(args.foreignReady, 'foreign', line);
	return {reply: mechanism, transport: 'tcp', address, port};
}

/** Loads what stands. @throws Failure with the cause where it could not be measured; Interrupted. */
export async function loadStanding(
	{levels, server, where, cipher}: Standing,
	{setting: {hosts, topology, bounds, signal}, programs}: Stage,
): Promise<BlocksSeen> {
	const {report, snapshot} = observe(server, signal);
	const before = await report();
	const load = await hosts.load.start(
		'blockload',
		args.loadArguments(levels, where, topology.load),
	);
	programs.push(load);
	const until = async (event: string, ms: number) =>
		load.waitFor([event], ms + bounds.slack, signal, [server]);
	const {structured} = readEvent(args.loadConnected, 'blockload', await until('connected', 0));
	checkReplies(levels, structured);
	await until('measuring', levels.warmup * 1000);
	const start = await snapshot();
	await until('measured', levels.duration * 1000);
	const end = await snapshot();
	const result = readEvent(args.loadResult, 'blockload', await until('result', 0));
	const {transport, security} = {...where, ...levels};
	const last = await report();
	return {...{transport, security, cipher}, loadedShare: 1, before, start, end, last, result};
}

/** @throws Failure where the server sends another kind of replies. */
export function checkReplies({replies}: BlocksLevels, isStructured: boolean): void {
	if (isStructured !== (replies === 'structured')) {
		throw new Failure('the server does not send the kind of replies that was asked for');
	}
}

/** What a server tells of itself, and what its kernel tells of it. */
export function observe(server: RemoteProgram, signal: AbortSignal) {
	const report = async () => readEvent(args.serverReport, server.name, await server.report(signal));
	const snapshot = async (): Promise<Snapshot> => {
		const [own, process] = await Promise.all([report(), server.counters({hardware: true})]);
		return {report: own, process};
	};
	return {report, snapshot};
}
