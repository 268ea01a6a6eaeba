// What a relay makes of what comes: tcp passes bytes on, http one request and its reply.
import type {Side} from './side.js';

/** How one session goes on. */
export type Mode = {
	/** A turn reads once from a side, and looks at what has come. */
	readonly readsOnce: boolean;
	/** `count` bytes have come from `side` just now, or its end has. */
	received(side: Side, count: number): void;
	/** All that there was to be sent to `side` has gone; or the connection to the origin is there. */
	sent(side: Side): void;
	/** Whether `side` may say more. */
	wantsMore(side: Side): boolean;
	/** The origin refuses, cannot be reached, or has reset. */
	originFailed(): void;
};
