// An agent some of whose programs are faulty: arguments as in deadconn=/path/of/module.js.
import {serveAgent} from '../../agent/agent.js';
import {findPrograms} from '../../subjects/subject.js';

const faulty = Object.fromEntries(
	process.argv.slice(2).map(argument => argument.split('=', 2) as [string, string]),
);
const files = {...(await findPrograms()), ...faulty};
await serveAgent(process.stdin, process.stdout, files, {apply: () => [], restore: () => []});
