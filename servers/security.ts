// What is spoken on the wire: a protocol as it is, inside TLS by GnuTLS, or inside TLS whose records the kernel makes.
import {probeKernelTls} from '../linux/kernel-tls.js';
import type {NamedMechanism} from '../linux/mechanisms.js';
import type {Probe} from '../linux/poller.js';
import {probeTls} from '../linux/tls.js';

export const securities = ['plain', 'tls', 'ktls'] as const;
export type Security = (typeof securities)[number];

const probes: Readonly<Record<Security, () => Probe>> = {
	plain: () => ({ok: true}),
	tls: probeTls,
	ktls() {
		const tls = probeTls();
		const kernel = probeKernelTls();
		return tls.ok && !kernel.ok ? kernel : tls;
	},
};

/** All of them, as --list-mechanisms has them. */
export function findSecurities(): NamedMechanism[] {
	return securities.map(name => ({
		...{name, aliases: [], kind: 'security' as const, probe: probes[name]()},
	}));
}

/** As what TLS is to be recorded; undefined: there is none. @throws Error where it cannot be had here. */
export function cipherOf(security: Security): string | undefined {
	const probe = probes[security]();
	if (!probe.ok) {
		throw new Error(`--security ${security} cannot be had here: ${probe.reason}`);
	}

	return probe.note;
}
