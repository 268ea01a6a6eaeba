// The program of a pipetest cell.
import {moduleOf, type ProgramFiles} from '../../agent/program-files.js';

export default {pipetest: moduleOf('clients/pipetest')} satisfies ProgramFiles;
