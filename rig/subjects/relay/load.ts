// The load of one cell: a connection for each request, one after the other, at a fixed rate; or requests on
// connections that stay.
import {setTimeout as delay} from 'node:timers/promises';
import {loadArguments, loadExtras, loadResult} from '../dphttpd/arguments/httperf.js';
import {usualRequest} from '../dphttpd/arguments/request.js';
import {readEvent} from '../events.js';
import type {Stage} from '../subject.js';
import {relayReport, type RelayReport, wireReport} from './arguments.js';
import type {RelaySeen} from './judged.js';
import type {Standing} from './stand-up.js';

/** How long the counts may take to become what they should be: closes are under way. */
const SETTLE_MS = 3000;
/** Each question is an event for the relay, and a wait: few of them. */
const STEP_MS = 50;

/** Seconds without progress, with a request and without. */
const TIMEOUT = 5;

/** Loads what stands. @throws Failure with the cause where it could not be measured; Interrupted. */
export async function loadRelay(standing: Standing, stage: Stage): Promise<RelaySeen> {
	const {levels, relay, endpoint, wire, programs} = standing;
	const {hosts, topology, bounds, signal} = stage.setting;
	const before = await settled(standing, signal);
	const load = await hosts.load.start(
		'httperf',
		loadArguments({
			...{
				...endpoint,
				connections: levels.connections,
				rate: 1000,
				timeout: TIMEOUT,
				thinkTimeout: TIMEOUT,
			},
			requestRate: levels.offered > 0 ? levels.offered : undefined,
			request: usualRequest,
			isConnectionPerCall: levels.mode !== 'keepalive',
			halfCloses: false,
			processes: 1,
			cpus: topology.load,
			extent: {warmup: levels.warmup, duration: levels.duration, trail: 0},
		}),
	);
	stage.programs.push(load);
	const snapshot = async () => Promise.all([reportOf(standing, signal), relay.counters()]);
	const rampUpMs = (loadExtras.warmUps * levels.warmup + 2 * TIMEOUT) * 1000 + bounds.slack;
	await load.waitFor(['warm', 'measuring'], rampUpMs, signal, programs);
	const [start, processAtStart] = await snapshot();
	const windowMs = loadExtras.leadMs + levels.duration * 1000 + bounds.slack;
	await load.waitFor(['measured'], windowMs, signal, programs);
	const [end, processAtEnd] = await snapshot();
	const drainMs = loadExtras.drainMs + bounds.slack;
	const line = await load.waitFor(['result'], drainMs, signal, programs);
	return {
		...{levels, before, start, end},
		after: await settled(standing, signal),
		process: {start: processAtStart, end: processAtEnd},
		wire: wire && readEvent(wireReport, 'wire', await wire.report(signal)),
		result: readEvent(loadResult, 'httperf', line),
	};
}

/** The relay once it has the dead connections alone, or as it is when SETTLE_MS have passed. */
async function settled(standing: Standing, signal: AbortSignal): Promise<RelayReport> {
	const until = performance.now() + SETTLE_MS;
	for (;;) {
		const report = await reportOf(standing, signal);
		if (report.connections.now === standing.levels.dead || performance.now() >= until) {
			return report;
		}

		await delay(STEP_MS);
	}
}

async function reportOf({relay}: Standing, signal: AbortSignal): Promise<RelayReport> {
	return readEvent(relayReport, relay.name, await relay.report(signal));
}
