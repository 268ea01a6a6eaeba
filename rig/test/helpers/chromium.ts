// A real Chromium, where Debian's package has put one.
import {existsSync} from 'node:fs';

/** Its program; undefined where there is none. */
export const chromium = [
	'/usr/bin/chromium-headless-shell',
	'/usr/lib/chromium/chromium-headless-shell',
	'/usr/bin/chromium',
].find(path => existsSync(path));
