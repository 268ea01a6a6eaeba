// Reads httperf's report: one parser for ours and for Debian's.

/** The report's lines in order; each {name} is a number, and the first word is a part of its name. */
const lines = [
	'Total: connections {connections} requests {requests} replies {replies} test-duration {duration} s',
	'',
	'Connection rate: {connRate} conn/s ({connPeriod} ms/conn, <={concurrent} concurrent connections)',
	'Connection time [ms]: min {lifeMin} avg {lifeAvg} max {lifeMax} median {lifeMedian} stddev {lifeStddev}',
	'Connection time [ms]: connect {connect}',
	'Connection length [replies/conn]: {length}',
	'',
	'Request rate: {requestRate} req/s ({requestPeriod} ms/req)',
	'Request size [B]: {requestSize}',
	'',
	'Reply rate [replies/s]: min {rateMin} avg {rateAvg} max {rateMax} stddev {rateStddev} ({samples} samples)',
	'Reply time [ms]: response {response} transfer {transfer}',
	'Reply size [B]: header {header} content {content} footer {footer} (total {replySize})',
	'Reply status: 1xx={1xx} 2xx={2xx} 3xx={3xx} 4xx={4xx} 5xx={5xx}',
	'',
	'CPU time [s]: user {user} system {system} (user {userShare}% system {systemShare}% total {share}%)',
	'Net I/O: {kilobytes} KB/s ({megabits}*10^6 bps)',
	'',
	'Errors: total {errors} client-timo {client-timo} socket-timo {socket-timo} connrefused {connrefused} connreset {connreset}',
	'Errors: fd-unavail {fd-unavail} addrunavail {addrunavail} ftab-full {ftab-full} other {other}',
];

/** A report's numbers by name, with the digits after the point that each was printed with. */
export type Report = {
	readonly fields: Record<string, number>;
	readonly digits: Record<string, number>;
};

/**
 * Reads what httperf printed, from its command line on.
 * @throws Error at the first line that is not as it should be.
 */
export function parseReport(text: string): Report {
	const given = text.split('\n');
	expect(given, 0, /^httperf( --[a-z-]+(=\S+)?)+$/);
	expect(given, 1, /^Maximum connect burst length: \d+$/);
	expect(given, 2, /^$/);
	const fields: Record<string, number> = {};
	const digits: Record<string, number> = {};
	for (const [index, line] of lines.entries()) {
		const names = [...line.matchAll(/\{([^}]+)\}/g)].map(([, name]) => name as string);
		const values = expect(given, index + 3, patternOf(line));
		for (const [at, name] of names.entries()) {
			const value = values[at] as string;
			fields[name] = Number(value);
			digits[name] = value.split('.')[1]?.length ?? 0;
		}
	}

	return {fields, digits};
}

function patternOf(line: string): RegExp {
	const escaped = line.replaceAll(/[$()*+.?[\\\]^|/]/g, String.raw`\$&`);
	return new RegExp(`^${escaped.replaceAll(/\{[^}]+\}/g, String.raw`(\d+(?:\.\d+)?)`)}$`);
}

function expect(given: readonly string[], index: number, pattern: RegExp): string[] {
	const line = given[index] ?? '';
	const match = pattern.exec(line);
	if (!match) {
		throw new Error(`line ${index + 1} is not as ${String(pattern)}: ${line}`);
	}

	return match.slice(1);
}
