// How blocks sends and receives, by what is spoken on the wire; and what does not go together.
import {pskServer} from '../../linux/tls.js';
import {type ReplyPolicy, sendBy} from '../reply-policies.js';
import {type Security, cipherOf} from '../security.js';
import {type Channel, KernelTlsChannel, PlainChannel, TlsChannel} from './channel.js';
import {sendByTls} from './tls-replies.js';

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
	const cipher = cipherOf(security);
	const plain = new PlainChannel(sendBy[reply]);
	if (security === 'plain') {
		return {channel: plain, cipher};
	}

	const open = pskServer();
	const channel =
		// There is no writev but with ktls: refusalOf() has refused it.
		security === 'ktls' || reply === 'writev'
			? new KernelTlsChannel(plain, open)
			: // What comes before TLS has one part, and a Unix socket has no TCP_CORK.
				new TlsChannel(new PlainChannel(sendBy.split), open, sendByTls[reply]);
	return {channel, cipher};
}
