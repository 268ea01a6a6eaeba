// How much memory a program can still have.
import {freemem} from 'node:os';

/**
 * In bytes, within the control group. Node asks that first, and says 0 on a kernel without any
 * (CONFIG_CGROUPS): there it is MemAvailable of proc(5).
 */
export function availableMemory(): number {
	return process.availableMemory() || freemem();
}
