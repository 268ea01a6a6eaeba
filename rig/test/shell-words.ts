// Commands that are printed to be pasted name folders as a shell reads them.
import test from 'ava';
import {execaSync} from 'execa';
import {againSection} from '../output/report/again.js';
import {shellWord} from '../output/shell-word.js';
import {someRun} from './helpers/rows.js';

test('a shell reads each word as it was', t => {
	const words = ['results/quick-2026', 'a#b', '#', 'a b', "it's", '$HOME', '*', '~', '', 'ä', '-'];
	const {stdout} = execaSync('sh', ['-c', `printf '%s\\n' ${words.map(shellWord).join(' ')}`]);
	t.deepEqual(stdout.split('\n'), words);
	t.is(shellWord('results/quick-2026'), 'results/quick-2026');
	t.regex(againSection('/tmp/a b', someRun()).text ?? '', /^deadweight rerun '\/tmp\/a b': /);
});
