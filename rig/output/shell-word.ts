// A word of a command that people are to paste into a shell.

/** `word` as a POSIX shell reads it as one: in single quotes where it holds more than letters, digits and what never needs them. */
export function shellWord(word: string): string {
	return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
