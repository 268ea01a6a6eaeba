// A TUN device: a network interface whose other end is a program (the kernel's networking/tuntap).
import {openSync, constants} from 'node:fs';
import {AF_INET} from './address.js';
import * as libc from './libc.js';
import {allocate} from './memory.js';
import {openSocket} from './socket.js';
import {check} from './system-error.js';

const TUNSETIFF = 0x4004_54ca;
const IFF_TUN = 0x0001;
/** Packets come as they are, with nothing before them. */
const IFF_NO_PI = 0x1000;

const SIOCSIFFLAGS = 0x8914;
const SIOCSIFADDR = 0x8916;
const SIOCSIFNETMASK = 0x891c;
const IFF_UP = 0x01;
const IFF_RUNNING = 0x40;
const IFF_NOARP = 0x80;

/** A struct ifreq (netdevice(7)): a name, then what it is about. */
const REQUEST_BYTES = 40;
const NAME_BYTES = 16;

/** A device with an address of this host's, and one behind it. */
export type Tun = {
	/** Reads and writes a packet at a time, and never waits. */
	readonly fd: number;
	readonly name: string;
	readonly address: string;
	/** Whoever sends to it sends to the program. */
	readonly peer: string;
};

/**
 * Makes a device in this network namespace; it is gone once its descriptor is closed. The kernel numbers
 * devices, and each has a network of its own: 10.98.N.0/24.
 * @throws Error where there is no /dev/net/tun, SystemError where it is not permitted.
 */
export function openTun(): Tun {
	const fd = openDevice();
	const request = allocate(REQUEST_BYTES);
	request.bytes.set(Buffer.from('dw%d', 'latin1'));
	request.i32[NAME_BYTES >> 2] = IFF_TUN | IFF_NO_PI;
	check(libc.ioctl(fd, TUNSETIFF, request.address), 'ioctl (TUNSETIFF)');
	const name = Buffer.from(request.bytes.subarray(0, NAME_BYTES)).toString('latin1');
	const device = name.slice(0, name.indexOf('\0'));
	const network = `10.98.${device.slice(2)}`;
	const address = `${network}.1`;
	// Any socket of the family does (netdevice(7)).
	const socket = openSocket();
	try {
		const ask = (call: number, words: string) => {
			check(libc.ioctl(socket, call, request.address), `ioctl (${words})`);
		};
		const write = (text: string) => {
			request.bytes.fill(0, NAME_BYTES);
			request.bytes[NAME_BYTES] = AF_INET;
			request.bytes.set(text.split('.').map(Number), NAME_BYTES + 4);
		};
		write(address);
		ask(SIOCSIFADDR, 'SIOCSIFADDR');
		write('255.255.255.0');
		ask(SIOCSIFNETMASK, 'SIOCSIFNETMASK');
		request.bytes.fill(0, NAME_BYTES);
		request.i32[NAME_BYTES >> 2] = IFF_UP | IFF_RUNNING | IFF_NOARP;
		ask(SIOCSIFFLAGS, 'SIOCSIFFLAGS');
	} finally {
		libc.close(socket);
	}

	return {fd, name: device, address, peer: `${network}.2`};
}

function openDevice(): number {
	try {
		return openSync('/dev/net/tun', constants.O_RDWR | constants.O_NONBLOCK);
	} catch (error) {
		const why = error instanceof Error ? error.message : String(error);
		throw new Error(`no TUN device can be had (${why}): modprobe tun, or run as root`);
	}
}
