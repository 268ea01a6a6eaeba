// The classes of errno: what is to be done about a call that failed, wherever it was made.
//
// EAGAIN of a call on a non-blocking descriptor is no error, and is told apart before these are asked.
import {
	EAGAIN,
	EBUSY,
	ECONNABORTED,
	EHOSTDOWN,
	EHOSTUNREACH,
	EINTR,
	EMFILE,
	ENETDOWN,
	ENETUNREACH,
	ENFILE,
	ENOBUFS,
	ENOMEM,
	ENONET,
	ENOPROTOOPT,
	ENOSPC,
	EOPNOTSUPP,
	EPERM,
	EPROTO,
	ETIMEDOUT,
} from './errno.js';

/** Of memory, of descriptors, of room in a queue or under a limit of the kernel's. */
const shortages = new Set([EAGAIN, EBUSY, EMFILE, ENFILE, ENOBUFS, ENOMEM, ENOSPC]);

/** accept(2), "Error handling", and ECONNABORTED, ETIMEDOUT and EPERM (a firewall's) of "Errors". */
const ofConnections = new Set([
	ECONNABORTED,
	EHOSTDOWN,
	EHOSTUNREACH,
	ENETDOWN,
	ENETUNREACH,
	ENONET,
	ENOPROTOOPT,
	EOPNOTSUPP,
	EPERM,
	EPROTO,
	ETIMEDOUT,
]);

/** Whether the kernel was short of something: the same call may do later. */
export function isShortage(errno: number): boolean {
	return shortages.has(errno);
}

/** Whether the same call may do: at once after a signal, or later where the kernel was short. */
export function mayPass(errno: number): boolean {
	return errno === EINTR || shortages.has(errno);
}

/** Whether accept(2) tells of an error of the one connection that it took: the next may do. */
export function isOfAccepted(errno: number): boolean {
	return ofConnections.has(errno);
}
