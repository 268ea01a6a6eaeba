// A mechanism of another build, as cells, rows and graphs name it: epoll@/path/of/checkout.

/** What a name says: the mechanism, and the checkout whose server has it; undefined: this one's. */
export function splitBuild(name: string): {mechanism: string; build: string | undefined} {
	const at = name.indexOf('@');
	return at < 0
		? {mechanism: name, build: undefined}
		: {mechanism: name.slice(0, at), build: name.slice(at + 1)};
}

/** The name of a mechanism of that build. */
export function withBuild(mechanism: string, build: string): string {
	return `${mechanism}@${build}`;
}

/** The other builds that mechanisms are of. */
export function buildsOf(names: readonly string[]): string[] {
	return [...new Set(names.flatMap(name => splitBuild(name).build ?? []))];
}
