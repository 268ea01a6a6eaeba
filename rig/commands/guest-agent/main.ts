// The agent of a guest: as deadweight agent, without the command line, which takes long to load where
// processors are emulated.
import {serveAgent} from '../../agent/agent.js';
import {findPrograms} from '../../subjects/subject.js';

// The guest's sysctls are set as it boots, and end with it.
await serveAgent(process.stdin, process.stdout, await findPrograms(), {
	apply: () => [],
	restore: () => [],
});
