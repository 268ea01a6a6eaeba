// An agent some of whose programs are faulty: arguments as in deadconn=/path/of/module.js.
import {serveAgent} from '../../agent/agent.js';
import {programFiles} from '../../agent/program-files.js';

const files: Record<keyof typeof programFiles, string> = {...programFiles};
for (const argument of process.argv.slice(2)) {
	const [name, file = ''] = argument.split('=', 2);
	files[name as keyof typeof programFiles] = file;
}

await serveAgent(process.stdin, process.stdout, files, {apply: () => [], restore: () => []});
