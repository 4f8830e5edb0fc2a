import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** One hash over the names and contents of all files in `paths` (files or folders of `root`; one may be missing). */
export function hashOf(root, paths) {
  const hash = createHash('sha256');
  const add = (path) => {
    const full = join(root, path);
    const status = statSync(full, { throwIfNoEntry: false });
    if (!status) return;
    if (status.isDirectory()) return readdirSync(full).sort().forEach((name) => add(`${path}/${name}`));
    const content = readFileSync(full);
    hash.update(`${path}\0${content.length}\0`).update(content);
  };
  paths.forEach((path) => add(path));
  return hash.digest('hex');
}

/** Whether the stamp file says that this very state has been dealt with. */
export function isStamped(file, wanted) {
  try {
    return readFileSync(file, 'utf8') === wanted;
  } catch {
    return false;
  }
}
