// Why a client cannot have as many as it was told to: which limit, its value, what is needed, what
// raises it.

/** What a `failed` event tells, all of it for people. */
export type Failure = {
	/** The name of the limit, the kernel's own where it has one: RLIMIT_NOFILE. */
	readonly limit: string;
	/** What it is now. */
	readonly value: string;
	/** What it would have to be. */
	readonly needed: string;
	/** The command that raises it, or what else to do. */
	readonly remedy: string;
	/** What happened. */
	readonly reason: string;
};

/** There cannot be so many, as is known before anything is opened. */
export class RefusedError extends Error {
	override readonly name = 'RefusedError';

	constructor(readonly failure: Failure) {
		super(failure.reason);
	}
}
