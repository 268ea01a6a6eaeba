// dphttpd --list-mechanisms: what there is, and what this kernel lacks and why.
import {findServerMechanisms} from '../mechanisms.js';

/** The mechanisms with their probes' results, as one JSON line or a line each. */
export async function listMechanisms(json: boolean): Promise<string> {
	const mechanisms = (await findServerMechanisms()).map(({name, aliases, kind, probe}) => ({
		name,
		...(aliases.length > 0 && {aliases}),
		kind,
		...probe,
	}));
	if (json) {
		return JSON.stringify({event: 'mechanisms', mechanisms}) + '\n';
	}

	return mechanisms
		.map(mechanism => {
			const remark = mechanism.ok
				? [mechanism.limit?.reason, mechanism.note].filter(Boolean).join('; ')
				: mechanism.reason;
			const result = mechanism.ok ? 'ok' : 'not here';
			return `${mechanism.name.padEnd(15)} ${mechanism.kind.padEnd(10)} ${result}${remark ? `: ${remark}` : ''}\n`;
		})
		.join('');
}
