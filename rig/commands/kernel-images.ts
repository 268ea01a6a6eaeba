// The kernels of --images: as they were named, and as they can be booted.
import {readFileSync} from 'node:fs';
import {homedir} from 'node:os';
import {basename, dirname} from 'node:path';
import {describe, UsageError} from '../failure.js';
import {tell} from '../output/tell.js';
import {findImage, kernelCache} from '../site/guest/image.js';
import {buildTree, isTreeAtRef} from '../site/guest/tree.js';
import {readNames} from './lists.js';

/**
 * The names of A and B: one kernel is held against itself. The shell expands only the first ~ of a list.
 * @throws UsageError
 */
export function readImages(text: string | undefined): [string, string] {
	const names = (text === undefined ? [] : readNames('--images', text)).map(name =>
		// A user in a container may have no home, and name none.
		name.replace(/^~(?=\/|$)/, () => homedir()),
	);
	const [kernelA, kernelB = kernelA] = names;
	if (kernelA === undefined || kernelB === undefined || names.length > 2) {
		throw new UsageError(
			'--images takes one kernel or two, as in linux-image-6.1.0-56-cloud-amd64,~/linux',
		);
	}

	return [kernelA, kernelB];
}

/**
 * Sees that there are kernels, and builds those that are named as TREE@REF, with the configuration in `file` where there is one; the others
 * are as they were named.
 * @throws UsageError, Failure, Interrupted
 */
export async function bootable(
	[a, b]: readonly [string, string],
	file: string | undefined,
	signal: AbortSignal,
): Promise<[string, string]> {
	if (file !== undefined && ![a, b].some(isTreeAtRef)) {
		throw new UsageError(
			'--kernel-config is of a kernel that is built: --images needs a TREE@REF, as in ~/linux@HEAD',
		);
	}

	// A build takes minutes: what is wrong with the other one is told before it.
	for (const name of [a, b].filter(each => !isTreeAtRef(each))) {
		await findImage(name);
	}

	const configuration = file === undefined ? undefined : readText(file);
	const built = async (name: string) =>
		isTreeAtRef(name) ? buildTree(name, {configuration, signal, announce: tell}) : name;
	return [await built(a), await built(b)];
}

/** A kernel's name for people: that of one that was built is its tree and its commit, and not where it is kept. */
export function kernelTitle(kernel: string): string {
	return dirname(kernel) === kernelCache()
		? basename(kernel).replace(/-[0-9a-f]{12}$/, '')
		: kernel;
}

function readText(file: string): string {
	try {
		return readFileSync(file, 'utf8');
	} catch (error) {
		throw new UsageError(`--kernel-config ${file} cannot be read: ${describe(error)}`);
	}
}
