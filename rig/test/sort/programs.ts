// The program of the subject that exists only for tests.
import {moduleOf} from '../../../programs/command-of.js';
import type {ProgramFiles} from '../../agent/program-files.js';

export default {sort: moduleOf('rig/test/sort')} satisfies ProgramFiles;
