// What a host has of TLS, for subjects whose servers can be inside it.
import {findOption, type Options} from '../record/option.js';
import {listMechanisms} from './mechanisms.js';
import type {Probe} from './subject.js';

const PLAIN = {name: 'plain', kind: 'security', ok: true};

/** Asks the program that lists them, where TLS is asked for. */
export const findSecurities: Probe = async (host, asked, signal) =>
	Array.isArray(asked) && asked.every(name => name === PLAIN.name)
		? [PLAIN]
		: listMechanisms(host, 'blocks', signal);

/** Why a host cannot have it; undefined: it can. */
export function whyNoSecurity(security: string, options: Options): string | undefined {
	const found = findOption(options['security'] ?? [], security);
	return found?.ok === false ? `${security} cannot be had here: ${found.reason ?? ''}` : undefined;
}
