// What people are told beside the results.

/** Told what people should know while something is under way: one line, without a line end. */
export type Announce = (message: string) => void;
