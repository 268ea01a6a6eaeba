// Addresses of IPv4 and IPv6: told apart, written, and as the kernel takes them (ip(7), ipv6(7)).
import {isIPv4, isIPv6} from 'node:net';
import type {Memory} from './memory.js';

export const AF_INET = 2;
export const AF_INET6 = 10;

/** Bytes of a sockaddr_in6, the larger of the two. */
export const MOST_SOCKADDR_BYTES = 28;
const SOCKADDR_IN_BYTES = 16;
const IN_AT = 4;
const IN6_AT = 8;

/** Whether `text` is an address of IPv4, or of IPv6 without a zone. */
export function isAddress(text: string): boolean {
	return isIPv4(text) || isSix(text);
}

/** The address family of `address`. */
export function familyOf(address: string): number {
	return isSix(address) ? AF_INET6 : AF_INET;
}

/** The address that stands for all of the same family. */
export function anyAddressLike(address: string): string {
	return isSix(address) ? '::' : '0.0.0.0';
}

/** An address as it stands in a URL, or before a port. */
export function bracketed(address: string): string {
	return isSix(address) ? `[${address}]` : address;
}

/** An address and a port as people write them: 127.0.0.1:80, or [::1]:80. */
export function formatEndpoint(address: string, port: number): string {
	return `${bracketed(address)}:${port}`;
}

/** Bytes of the sockaddr of `address`. */
export function sockaddrBytes(address: string): number {
	return isSix(address) ? MOST_SOCKADDR_BYTES : SOCKADDR_IN_BYTES;
}

/** The bytes of `address`, in network order: 4 or 16. @throws TypeError where it is none. */
export function bytesOf(address: string): number[] {
	if (isIPv4(address)) {
		return address.split('.').map(Number);
	}

	if (!isSix(address)) {
		throw new TypeError(`${address} is no address of IPv4 or IPv6`);
	}

	// Its last 32 bits may be written as an address of IPv4 (RFC 4291, 2.2).
	const [, rest = address, four] = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(address) ?? [];
	const [head = '', tail] = rest.split('::');
	const tailBytes = [
		...wordsOf(tail ?? ''),
		...(four === undefined ? [] : four.split('.').map(Number)),
	];
	const headBytes = wordsOf(head);
	const gap = Array.from({length: 16 - headBytes.length - tailBytes.length}, () => 0);
	return [...headBytes, ...gap, ...tailBytes];
}

/** Fills the beginning of `memory` with a sockaddr_in or sockaddr_in6; returns its length. */
export function writeSockaddr({bytes}: Memory, address: string, port: number): number {
	const own = bytesOf(address);
	const length = sockaddrBytes(address);
	bytes.fill(0, 0, length);
	bytes[0] = familyOf(address);
	bytes[2] = port >> 8;
	bytes[3] = port & 0xff;
	bytes.set(own, own.length === 4 ? IN_AT : IN6_AT);
	return length;
}

function isSix(text: string): boolean {
	return isIPv6(text) && !text.includes('%');
}

/** The bytes of words in hexadecimal, between colons. */
function wordsOf(text: string): number[] {
	return text
		.split(':')
		.filter(word => word !== '')
		.map(word => Number.parseInt(word, 16))
		.flatMap(word => [word >> 8, word & 0xff]);
}
