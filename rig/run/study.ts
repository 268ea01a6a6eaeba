// Studies: questions as data. Each is a YAML file, ours in rig/studies/ and a user's wherever it lies.
import {existsSync, readdirSync, readFileSync} from 'node:fs';
import {basename, dirname, isAbsolute, resolve} from 'node:path';
import {fileURLToPath} from 'node:url';
import {z} from 'zod';
import {noSuch} from '../../programs/nearest.js';
import {describe, UsageError} from '../failure.js';
import {levelSchema} from '../method/factor.js';
import {
	type OwnServer,
	type OwnServers,
	saidServerSchema,
	serverName,
} from '../record/own-server.js';
import {parseStored} from '../record/parse.js';
import {runSchema} from '../record/run-file.js';
import {subjectCpusSchema} from '../record/settings.js';
import {upgradeRun} from '../subjects/schema-2/results.js';
import {isModule} from '../subjects/subject.js';
import {readYaml} from './yaml-file.js';

const levels = z.union([levelSchema, z.array(levelSchema).min(1)]);
const name = z.string().regex(/^[\w-]+$/);

/** What a study's file may say; whatever it does not say is that of the study that it extends. */
export const studySchema = z.strictObject({
	extends: z.string().describe('another study, or its file, whose settings are taken').optional(),
	subject: z
		.string()
		.describe(
			'what is put to the test: one of ours, or the module of another, as ./sort/subject.js',
		)
		.optional(),
	question: z.string().describe('the title of the graph').optional(),
	notMeasured: z.array(z.string()).describe('what its answer does not say').optional(),
	vary: z
		.record(name, levels)
		.describe('levels of each factor that varies: a list, ranges as 0..16000:2000, or all')
		.optional(),
	x: name.describe('the factor on the x axis').optional(),
	set: z.record(name, levelSchema).describe('factors that stay the same').optional(),
	measures: z
		.array(z.string())
		.min(1)
		.describe('measures that are judged and drawn, a panel each')
		.optional(),
	beside: z.array(z.string()).describe('measures that stand beside them in tables').optional(),
	repeats: z.int().min(1).describe('cells of each point').optional(),
	retries: z
		.int()
		.min(0)
		.describe('how often a cell is put again that something passing has disturbed')
		.optional(),
	scale: z.enum(['linear', 'log']).describe('of the axes').optional(),
	servers: z
		.record(serverName, saidServerSchema)
		.describe('servers of your own, by the name that a level has')
		.optional(),
	cpus: subjectCpusSchema
		.describe('processors of the subject: one, what the machine can spare, or all')
		.optional(),
	published: z.string().describe('the published table that it repeats').optional(),
});

/** A study with its name, which is its file's, once it is whole. */
export type Study = {
	readonly name: string;
	readonly subject: string;
	readonly question: string;
	readonly notMeasured: readonly string[];
	readonly vary: Readonly<Record<string, z.infer<typeof levels>>>;
	readonly x: string;
	readonly set: Readonly<Record<string, z.infer<typeof levelSchema>>>;
	readonly measures: readonly string[] | undefined;
	readonly beside: readonly string[] | undefined;
	readonly repeats: number;
	readonly retries: number;
	readonly scale: 'linear' | 'log';
	readonly cpus: z.infer<typeof subjectCpusSchema>;
	readonly published: string | undefined;
	readonly servers: OwnServers;
	/** The file that a message names. */
	readonly file: string;
};

/** tsc copies no data: the files stay in the project's own rig/studies/, beside dist/. */
const folder = fileURLToPath(new URL('../../../rig/studies/', import.meta.url));
const ENDING = '.yaml';
const RETRIES = 1;

/** The names of our studies. */
export function studyNames(): string[] {
	return readdirSync(folder)
		.filter(file => file.endsWith(ENDING))
		.map(file => file.slice(0, -ENDING.length))
		.sort();
}

/**
 * The study of that name, or in that file: YAML, or the run.json of a run.
 * @throws UsageError that lists what there is, or names file, line and what is allowed there.
 */
export function findStudy(asked: string): Study {
	const file = fileOf(asked, process.cwd());
	if (file.endsWith('.json')) {
		return studyOfRun(file);
	}

	const said = readWithParents(file, []);
	const {subject, question, vary, x} = said;
	const missing = Object.entries({subject, question, vary, x}).find(
		([, value]) => value === undefined,
	)?.[0];
	if (subject === undefined || question === undefined || vary === undefined || x === undefined) {
		throw new UsageError(`${file}: ${missing ?? ''} is missing; deadweight study init shows one`);
	}

	if (vary[x] === undefined) {
		throw new UsageError(
			`${file}: x is ${x}, which does not vary; what varies is ${Object.keys(vary).join(', ')}`,
		);
	}

	return {
		name: basename(file).replace(/\.ya?ml$/, ''),
		...{subject, question, vary, x, file},
		notMeasured: said.notMeasured ?? [],
		set: said.set ?? {},
		measures: said.measures,
		beside: said.beside,
		repeats: said.repeats ?? 1,
		retries: said.retries ?? RETRIES,
		scale: said.scale ?? 'linear',
		cpus: said.cpus ?? 'share',
		published: said.published,
		servers: said.servers,
	};
}

type Said = z.infer<typeof studySchema> & {readonly servers: OwnServers};

/** What a file says, over what the one says that it extends. */
function readWithParents(file: string, children: readonly string[]): Said {
	if (children.includes(file)) {
		throw new UsageError(`${file} extends itself, by ${children.join(', ')}`);
	}

	const said = absolute(readYaml(studySchema, file), file);
	if (said.extends === undefined) {
		return said;
	}

	const parent = readWithParents(fileOf(said.extends, dirname(file)), [...children, file]);
	const own = Object.keys(said.set ?? {});
	return {
		...parent,
		...said,
		vary: {
			// What it fixes does not vary, whatever its parent says.
			...Object.fromEntries(
				Object.entries(parent.vary ?? {}).filter(([factor]) => !own.includes(factor)),
			),
			...said.vary,
		},
		set: {...parent.set, ...said.set},
		servers: {...parent.servers, ...said.servers},
	};
}

/** A subject's module is named, and servers are started, from where the study lies. */
function absolute(
	{subject, servers = {}, ...said}: z.infer<typeof studySchema>,
	file: string,
): Said {
	const folder = dirname(file);
	return {
		...said,
		...(subject !== undefined && {
			subject: isModule(subject) && !isAbsolute(subject) ? resolve(folder, subject) : subject,
		}),
		servers: Object.fromEntries(
			Object.entries(servers).map(([name, server]) => [name, serverIn(folder, server)]),
		),
	};
}

function serverIn(folder: string, server: z.infer<typeof saidServerSchema>): OwnServer {
	if (typeof server === 'string') {
		return {command: server, folder};
	}

	return 'command' in server ? {...server, folder: resolve(folder, server.folder ?? '.')} : server;
}

/** The file of a study: what has a slash or an ending is a path, from `from` on. */
function fileOf(asked: string, from: string): string {
	if (/\/|\.(ya?ml|json)$/.test(asked)) {
		const path = resolve(from, asked);
		if (!existsSync(path)) {
			throw new UsageError(`there is no study in ${asked}: the file does not exist`);
		}

		return path;
	}

	const path = resolve(folder, asked + ENDING);
	if (!existsSync(path)) {
		throw new UsageError(`${noSuch('study', asked, studyNames())}; or give a file, as ./mine.yaml`);
	}

	return path;
}

/** What a run was told, as a study. */
function studyOfRun(file: string): Study {
	let run;
	try {
		run = parseStored(runSchema, readFileSync(file, 'utf8'), file, upgradeRun);
	} catch (error) {
		throw new UsageError(`${file} is no run.json: ${describe(error)}`);
	}

	const {study, design, seed: _, ...settings} = run.settings;
	if (design.kind === 'duet') {
		throw new UsageError(`${file} is of a duet: deadweight rerun plays it again`);
	}

	const {servers = {}, published} = settings;
	return {name: study, file, ...settings, servers, published};
}
