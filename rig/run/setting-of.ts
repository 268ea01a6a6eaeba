// Where the next cell of a run is: on this machine, in a guest, or on the machines of a lab.
import {LOOPBACK} from '../site/local-host.js';
import type {Site} from '../site/site.js';
import {holdingsOf} from './feasibility.js';
import type {Run} from '../record/run-file.js';
import type {Subject} from '../subjects/subject.js';
import {
	type CellSetting,
	emulatedBounds,
	hostsHere,
	type Hosts,
	usualBounds,
} from '../site/cell-setting.js';

/** Its setting: agents may be others than those of the cell before. */
export function settingOf(
	run: Run,
	site: Site,
	{limits}: Subject,
	signal: AbortSignal,
): CellSetting {
	const {lab, topology, guest} = run;
	return {
		hosts: lab === undefined ? localHosts(site, topology) : labHosts(run, site, limits),
		address: lab?.address ?? LOOPBACK,
		...{topology, signal},
		bounds: guest?.accelerator === 'tcg' ? emulatedBounds : usualBounds,
	};
}

function localHosts(site: Site, topology: Run['topology']): Hosts {
	return {
		...hostsHere(site.server.link.host, topology),
		builds: new Map([...site.builds].map(([build, {host}]) => [build, host])),
	};
}

function labHosts(run: Run, site: Site, limits: Subject['limits']): Hosts {
	const held = holdingsOf(run, limits);
	return {
		server: site.server.link.host,
		load: site.load.link.host,
		dead: site.dead.map(({link: {name, host}}, index) => {
			const {cpus = [], sources = []} = run.lab?.dead[index] ?? {};
			return {name, host, cpus, sources, capacity: held[index]?.count ?? Number.POSITIVE_INFINITY};
		}),
	};
}
