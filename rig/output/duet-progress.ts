// Shows how far a run of duets is: a line for each.
import {formatCount, formatSeconds} from './format.js';
import type {DuetRow} from '../run/duet/duet-row.js';
import type {DuetListener} from '../run/duet/run.js';
import {summariseSlices} from '../method/slices.js';

/** What a duet takes beside its load, in seconds: four programs, their ends, and the dead. */
const PROGRAMS_SECONDS = 2;
const DEAD_SECONDS = 0.0001;

/** Tells on standard error. */
export function duetProgress(folder: string): DuetListener {
	let total = 0;
	let done = 0;
	let guess = 0;
	let startedAt = 0;
	return {
		began({plan, settings, sides}) {
			const load = 'warmup' in settings ? settings.warmup + settings.duration : settings.duration;
			total = plan.length;
			guess = plan.reduce(
				(sum, {count}) => sum + PROGRAMS_SECONDS + count * DEAD_SECONDS + load,
				0,
			);
			startedAt = performance.now();
			process.stderr.write(
				`deadweight: ${sides.map(({name}) => name).join(' against ')}: ${total} duets, about ` +
					`${formatSeconds(guess)}; seed ${settings.seed}; results in ${folder}\n`,
			);
		},
		ended(row) {
			done++;
			const passed = (performance.now() - startedAt) / 1000;
			const left = (passed / done) * (total - done);
			process.stderr.write(
				`${done}/${total}  ${formatCount(row.count)} dead  ${describeDuet(row)}  (${formatSeconds(left)} left)\n`,
			);
		},
	};
}

function describeDuet({status, reasons, sides, slices}: DuetRow): string {
	const logs = summariseSlices(slices ?? []);
	if (logs === undefined || sides === undefined) {
		return [status, ...reasons.map(({message}) => message)].join(': ');
	}

	const gates = [...new Set(sides.flatMap(side => side.reasons.map(({name}) => name)))];
	return [
		`rate B/A ${Math.exp(logs.rate).toFixed(3)}  CPU B/A ${Math.exp(logs.cpu).toFixed(3)}`,
		...(gates.length > 0 ? [`${status}: ${gates.join(', ')}`] : []),
	].join('  ');
}
