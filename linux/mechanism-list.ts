// What a program's --list-mechanisms prints: what there is, and what this kernel lacks and why.
import type {NamedMechanism} from './mechanisms.js';

/** The mechanisms with their probes' results, as one JSON line or a line each. */
export function listMechanisms(found: readonly NamedMechanism[], json: boolean): string {
	const mechanisms = found.map(({name, aliases, kind, probe}) => ({
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
