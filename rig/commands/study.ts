// deadweight study: the schema of a study's file for editors, and a file to begin with.
import {existsSync, writeFileSync} from 'node:fs';
import type {Argv} from 'yargs';
import {describe as describeError, Failure, UsageError} from '../failure.js';
import {findStudy} from '../run/study.js';
import {findSubject} from '../subjects/subject.js';
import {schemaText} from './schema.js';

export function builder(yargs: Argv) {
	return yargs
		.positional('action', {
			choices: ['schema', 'init'] as const,
			demandOption: true,
			describe: 'schema: print its JSON Schema; init: write NAME.yaml, with comments',
		})
		.positional('name', {type: 'string', describe: 'name of the new study'})
		.option('subject', {
			type: 'string',
			// That of the study which is run where none is named.
			default: findStudy('quick').subject,
			describe: 'what it puts to the test',
		})
		.example('$0 study init mine', 'writes mine.yaml; deadweight run ./mine.yaml runs it')
		.example('$0 study schema > study.schema.json', '')
		.epilogue('Exit status: 0 good, 1 the file cannot be written, 2 bad usage.');
}

type Arguments = Awaited<ReturnType<typeof builder>['argv']>;

export async function handler({action, name, subject}: Arguments): Promise<void> {
	if (action === 'schema') {
		process.stdout.write(schemaText('study'));
		return;
	}

	if (name === undefined || !/^[\w-]+$/.test(name)) {
		throw new UsageError('deadweight study init needs a name of letters, digits and -, as in mine');
	}

	const file = `${name}.yaml`;
	if (existsSync(file)) {
		throw new UsageError(`${file} is there already: give another name`);
	}

	const text = await template(subject);
	try {
		writeFileSync(file, text, {flag: 'wx'});
	} catch (error) {
		throw new Failure(`${file} cannot be written: ${describeError(error)}`);
	}

	process.stdout.write(`${file}\nRun it with: deadweight run ./${file}\n`);
}

/** A study of a subject that varies its contender and its population; every other factor is a comment. */
async function template(subject: string): Promise<string> {
	const {factors, contender, population, measures, shown} = await findSubject(subject);
	const others = Object.entries(factors).filter(
		([name]) => ![contender, population].includes(name),
	);
	return [
		'# A study: which factors vary over which levels, which of them is the x axis, what stays the same.',
		'# extends: quick takes what is not said here from another study.',
		`subject: ${subject}`,
		'question: What does it cost?',
		'# What the answer does not say, for whoever reads the graph.',
		'notMeasured: []',
		'vary:',
		`    # ${factors[contender]?.describe ?? ''}; all: every one that this kernel has.`,
		`    ${contender}: all`,
		`    # ${factors[population]?.describe ?? ''}; a range is FIRST..LAST:STEP.`,
		`    ${population}: [10, 100, 1000, '2000..8000:2000']`,
		`x: ${population}`,
		'# Factors that stay the same; these are their defaults.',
		'set:',
		...others.map(
			([name, {default: level, describe: what}]) =>
				`    # ${what}\n    ${name}: ${level === '' ? "''" : level}`,
		),
		`# Measures that are judged and drawn; there are ${Object.keys(measures).join(', ')}.`,
		`measures: [${shown.join(', ')}]`,
		'repeats: 5',
		'scale: linear',
		'# Processors of the subject: one, share (what the machine can spare) or all.',
		'cpus: one',
		'',
	].join('\n');
}
