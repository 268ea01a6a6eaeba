// The agent of a guest: as deadweight agent, without the command line, which takes long to load where
// processors are emulated.
import {serveAgent} from '../../agent/agent.js';
import {programFiles} from '../../agent/program-files.js';

// The guest's sysctls are set as it boots, and end with it.
await serveAgent(process.stdin, process.stdout, programFiles, {apply: () => [], restore: () => []});
