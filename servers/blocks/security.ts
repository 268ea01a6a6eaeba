// What is spoken on the wire: NBD as it is, inside TLS by GnuTLS, or inside TLS whose records the kernel makes.
import {probeKernelTls} from '../../linux/kernel-tls.js';
import type {NamedMechanism} from '../../linux/mechanisms.js';
import type {Probe} from '../../linux/poller.js';
import {probeTls, pskServer} from '../../linux/tls.js';
import {type ReplyPolicy, sendBy} from '../reply-policies.js';
import {type Channel, KernelTlsChannel, PlainChannel, TlsChannel} from './channel.js';
import {sendByTls} from './tls-replies.js';

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

/** Why a reply cannot be sent so; undefined: it can. */
export function refusalOf({
	security,
	reply,
	transport,
}: {
	readonly security: Security;
	readonly reply: ReplyPolicy;
	readonly transport: 'tcp' | 'unix';
}): string | undefined {
	if (security === 'tls') {
		return reply === 'writev'
			? '--reply writev does not go with --security tls: GnuTLS has no call that sends several parts'
			: undefined;
	}

	if (transport === 'unix' && security === 'ktls') {
		return '--security ktls needs --transport tcp: a Unix socket has no kTLS';
	}

	return transport === 'unix' && reply === 'cork'
		? '--reply cork needs --transport tcp: a Unix socket has no TCP_CORK (EOPNOTSUPP)'
		: undefined;
}

/** How connections send and receive, and as what that is to be recorded. @throws Error where it cannot be had here. */
export function channelOf(
	security: Security,
	reply: ReplyPolicy,
): {readonly channel: Channel; readonly cipher: string | undefined} {
	const probe = probes[security]();
	if (!probe.ok) {
		throw new Error(`--security ${security} cannot be had here: ${probe.reason}`);
	}

	const plain = new PlainChannel(sendBy[reply]);
	if (security === 'plain') {
		return {channel: plain, cipher: undefined};
	}

	const open = pskServer();
	const channel =
		security === 'ktls' || reply === 'writev'
			? new KernelTlsChannel(plain, open)
			: // What comes before TLS has one part, and a Unix socket has no TCP_CORK.
				new TlsChannel(new PlainChannel(sendBy.split), open, sendByTls[reply]);
	return {channel, cipher: probe.note};
}
