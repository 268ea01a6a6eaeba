// What blockload says: lines for people, or JSON events for programs (docs/programs.md).
import type {BlockloadOptions} from './options.js';
import type {BlockloadResult} from './result.js';

/** Writes to standard output. */
export class Voice {
	readonly #json: boolean;

	constructor({json}: Pick<BlockloadOptions, 'json'>) {
		this.#json = json;
	}

	/** An event that people need not read. */
	say(event: Readonly<Record<string, unknown>> & {readonly event: string}): void {
		if (this.#json) {
			process.stdout.write(`${JSON.stringify(event)}\n`);
		}
	}

	result(result: BlockloadResult): void {
		if (this.#json) {
			this.say({event: 'result', ...result});
		} else {
			process.stdout.write(describe(result));
		}
	}
}

function describe({reason, total, window, errors}: BlockloadResult): string {
	const {seconds, replies, rate, bytes, cpuShare} = window;
	const mib = bytes / 2 ** 20;
	return [
		`Ended: ${reason}`,
		`Total: reads ${total.reads} writes ${total.writes} in ${total.seconds.toFixed(3)} s`,
		`Window: ${replies} replies in ${seconds.toFixed(3)} s, ${rate.toFixed(1)} a second`,
		`Data: ${mib.toFixed(1)} MiB, ${(seconds > 0 ? mib / seconds : 0).toFixed(1)} MiB a second`,
		`CPU of the client: ${(100 * cpuShare).toFixed(1)} %`,
		`Errors: wrong ${errors.wrong} refused ${errors.refused} lost ${errors.lost}`,
		'',
	].join('\n');
}
