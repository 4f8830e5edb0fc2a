import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

// Not import.meta.dirname: a Node too old to have it must still get as far as the line that says so.
export const ROOT = resolve(fileURLToPath(import.meta.url), '../../..');

/** What is fetched once for all checkouts of this person. */
export const CACHE = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'seat-assistant');

/** What set-up remembers of the packages; gone with node_modules, which it describes. */
export const STAMPS = join(ROOT, 'node_modules', '.seat-assistant');
