// What yargs says of a mistake, as a sentence that names options as they are typed.
import {didYouMean} from './nearest.js';

/** `options` are the names that would have been understood, `commands` the words. */
export function explainMistake(
	message: string,
	options: readonly string[],
	commands: readonly string[] = [],
): string {
	const text = message.replaceAll(/\s*\n\s*/g, ' ').trim();
	const [, unknown] = /^Unknown arguments?: (.+)$/.exec(text) ?? [];
	if (unknown !== undefined) {
		return explainUnknown(unknown.split(', '), options, commands);
	}

	const [, choice, given, choices] =
		/^Invalid values: Argument: (\S+), Given: (.+?), Choices: (.+)$/.exec(text) ?? [];
	if (choice !== undefined && given !== undefined && choices !== undefined) {
		const names = choices.replaceAll('"', '').split(', ');
		const bare = given.replaceAll('"', '');
		const shown = options.includes(choice) ? `--${choice}` : choice;
		return `${shown} ${bare} is none of ${names.join(', ')}${didYouMean(bare, names)}`;
	}

	return text
		.replace(/^Arguments (\S+) and (\S+) are mutually exclusive$/, '--$1 does not go with --$2')
		.replace(/^Missing dependent arguments: (\S+) -> (\S+)$/, '--$1 goes only with --$2')
		.replace(/^Not enough arguments following: (\S+)$/, '--$1 needs a value');
}

/** yargs names an option with a hyphen twice: as it was given, and in camel case. */
function explainUnknown(
	given: readonly string[],
	options: readonly string[],
	commands: readonly string[],
): string {
	const camel = given.map(name =>
		name.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase()),
	);
	const names = given.filter(
		(name, index) => !camel.some((other, at) => at !== index && other === name),
	);
	const [first = ''] = names;
	const hint = didYouMean(first, options, '--') || didYouMean(first, commands);
	return `Unknown argument${names.length > 1 ? 's' : ''}: ${names.join(', ')}${hint}`;
}
