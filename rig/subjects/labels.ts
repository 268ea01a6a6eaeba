// What a subject's figures are called.

/** The program that a study puts to the test. */
export type SubjectName = 'dphttpd' | 'pipetest';

/** The words for what is counted and what is done. */
export type Words = {
	/** An axis: what N counts. */
	readonly counted: string;
	/** Behind a number, as in 1,000 dead. */
	readonly unit: string;
	/** One of them, as in ns per dead connection. */
	readonly one: string;
	/** What is done over and over, and many of them. */
	readonly operation: string;
	readonly operations: string;
	/** An axis: how often it is done. */
	readonly rate: string;
	/** Whose processor time it costs. */
	readonly worker: string;
};

const words: Readonly<Record<SubjectName, Words>> = {
	dphttpd: {
		counted: 'Dead connections',
		unit: 'dead',
		one: 'dead connection',
		operation: 'reply',
		operations: 'replies',
		rate: 'Reply rate',
		worker: 'Server',
	},
	pipetest: {
		counted: 'Pipes',
		unit: 'pipes',
		one: 'pipe',
		operation: 'pass',
		operations: 'passes',
		rate: 'Token passes',
		worker: 'pipetest',
	},
};

/** The words of a subject. */
export function wordsOf(subject: SubjectName): Words {
	return words[subject];
}
