// How this host's kernel was configured, as far as it tells.
import {createHash} from 'node:crypto';
import {readFileSync} from 'node:fs';
import {release} from 'node:os';
import {gunzipSync} from 'node:zlib';

/** Options that change what everything costs. */
const costly = [
	...['HZ', 'PREEMPT', 'PREEMPT_RT', 'PREEMPT_DYNAMIC', 'PREEMPT_VOLUNTARY', 'PREEMPT_NONE'],
	...['IRQ_TIME_ACCOUNTING', 'VIRT_CPU_ACCOUNTING_GEN', 'INIT_ON_ALLOC_DEFAULT_ON'],
	...['HARDENED_USERCOPY', 'SLUB_DEBUG_ON', 'PROVE_LOCKING', 'DEBUG_LIST', 'KASAN', 'KCSAN'],
];

/**
 * Of the kernel's own copy of its configuration, or that of its package: 12 digits of its SHA-256 tell two
 * apart, and the options that cost most are told themselves. Empty where there is neither.
 */
export function kernelConfiguration(): Record<string, string> {
	const text = read();
	if (text === undefined) {
		return {};
	}

	const digits = createHash('sha256').update(text).digest('hex').slice(0, 12);
	const options = costly.map(name => {
		const value = new RegExp(`^CONFIG_${name}=(.*)$`, 'm').exec(text.toString('latin1'))?.[1];
		return [`CONFIG_${name}`, value ?? 'not set'] as const;
	});
	return {'kernel configuration': `sha256 ${digits}`, ...Object.fromEntries(options)};
}

function read(): Buffer | undefined {
	for (const each of [
		() => gunzipSync(readFileSync('/proc/config.gz')),
		() => readFileSync(`/boot/config-${release()}`),
	]) {
		try {
			return each();
		} catch {
			// Not here: the other may be.
		}
	}

	return undefined;
}
