// What the clients ask a server for, as their arguments.

/** A request. */
export type Request = {
	readonly path: string;
	/** Fields of its header, `Name: value`, with `\n` between them; none: those of the program alone. */
	readonly header: string;
};

/** What is asked for where nobody says otherwise. */
export const usualRequest: Request = {path: '/', header: ''};

/** The arguments for it, where it is not the usual one; `pathOption` is what the program calls the path. */
export function requestArguments(pathOption: string, {path, header}: Request): string[] {
	return [
		...(path === '/' ? [] : [`${pathOption}=${path}`]),
		...(header === '' ? [] : [`--add-header=${header}\\n`]),
	];
}

/** The same of what is spoken: to a client TLS is one, whether GnuTLS or the kernel makes the server's records. */
export function securityArguments({security = 'plain'}: {readonly security?: string}): string[] {
	return security === 'plain' ? [] : ['--security', 'tls'];
}
