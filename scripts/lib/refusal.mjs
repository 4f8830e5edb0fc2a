import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** How long a refused download is not tried again. */
const REFUSED_MS = 24 * 60 * 60 * 1000;

/** Variables that decide where Electron is downloaded from, and through what; another value is another try. */
const WAY = /^((npm_(package_)?config_)?electron_(\w*mirror|custom_\w+|get_use_proxy|config_cache|use_remote_checksums)|(https?|all|no)_proxy|node_extra_ca_certs)$/i;

const fileOf = (cache, version) => join(cache, `electron-${version}-refused.json`);

function wayOf(env) {
  return JSON.stringify(Object.entries(env).filter(([name]) => WAY.test(name)).sort());
}

/** Notes that the download of this version was refused, so that the next start does not try it again. */
export function rememberRefusal(cache, version, env, reason) {
  mkdirSync(cache, { recursive: true });
  writeFileSync(fileOf(cache, version), JSON.stringify({ at: Date.now(), reason, way: wayOf(env) }));
}

/** Why it was refused within the last 24 hours and on the same way, and when; else null. */
export function recallRefusal(cache, version, env, now = Date.now()) {
  try {
    const { at, reason, way } = JSON.parse(readFileSync(fileOf(cache, version), 'utf8'));
    if (way !== wayOf(env) || now < at || now - at > REFUSED_MS) return null;
    return `${reason}; tried ${ago(now - at)} ago, again after a day`;
  } catch {
    return null;
  }
}

export function forgetRefusal(cache, version) {
  rmSync(fileOf(cache, version), { force: true });
}

function ago(ms) {
  const minutes = Math.round(ms / 60_000);
  return minutes < 120 ? `${minutes} min` : `${Math.round(minutes / 60)} h`;
}
