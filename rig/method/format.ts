// Figures as people read them.

const rate = new Intl.NumberFormat('en-US', {maximumFractionDigits: 0});
const micro = new Intl.NumberFormat('en-US', {minimumFractionDigits: 2, maximumFractionDigits: 2});

/** A rate or a count, as 171,234. */
export function formatCount(value: number): string {
	return rate.format(value);
}

/** Microseconds, as 5.81. */
export function formatMicroseconds(value: number): string {
	return withMinus(micro.format(value));
}

const three = new Intl.NumberFormat('en-US', {maximumSignificantDigits: 3});

/** Nanoseconds, as 2.61, or −0.4. */
export function formatNanoseconds(value: number): string {
	return withMinus(Math.abs(value) >= 1000 ? formatCount(value) : three.format(value));
}

/** A time in seconds, as 1 h 02 min, 2 min 05 s or 9 s. */
export function formatSeconds(seconds: number): string {
	const whole = Math.round(seconds);
	if (whole < 60) {
		return `${whole} s`;
	}

	const [big, small, names] =
		whole < 3600
			? [Math.floor(whole / 60), whole % 60, ['min', 's']]
			: [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60), ['h', 'min']];
	return `${big} ${names[0] ?? ''} ${String(small).padStart(2, '0')} ${names[1] ?? ''}`;
}

/** A share, as 48 %; null: unknown. */
export function formatShare(share: number | null): string {
	return share === null ? 'an unknown share' : `${Math.round(share * 100)} %`;
}

/** With the sign that is as wide as a plus: a hyphen beside "to" and "–" is none. */
function withMinus(text: string): string {
	return text.replace('-', '−');
}
