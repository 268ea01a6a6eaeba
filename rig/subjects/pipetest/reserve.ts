// What pipetest has open beside its pipes.

/** Descriptors: node's own, the mechanism's, and what pipetest keeps to spare. */
export const PIPETEST_RESERVE = 50;
