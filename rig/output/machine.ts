// The machine that a run was made on, and its load, in a line.
import type {Run} from '../record/run-file.js';
import type {Subject} from '../subjects/subject.js';
import {resolvePoint} from '../run/settings.js';

/** For a subtitle; `kernel` in place of the run's own. */
export function describeMachine(
	run: Pick<Run, 'hosts' | 'topology' | 'settings' | 'options'>,
	subject: Subject,
	kernel = run.hosts.server.kernel,
): string {
	const {hosts, topology, settings, options} = run;
	const {server} = hosts;
	const cpus = `${server.cpus.length} ${server.cpus.length === 1 ? 'CPU' : 'CPUs'}`;
	const {levels} = resolvePoint({}, settings, subject, options);
	// What varies is on the axes, and in the names of lines.
	const load = Object.entries(subject.describeLoad(levels)).filter(
		([factor]) => !(factor in settings.vary),
	);
	return [
		`Linux ${kernel}`,
		`${server.cpuModel}, ${cpus}`,
		...(subject.hasClients ? [topology.label] : []),
		...(load.length > 0 ? [load.map(([, words]) => words).join(', ')] : []),
	].join('; ');
}
