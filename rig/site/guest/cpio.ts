// An archive as the kernel unpacks it at boot: cpio's "newc" format (initramfs buffer format, in the
// kernel's Documentation/driver-api/early-userspace/buffer-format.rst). Written here, because cpio(1)
// would need root for the device nodes.

/** A file, a folder, a link or a device of the archive. */
export type Entry = {
	/** Without the leading slash. */
	readonly path: string;
	/** Type and permissions: inode(7). */
	readonly mode: number;
	/** A file's bytes, or where a symbolic link leads. */
	readonly data?: Buffer;
	/** Of a device: its major and minor number. */
	readonly device?: readonly [number, number];
};

export const FOLDER = 0o040755;
export const PROGRAM = 0o100755;
export const FILE = 0o100644;
export const CHARACTER_DEVICE = 0o020600;

const ALIGNMENT = 4;

/** The bytes of an archive; archives behind one another are one. */
export function archive(entries: readonly Entry[]): Buffer {
	const parts: Buffer[] = [];
	let number = 1;
	for (const entry of [...entries, {path: 'TRAILER!!!', mode: 0}]) {
		parts.push(header(entry, number++), ...padded(entry.data ?? Buffer.alloc(0)));
	}

	return Buffer.concat(parts);
}

/** 13 numbers of eight hexadecimal digits, and the name, up to a boundary of four bytes. */
function header({path, mode, data, device}: Entry, inode: number): Buffer {
	const name = Buffer.from(`${path}\0`);
	const numbers = [
		...[inode, mode, 0, 0, 1, 0, data?.length ?? 0, 0, 0],
		...[device?.[0] ?? 0, device?.[1] ?? 0, name.length, 0],
	];
	const digits = numbers.map(each => each.toString(16).padStart(8, '0')).join('');
	return Buffer.concat(padded(Buffer.concat([Buffer.from(`070701${digits}`), name])));
}

function padded(bytes: Buffer): Buffer[] {
	const rest = bytes.length % ALIGNMENT;
	return rest === 0 ? [bytes] : [bytes, Buffer.alloc(ALIGNMENT - rest)];
}
