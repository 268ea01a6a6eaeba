// The programs that an agent may start.

/** Their modules, by the programs' names; or a file that is no module, and starts as it is. */
export type ProgramFiles = Readonly<Record<string, string>>;

/** Where guests have the C twins of bench/twins, and no other host has. */
export const TWINS = '/twins';
