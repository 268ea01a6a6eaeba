// What is spoken on the wire: a factor of every subject whose server can be inside TLS.
import type {Factor} from '../method/factor.js';

/** A subject says beside it what is inside. */
export const securityFactor = {
	type: 'choice',
	label: 'Security',
	default: 'plain',
	levels: ['plain', 'tls', 'ktls'],
} as const satisfies Omit<Factor, 'describe'>;
