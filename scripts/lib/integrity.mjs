import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { Stop } from './say.mjs';

/** Throws Stop when a file is not, byte for byte, what it should be. `integrity` is as in a lockfile: "sha512-<base64>". */
export function checkIntegrity(file, integrity) {
  const [, algorithm, wanted] = /^(\w+)-(.+)$/.exec(integrity);
  const bytes = readFileSync(file);
  const found = createHash(algorithm).update(bytes).digest('base64');
  if (found === wanted) return;
  throw new Stop(`${basename(file)} is not the file that was expected: its ${algorithm} does not match (${bytes.length} bytes came). Nothing of it was kept; start again to fetch it anew.`);
}
