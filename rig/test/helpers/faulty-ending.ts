// deadconn that does all it should, and then ends with a status of its own.
import {spawn} from 'node:child_process';
import programFiles from '../../subjects/dphttpd/programs.js';

const deadconn = spawn(process.execPath, [programFiles.deadconn, ...process.argv.slice(2)], {
	stdio: 'inherit',
});
deadconn.on('exit', () => process.exit(3));
