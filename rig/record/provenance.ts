// Which version of the project a run was made with.
import {execa} from 'execa';
import {z} from 'zod';

/** The commit of a checkout, and whether it was as committed; null where it is none. */
export const gitSchema = z.object({commit: z.string(), clean: z.boolean()}).nullable();

/** The commit of the project's checkout; null where it is none, or there is no git. */
export async function readGit(): Promise<z.infer<typeof gitSchema>> {
	// dist/rig/record/ lies three folders below the project's own.
	const cwd = new URL('../../../', import.meta.url);
	// GIT_DIR and its like, as a hook of git sets them, would name another repository (git(1)).
	const env = Object.fromEntries(
		Object.entries(process.env).filter(([name]) => !name.startsWith('GIT_')),
	);
	const git = async (...args: string[]) =>
		execa('git', args, {cwd, env, extendEnv: false, reject: false, timeout: 10_000});
	const [head, status] = await Promise.all([
		git('rev-parse', '--show-prefix', 'HEAD'),
		git('status', '--porcelain', '--untracked-files=no'),
	]);
	// A prefix: the project only lies somewhere in the checkout of another.
	const [prefix, commit] = head.exitCode === 0 ? head.stdout.split('\n') : [];
	return prefix === '' && commit !== undefined ? {commit, clean: status.stdout === ''} : null;
}
