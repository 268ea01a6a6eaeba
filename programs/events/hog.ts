// What hog says (docs/programs.md).
import {z} from 'zod';
import {count} from './figures.js';

export const hogEvents = {ready: z.object({event: z.literal('ready'), pid: count})};
