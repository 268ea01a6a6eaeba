// Whether a guest really runs on the processor: a device file says nothing of that.
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {bounded} from '../../bounded.js';
import {describe} from '../../failure.js';
import {Host} from '../host.js';
import type {GuestOrder} from '../../record/guest.js';
import {prepareGuest} from './prepare-guest.js';

/** A guest under KVM answers in two or three seconds. */
const BOUND_MS = 30_000;

/** Boots `kernel` under KVM. Where no answer comes, it is emulation, and why. */
export async function findAccelerator(
	kernel: string,
): Promise<{accelerator: GuestOrder['accelerator']; why: string | undefined}> {
	const folder = mkdtempSync(join(tmpdir(), 'deadweight-kvm-'));
	const order = {kernel, accelerator: 'kvm' as const, memoryMiB: 1024, cpus: 1, append: ''};
	const host = new Host('guest', await prepareGuest(order, join(folder, 'try')));
	try {
		await bounded(host.open(), BOUND_MS, 'answer from a guest under KVM');
		return {accelerator: 'kvm', why: undefined};
	} catch (error) {
		return {accelerator: 'tcg', why: describe(error)};
	} finally {
		await host.close();
		rmSync(folder, {recursive: true, force: true});
	}
}
