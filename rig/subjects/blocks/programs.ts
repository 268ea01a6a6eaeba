// The programs of a cell of blocks.
import {moduleOf} from '../../../programs/command-of.js';
import type {ProgramFiles} from '../../agent/program-files.js';

export default {
	blocks: moduleOf('servers/blocks'),
	foreign: moduleOf('servers/foreign'),
	blockload: moduleOf('clients/blockload'),
	'blockload-duet': moduleOf('clients/blockload/duet'),
} satisfies ProgramFiles;
