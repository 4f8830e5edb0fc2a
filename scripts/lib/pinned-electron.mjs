import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { say } from './say.mjs';
import { runWatched } from './watched.mjs';

const packageOf = (root) => join(root, 'node_modules', 'electron');

/** The version that package.json pins. */
export function pinnedVersion(root) {
  return JSON.parse(readFileSync(join(packageOf(root), 'package.json'), 'utf8')).version;
}

/** The binary of the pinned package, or null when it has not been downloaded, or only in part. */
export function pinnedElectron(root) {
  const folder = packageOf(root);
  try {
    // The installer writes path.txt last.
    const path = join(folder, 'dist', readFileSync(join(folder, 'path.txt'), 'utf8'));
    const version = readFileSync(join(folder, 'dist', 'version'), 'utf8').replace(/^v/, '');
    return version === pinnedVersion(root) && existsSync(path) ? path : null;
  } catch {
    return null;
  }
}

/**
 * Downloads by Electron's own installer, which honours its mirror variables, checks and caches.
 * @returns {Promise<string | null>} the reason when it fails
 */
export async function downloadPinned(root) {
  say(`Downloading Electron ${pinnedVersion(root)} …`);
  const folder = packageOf(root);
  // A folder for temporary files that is its own: it can be seen growing, and is gone afterwards.
  const temporary = mkdtempSync(join(tmpdir(), 'seat-electron-'));
  const { ELECTRON_RUN_AS_NODE: _, ...env } = process.env;
  Object.assign(env, { TMPDIR: temporary, TEMP: temporary, TMP: temporary });
  const reasons = fileURLToPath(new URL('fetch-reason.cjs', import.meta.url));
  try {
    const { code, printed, stalled } = await runWatched(process.execPath, ['--require', reasons, join(folder, 'install.js')], {
      env,
      folders: [temporary, join(folder, 'dist')],
    });
    if (stalled) return 'nothing came for 20 s';
    if (code !== 0) return reasonIn(printed);
    if (!pinnedElectron(root)) return 'its installer ended without it';
    say('Electron downloaded.');
    return null;
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

/** The message of the error whose stack the installer prints. */
function reasonIn(printed) {
  const line = printed.split('\n').find((text) => /^\w*Error: ./.test(text)) ?? printed.trim().split('\n').at(-1);
  return line?.replace(/^\w*Error: /, '').slice(0, 200) || 'its installer failed';
}
