import { homedir } from 'node:os';
import { join } from 'node:path';

export const ROOT = join(import.meta.dirname, '..', '..');

/** What is fetched once for all checkouts of this person. */
export const CACHE = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'seat-assistant');

/** What set-up remembers of this checkout; gone with node_modules, which it describes. */
export const STAMPS = join(ROOT, 'node_modules', '.seat-assistant');
