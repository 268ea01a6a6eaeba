// Where one side of a duet is, as an argument has it.

/** Where a server listens, a port or a path, and the processes whose processor time is its own. */
export type SidePlace = {readonly place: string; readonly pids: readonly number[]};

/** Reads PLACE or PLACE:PID[+PID…]. @throws Error where it is neither. */
export function parseSidePlace(text: string): SidePlace {
	const match = /^([^:]+)(?::(\d+(?:\+\d+)*))?$/.exec(text);
	const [, place, pids] = match ?? [];
	if (place === undefined || (!place.startsWith('/') && !isPort(place))) {
		throw new Error(`${text} is no server, as in 8001:4711 (port and process id)`);
	}

	return {place, pids: pids === undefined ? [] : pids.split('+').map(Number)};
}

function isPort(text: string): boolean {
	return /^\d{1,5}$/.test(text) && Number(text) <= 65_535;
}
