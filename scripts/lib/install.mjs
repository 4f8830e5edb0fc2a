import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { ROOT, STAMPS } from './paths.mjs';
import { run } from './run.mjs';
import { say, Stop } from './say.mjs';

const stamp = join(STAMPS, 'packages');

/** Installs the packages of package-lock.json, unless just these are there. */
export async function installPackages() {
  const wanted = createHash('sha256').update(readFileSync(join(ROOT, 'package-lock.json'))).digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  say('Installing packages (npm ci) …');
  // Electron's own download is left to electron.mjs, which says what happens when it is refused.
  const code = await run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: ROOT, env: { ...process.env, ELECTRON_SKIP_BINARY_DOWNLOAD: '1' } });
  if (code !== 0) throw new Stop('The packages could not be installed: npm says why above.');
  mkdirSync(STAMPS, { recursive: true });
  writeFileSync(stamp, wanted);
}
