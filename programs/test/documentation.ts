// docs/programs.md names every event and every field of the contracts, and no others.
import {readFileSync} from 'node:fs';
import test from 'ava';
import {z} from 'zod';
import {blockloadEvents} from '../events/blockload.js';
import {blocksEvents} from '../events/blocks.js';
import {deadconnEvents} from '../events/deadconn.js';
import {dphttpdEvents} from '../events/dphttpd.js';
import {duetEvents} from '../events/duet.js';
import {foreignEvents} from '../events/foreign.js';
import {hogEvents} from '../events/hog.js';
import {httperfEvents} from '../events/httperf.js';
import {pipetestEvents} from '../events/pipetest.js';
import {relayEvents} from '../events/relay.js';
import {wireEvents} from '../events/wire.js';

const text = readFileSync(new URL('../../../docs/programs.md', import.meta.url), 'utf8');
const sections = new Map(
	text.split('\n## ').map(section => [section.slice(0, section.indexOf('\n')), section] as const),
);

/** The contract of a program; its own section, and those that this one refers to. */
const programs = [
	[dphttpdEvents, 'dphttpd'],
	[foreignEvents, 'foreign', 'dphttpd'],
	[relayEvents, 'relay', 'dphttpd'],
	[wireEvents, 'wire'],
	[blocksEvents, 'blocks', 'dphttpd'],
	[deadconnEvents, 'deadconn', 'dphttpd'],
	[pipetestEvents, 'pipetest', 'dphttpd'],
	[httperfEvents, 'httperf', 'dphttpd'],
	[duetEvents, 'duet', 'httperf', 'dphttpd'],
	[blockloadEvents, 'blockload', 'dphttpd'],
	[hogEvents, 'hog'],
] as const;

for (const [contract, name, ...others] of programs) {
	test(`the documentation of ${name} names its events and their fields`, t => {
		const own = sections.get(name) ?? '';
		const all = [own, ...others.map(other => sections.get(other) ?? '')].join('\n');
		const fields = fieldsOf(contract);
		t.deepEqual(
			[...fields].filter(field => !hasName(all, field)),
			[],
			'not in the documentation',
		);
		t.deepEqual(
			[...documented(own)].filter(field => !fields.has(field)),
			[],
			'not in the contract',
		);
		const examples = [...own.matchAll(/"event":"(\w+)"/g)].map(([, event]) => event as string);
		t.deepEqual(
			examples.filter(event => !(event in contract)),
			[],
			'no events of the contract',
		);
		t.deepEqual(
			Object.keys(contract).filter(event => !hasName(all, event)),
			[],
			'events that are not in the documentation',
		);
	});
}

/** Whether a text has a name as a field, "name":, or as `name` or "name". */
function hasName(section: string, name: string): boolean {
	return section.includes(`"${name}"`) || section.includes(`\`${name}\``);
}

/** The fields of a section's examples, but for counts by names of the kernel's own. */
function documented(section: string): Set<string> {
	const examples = section.replaceAll(/"syscalls":\{[^}]*\}/g, '"syscalls":{}');
	return new Set([...examples.matchAll(/"([\w.-]+)":/g)].map(([, name]) => name as string));
}

/** The names of all fields of all events, at any depth. */
function fieldsOf(contract: Readonly<Record<string, z.ZodObject>>): Set<string> {
	const names = new Set<string>();
	const gather = (schema: unknown): void => {
		if (typeof schema !== 'object' || schema === null) {
			return;
		}

		for (const [key, value] of Object.entries(schema)) {
			if (key === 'properties') {
				Object.keys(value as object).forEach(name => names.add(name));
			} else if (key === 'propertyNames') {
				((value as {enum?: string[]}).enum ?? []).forEach(name => names.add(name));
			}

			gather(value);
		}
	};
	Object.values(contract).forEach(schema => {
		gather(z.toJSONSchema(schema));
	});
	return names;
}
