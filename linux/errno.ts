// The errno values (errno(3)) that our programs tell apart; all others are thrown as a SystemError.
import {errnoValues} from './libc.js';

export const EAGAIN = valueOf('EAGAIN');
export const EALREADY = valueOf('EALREADY');
export const EBADR = valueOf('EBADR');
export const EBUSY = valueOf('EBUSY');
export const ECANCELED = valueOf('ECANCELED');
export const ECONNREFUSED = valueOf('ECONNREFUSED');
export const ECONNRESET = valueOf('ECONNRESET');
export const ECONNABORTED = valueOf('ECONNABORTED');
export const EACCES = valueOf('EACCES');
export const EADDRINUSE = valueOf('EADDRINUSE');
export const EADDRNOTAVAIL = valueOf('EADDRNOTAVAIL');
export const EHOSTDOWN = valueOf('EHOSTDOWN');
export const EHOSTUNREACH = valueOf('EHOSTUNREACH');
export const EINPROGRESS = valueOf('EINPROGRESS');
export const EINVAL = valueOf('EINVAL');
export const EINTR = valueOf('EINTR');
export const EISCONN = valueOf('EISCONN');
export const EMFILE = valueOf('EMFILE');
export const ENETDOWN = valueOf('ENETDOWN');
export const ENETUNREACH = valueOf('ENETUNREACH');
export const ENFILE = valueOf('ENFILE');
export const ENOBUFS = valueOf('ENOBUFS');
export const ENODEV = valueOf('ENODEV');
export const ENOMEM = valueOf('ENOMEM');
export const ENOENT = valueOf('ENOENT');
export const ENONET = valueOf('ENONET');
export const ENOPROTOOPT = valueOf('ENOPROTOOPT');
export const ENOSPC = valueOf('ENOSPC');
export const ENOSYS = valueOf('ENOSYS');
export const ENOTCONN = valueOf('ENOTCONN');
export const EOPNOTSUPP = valueOf('EOPNOTSUPP');
export const EPERM = valueOf('EPERM');
export const EPIPE = valueOf('EPIPE');
export const EPROTO = valueOf('EPROTO');
export const ETIME = valueOf('ETIME');
export const ETIMEDOUT = valueOf('ETIMEDOUT');

function valueOf(name: string): number {
	const value = errnoValues[name];
	if (value === undefined) {
		throw new Error(`no errno is named ${name} here`);
	}

	return value;
}
