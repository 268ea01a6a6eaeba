// A server of the user's own: a command line that starts it, or where it runs already.
import {z} from 'zod';

/** What its name may be made of: a level of a choice has settings behind a comma, a build behind @. */
export const serverName = z.string().regex(/^[\w.-]+$/);

const command = z
	.string()
	.min(1)
	.describe(
		'its command line, split into words without a shell; {port} is where it is to listen, as is the environment variable PORT',
	);
const attach = z.string().describe('HOST:PORT of one that runs already; it is never ended');
const pid = z.int().min(2).describe('of its first process');
const cgroup = z
	.string()
	.describe('the path of its control group of version 2, as /system.slice/nginx.service');

/** As run.json keeps it. `folder` is that it is started in. */
export const ownServerSchema = z.union([
	z.strictObject({command, folder: z.string()}),
	z.strictObject({attach, pid}),
	z.strictObject({attach, cgroup}),
]);
export type OwnServer = z.infer<typeof ownServerSchema>;

/** By name. */
export type OwnServers = Readonly<Record<string, OwnServer>>;

/** As a study's file has it: a command line alone is enough, and is started from where the file lies. */
export const saidServerSchema = z.union([
	command,
	z.strictObject({command, folder: z.string().optional()}),
	z.strictObject({attach, pid}),
	z.strictObject({attach, cgroup}),
]);
