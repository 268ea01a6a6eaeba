// Arguments that are lists, or numbers within bounds, read from the command line.
import {UsageError} from '../failure.js';
import {parseCpuList} from '../../programs/cpu-list.js';

/** Names, as in poll,epoll. */
export function readNames(option: string, text: string): string[] {
	return splitList(option, text);
}

/** Processors, as in 0,2-3. */
export function readCpus(option: string, text: string): number[] {
	const cpus = parseCpuList(text);
	if (cpus === undefined) {
		throw new UsageError(`${option} ${text} is no list of processors, as in 0,2-3`);
	}

	return cpus;
}

/** A number of at least `least`, of a whole number where `whole`. */
export function readNumber(
	option: string,
	value: number,
	least: number,
	whole: 'whole' | 'any',
): number {
	if (
		!Number.isFinite(value) ||
		value < least ||
		(whole === 'whole' && !Number.isSafeInteger(value))
	) {
		const kind = whole === 'whole' ? 'a whole number' : 'a number';
		throw new UsageError(`${option} must be ${kind} of at least ${least}`);
	}

	return value;
}

function splitList(option: string, text: string): string[] {
	const parts = text.split(',').map(part => part.trim());
	if (parts.includes('')) {
		throw new UsageError(`${option} ${text}: an item of the list is empty`);
	}

	return parts;
}
