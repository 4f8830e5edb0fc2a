import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT, STAMPS } from './paths.mjs';
import { npm } from './run.mjs';
import { say, Stop } from './say.mjs';

/** Installs the packages of package-lock.json, unless just these are there. */
export async function installPackages() {
  const stamp = join(STAMPS, 'packages');
  const lock = readFileSync(join(ROOT, 'package-lock.json'), 'utf8');
  const wanted = createHash('sha256').update(`${process.platform} ${process.arch}\n${lock}`).digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  if (!areInstalled(JSON.parse(lock), installedNow())) await install();
  mkdirSync(STAMPS, { recursive: true });
  writeFileSync(stamp, wanted);
}

async function install() {
  say('Installing packages (npm ci) …');
  // A registry that refuses is told of within seconds, not after the minutes that npm would go on trying.
  const patience = ['--fetch-retries=2', '--fetch-retry-mintimeout=1000', '--fetch-retry-maxtimeout=5000', '--fetch-timeout=60000'];
  // Electron's own download is left to electron.mjs, which says what happens when it is refused.
  const env = { ...process.env, ELECTRON_SKIP_BINARY_DOWNLOAD: '1' };
  const code = await npm(['ci', '--no-audit', '--no-fund', '--loglevel=error', ...patience], { cwd: ROOT, env });
  if (code !== 0) throw new Stop('The packages could not be installed: npm says why above.');
  say('Packages installed.');
}

/** npm's own note of what is in node_modules, which it writes at the end of an install; null when there is none. */
function installedNow() {
  try {
    return JSON.parse(readFileSync(join(ROOT, 'node_modules', '.package-lock.json'), 'utf8'));
  } catch {
    return null;
  }
}

/**
 * Whether what is installed is what the lockfile wants, so that an install made by hand is left as it is. An
 * optional package may be missing when it is for another system.
 * @param {{ packages: Record<string, object> }} lock a package-lock.json
 * @param {{ packages: Record<string, object> } | null} installed a node_modules/.package-lock.json
 * @param {{ platform: string, arch: string }} machine
 */
export function areInstalled(lock, installed, { platform, arch } = process) {
  if (!installed) return false;
  const { '': _, ...wanted } = lock.packages;
  if (Object.keys(installed.packages).some((path) => !(path in wanted))) return false;
  return Object.entries(wanted).every(([path, entry]) => {
    const there = installed.packages[path];
    if (!there) return entry.optional === true && !fits(entry, { platform, arch });
    return there.version === entry.version && there.integrity === entry.integrity;
  });
}

/** Whether npm installs an optional package here. Which C library it is for is not looked at: it counts as another system. */
function fits({ os, cpu, libc }, { platform, arch }) {
  return !libc && Boolean(os ?? cpu) && (!os || os.includes(platform)) && (!cpu || cpu.includes(arch));
}
