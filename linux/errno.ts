// The errno values (errno(3)) that our programs tell apart; all others are thrown as a SystemError.
import {errnoValues} from './libc.js';

export const EAGAIN = valueOf('EAGAIN');
export const ECANCELED = valueOf('ECANCELED');
export const ECONNREFUSED = valueOf('ECONNREFUSED');
export const ECONNRESET = valueOf('ECONNRESET');
export const ECONNABORTED = valueOf('ECONNABORTED');
export const EADDRINUSE = valueOf('EADDRINUSE');
export const EADDRNOTAVAIL = valueOf('EADDRNOTAVAIL');
export const EINPROGRESS = valueOf('EINPROGRESS');
export const EINTR = valueOf('EINTR');
export const EMFILE = valueOf('EMFILE');
export const ENFILE = valueOf('ENFILE');
export const ENOBUFS = valueOf('ENOBUFS');
export const ENOMEM = valueOf('ENOMEM');
export const ENOENT = valueOf('ENOENT');
export const EPERM = valueOf('EPERM');
export const EPIPE = valueOf('EPIPE');
export const ETIME = valueOf('ETIME');
export const ETIMEDOUT = valueOf('ETIMEDOUT');

function valueOf(name: string): number {
	const value = errnoValues[name];
	if (value === undefined) {
		throw new Error(`no errno is named ${name} here`);
	}

	return value;
}
