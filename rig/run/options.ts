// What the hosts of a run have of each choice that depends on them.
import {parseChoice} from '../method/factor.js';
import type {Option} from '../record/option.js';
import type {OwnServers} from '../record/own-server.js';
import type {Site} from '../site/site.js';
import type {Probe, Subject} from '../subjects/subject.js';
import type {Asked} from './wanted.js';

/** Those of this build, and those of the others by names that say so, as epoll@/other/checkout. */
export async function findOptions(
	site: Site,
	{probes, contender}: Subject,
	{asked, servers = {}}: {asked: Asked; servers?: OwnServers | undefined},
	signal: AbortSignal,
): Promise<Record<string, Option[]>> {
	const found: Record<string, Option[]> = {};
	for (const [name, probe] of Object.entries(probes)) {
		found[name] = await findAll(site, probe, asked[name] ?? 'all', {
			servers: name === contender ? servers : {},
			signal,
		});
	}

	return found;
}

async function findAll(
	site: Site,
	probe: Probe,
	asked: readonly string[] | 'all',
	{servers, signal}: {servers: OwnServers; signal: AbortSignal},
): Promise<Option[]> {
	const names = asked === 'all' ? asked : asked.map(name => parseChoice(name).name);
	const own = await probe(site.server.host, names, signal, servers);
	const others = await Promise.all(
		[...site.builds].map(async ([build, host]) =>
			(await probe(host, 'all', signal, {})).map(({name, aliases = [], ...rest}) => ({
				...rest,
				name: `${name}@${build}`,
				aliases: aliases.map(alias => `${alias}@${build}`),
			})),
		),
	);
	return [...own, ...others.flat()];
}
