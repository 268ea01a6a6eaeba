// Lists of processors as the kernel writes them: 0,2-3 (cpuset(7), "List format").

/** The processors in a list, in ascending order; undefined where `text` is no such list. */
export function parseCpuList(text: string): number[] | undefined {
	const cpus = new Set<number>();
	for (const part of text.trim().split(',')) {
		const match = /^(\d{1,4})(?:-(\d{1,4}))?$/.exec(part);
		const first = Number(match?.[1] ?? Number.NaN);
		const last = Number(match?.[2] ?? first);
		if (!(first <= last)) {
			return undefined;
		}

		for (let cpu = first; cpu <= last; cpu++) {
			cpus.add(cpu);
		}
	}

	return [...cpus].sort((a, b) => a - b);
}

/** Writes a list in the same format, one number after the other. */
export function formatCpuList(cpus: readonly number[]): string {
	return cpus.join(',');
}
