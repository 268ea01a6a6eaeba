// Where a relay forwards to, as it is told on a command line.
import {isAddress} from '../linux/address.js';

/** @throws Error where it is no address and port. */
export function parseOrigin(text = ''): {address: string; port: number} {
	const [, address = '', digits = ''] = /^([\d.]+):(\d{1,5})$/.exec(text) ?? [];
	const port = Number(digits);
	if (!isAddress(address) || port < 1 || port > 65_535) {
		throw new Error(
			text === ''
				? '--origin must be told, as in --origin 127.0.0.1:8081'
				: `--origin ${text} is no IPv4 address and port, as in 127.0.0.1:8081`,
		);
	}

	return {address, port};
}
