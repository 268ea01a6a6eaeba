// The programs that an agent may start.

/** Their modules, by the programs' names. */
export type ProgramFiles = Readonly<Record<string, string>>;
