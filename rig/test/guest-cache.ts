// The cache of what guests boot from: what is there stays as it is, and what is old goes.
import {mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import test from 'ava';
import {keep} from '../site/guest/cache.js';
import {temporaryFolder} from './helpers/temporary-folder.js';

test('what was not used for a day goes, also what a run that was killed was building', t => {
	const folder = temporaryFolder(t);
	const at = (name: string) => join(folder, name);
	writeFileSync(at('initramfs-old'), '');
	writeFileSync(at('base-old'), '');
	for (const name of ['staging-old', 'staging-new', 'linux@old']) {
		mkdirSync(join(at(name), 'tree'), {recursive: true});
	}

	const before = new Date(Date.now() - 25 * 3600e3);
	readdirSync(folder)
		.filter(name => name.endsWith('old'))
		.forEach(name => {
			utimesSync(at(name), before, before);
		});
	keep(at('initramfs-1'), () => Buffer.from('one'));
	t.deepEqual(readdirSync(folder).sort(), ['base-old', 'initramfs-1', 'linux@old', 'staging-new']);
	keep(at('initramfs-1'), () => t.fail('it is there'));
	t.is(readFileSync(at('initramfs-1'), 'utf8'), 'one');
});
