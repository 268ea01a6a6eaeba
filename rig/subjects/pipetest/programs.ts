// The program of a pipetest cell.
import {moduleOf} from '../../../programs/command-of.js';
import type {ProgramFiles} from '../../agent/program-files.js';

export default {pipetest: moduleOf('clients/pipetest')} satisfies ProgramFiles;
