// Reply times, in an HDR histogram (hdrhistogram.org): three significant digits, whatever the range.
import {
	type Histogram,
	build,
	decodeFromCompressedBase64,
	encodeIntoCompressedBase64,
	initWebAssemblySync,
} from 'hdr-histogram-js';

const NANOSECONDS = 1e6;
const LONGEST_NS = 3600e9;
const BUCKET_BITS = 64;

/** Reply times in microseconds. */
export type ReplyTimeSummary = {
	count: number;
	mean: number;
	min: number;
	p50: number;
	p90: number;
	p99: number;
	'p99.9': number;
	max: number;
	stddev: number;
};

/** Records durations of up to an hour; longer ones count as an hour. */
export class ReplyTimes {
	readonly #histogram = open();

	record(ms: number): void {
		this.#histogram.recordValue(Math.min(Math.round(ms * NANOSECONDS), LONGEST_NS));
	}

	/** The histogram, in the format that all HDR histograms have in common. */
	toJSON(): string {
		return encodeIntoCompressedBase64(this.#histogram);
	}

	/** Adds what `toJSON` has made of others, count for count. */
	add(encoded: string): void {
		this.#histogram.add(decodeFromCompressedBase64(encoded, BUCKET_BITS, true));
	}

	summary(): ReplyTimeSummary {
		const histogram = this.#histogram;
		const count = histogram.totalCount;
		const at = (percentile: number) =>
			count === 0 ? 0 : microseconds(histogram.getValueAtPercentile(percentile));
		return {
			count,
			mean: count === 0 ? 0 : microseconds(histogram.mean),
			min: at(0),
			p50: at(50),
			p90: at(90),
			p99: at(99),
			'p99.9': at(99.9),
			max: at(100),
			stddev: count === 0 ? 0 : microseconds(histogram.stdDeviation),
		};
	}
}

/** In WebAssembly, where a value costs 25 ns to record; in JavaScript it costs 100 to 140 ns. */
function open(): Histogram {
	initWebAssemblySync();
	return build({
		useWebAssembly: true,
		bitBucketSize: BUCKET_BITS,
		lowestDiscernibleValue: 1,
		highestTrackableValue: LONGEST_NS,
		numberOfSignificantValueDigits: 3,
		autoResize: false,
	});
}

function microseconds(nanoseconds: number): number {
	return Math.round(nanoseconds) / 1000;
}
