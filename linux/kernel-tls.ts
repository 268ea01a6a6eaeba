// TLS records that the kernel makes of what is sent, once a session has shaken hands: kTLS (Linux 4.13).
//
// Documentation/networking/tls.rst, linux/tls.h. What is received stays with the session.
import {ENOENT, ENOTCONN} from './errno.js';
import * as libc from './libc.js';
import {allocate} from './memory.js';
import {openSocket} from './socket.js';
import {check, describeErrno} from './system-error.js';
import type {TlsSession} from './tls.js';

const IPPROTO_TCP = 6;
const TCP_ULP = 31;
const SOL_TLS = 282;
const TLS_TX = 1;
const TLS_1_3 = 0x03_04;
const AES_GCM_128 = 51;

/** A struct tls12_crypto_info_aes_gcm_128: version and cipher, then these; the salt is the beginning of the IV. */
const INFO_BYTES = 40;
const IV_AT = 4;
const KEY_AT = 12;
const SALT_AT = 28;
const SEQUENCE_AT = 32;
const SALT_BYTES = 4;

const info = allocate(INFO_BYTES);
const infoView = new DataView(info.bytes.buffer, info.bytes.byteOffset, INFO_BYTES);
const length = allocate(4);
const name = allocate(4);
name.bytes.set(Buffer.from('tls'));

/** Whether this kernel has it, or why not. Asking loads its module, where that may be loaded. */
export function probeKernelTls():
	{readonly ok: true} | {readonly ok: false; readonly reason: string} {
	const fd = openSocket();
	const errno = attach(fd) === -1 ? libc.errno() : 0;
	libc.close(fd);
	// Where there is one, all that it minds is that the socket is not connected (tls_init() in net/tls/tls_main.c).
	if (errno === ENOTCONN) {
		return {ok: true};
	}

	const [code] = describeErrno(errno);
	const [what, remedy] =
		errno === ENOENT
			? ['has no kTLS', 'it takes CONFIG_TLS, and its module (modprobe tls, as root)']
			: [
					'refuses kTLS',
					'it takes Linux 5.4 at least, and no filter of system calls that forbids it',
				];
	return {
		ok: false,
		reason: `the kernel ${what}: setsockopt(TCP_ULP, "tls") fails with ${code}; ${remedy}`,
	};
}

/** From now on what is sent on `fd` becomes records there, with the keys of its session. @throws SystemError */
export function sendByKernel(fd: number, session: TlsSession): void {
	check(attach(fd), 'setsockopt(TCP_ULP)');
	const {key, iv, sequence} = session.sendingState();
	infoView.setUint16(0, TLS_1_3, true);
	infoView.setUint16(2, AES_GCM_128, true);
	info.bytes.set(iv.subarray(SALT_BYTES), IV_AT);
	info.bytes.set(key, KEY_AT);
	info.bytes.set(iv.subarray(0, SALT_BYTES), SALT_AT);
	info.bytes.set(sequence, SEQUENCE_AT);
	check(libc.setsockopt(fd, SOL_TLS, TLS_TX, info.address, INFO_BYTES), 'setsockopt(TLS_TX)');
}

/** Records that were sent on `fd` since the handshake: the number of the next. @throws SystemError */
export function recordsByKernel(fd: number): number {
	length.i32[0] = INFO_BYTES;
	check(libc.getsockopt(fd, SOL_TLS, TLS_TX, info.address, length.address), 'getsockopt(TLS_TX)');
	return Number(infoView.getBigUint64(SEQUENCE_AT));
}

function attach(fd: number): number {
	return libc.setsockopt(fd, IPPROTO_TCP, TCP_ULP, name.address, 3);
}
