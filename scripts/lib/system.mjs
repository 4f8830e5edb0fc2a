import { existsSync, readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ROOT } from './paths.mjs';
import { has, output, runQuietly } from './run.mjs';
import { say, Stop } from './say.mjs';

/** Debian's package for each program that the tests, the benches or an own display need. */
const PROGRAMS = {
  Xvfb: 'xvfb',
  openbox: 'openbox',
  mousepad: 'mousepad',
  xclip: 'xclip',
  xdotool: 'xdotool',
  wmctrl: 'wmctrl',
  xprop: 'x11-utils',
  import: 'imagemagick',
  copyq: 'copyq',
};

export const DISPLAY_PROGRAMS = ['Xvfb', 'openbox'];
export const TEST_PROGRAMS = [...DISPLAY_PROGRAMS, 'mousepad', 'xclip', 'xdotool', 'wmctrl', 'xprop', 'import', 'copyq'];
export const BENCH_PROGRAMS = TEST_PROGRAMS;

/** What Electron and our addons link against; the other libraries come with these. */
const LIBRARIES = ['libgtk-3-0', 'libnss3', 'libasound2', 'libgbm1', 'libxtst6'];

/**
 * Sees to it that Electron finds its shared libraries, Chinese has a font and `programs` are there. Installs what is
 * missing when root on Debian or Ubuntu; else says the exact command and stops.
 * @param {string} electron
 * @param {string[]} programs
 */
export async function prepareSystem(electron, programs = []) {
  if (process.platform !== 'linux') return;
  const lacking = missing(electron, programs);
  if (lacking.packages.length > 0) {
    if (!has('apt-get')) throw new Stop(`Missing on this machine: ${lacking.what.join(', ')}.\nInstall them with your package manager (on Debian: ${lacking.packages.join(' ')}), then start again.`);
    if (process.getuid() !== 0) throw new Stop(`Missing on this machine: ${lacking.what.join(', ')}.\nInstall them, then start again:\n  sudo apt-get update && sudo apt-get install -y ${renamed(lacking.packages).join(' ')}`);
    await install(lacking.packages);
    const left = missing(electron, programs);
    if (left.what.length > 0) throw new Stop(`Still missing after the installation: ${left.what.join(', ')}.`);
  }
}

function missing(electron, programs) {
  const libraries = [electron, ...addons()].flatMap((file) => missingLibraries(output('ldd', [file]) ?? ''));
  const font = output('fc-list', [':lang=zh'])?.trim() ? [] : ['a Chinese font'];
  const absent = programs.filter((program) => !has(program));
  return {
    what: [...new Set(libraries), ...font, ...absent],
    packages: [
      ...(libraries.length > 0 ? LIBRARIES : []),
      // fontconfig brings fc-list, by which a font is found.
      ...(font.length > 0 ? ['fontconfig', 'fonts-noto-cjk'] : []),
      ...absent.map((program) => PROGRAMS[program]),
    ],
  };
}

/** The libraries that ldd did not find. */
export function missingLibraries(ldd) {
  return [...ldd.matchAll(/^\s*(\S+) => not found/gm)].map(([, name]) => name);
}

/** Our addons that link against the desktop's libraries. */
function addons() {
  const folder = join(ROOT, 'node_modules', '@nut-tree-fork', 'libnut-linux', 'build', 'Release');
  return existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.node')).map((name) => join(folder, name)) : [];
}

async function install(packages) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  // What packages say while they are set up is of use only when it fails.
  const apt = (...args) => runQuietly('apt-get', ['-qq', ...args], { env });
  const fetchLists = async () => {
    say('Fetching the lists of packages (apt-get update) …');
    if ((await apt('-o', 'Acquire::Retries=2', 'update')) !== 0) throw new Stop('apt-get update failed: it says why above.');
  };
  const installThem = () => apt('-o', 'Dpkg::Use-Pty=0', '-o', 'DPkg::Lock::Timeout=120', 'install', '-y', '--no-install-recommends', ...renamed(packages));
  // A machine whose lists are there need not fetch them again, unless they turn out to be old.
  const fresh = !packages.every(isKnown);
  if (fresh) await fetchLists();
  say(`Installing ${renamed(packages).join(' ')} (apt-get) …`);
  if ((await installThem()) === 0) return say('Installed.');
  if (!fresh) {
    await fetchLists();
    if ((await installThem()) === 0) return say('Installed.');
  }
  throw new Stop('apt-get could not install them: it says why above.');
}

/** Debian 13 and Ubuntu 24 renamed some libraries: "libgtk-3-0" became "libgtk-3-0t64". */
function renamed(packages) {
  return packages.map((name) => (isPackage(`${name}t64`) ? `${name}t64` : name));
}

const isKnown = (name) => isPackage(name) || isPackage(`${name}t64`);

function isPackage(name) {
  return /^Package: /m.test(output('apt-cache', ['show', name], { stdio: ['ignore', 'pipe', 'ignore'] }) ?? '');
}

/**
 * Chromium's sandbox needs user namespaces, which some systems (Ubuntu 24, many containers) keep from ordinary users;
 * then its helper must belong to root. Throws Stop with the command for that. Root runs without a sandbox.
 */
export function checkSandbox(electron) {
  if (process.platform !== 'linux' || process.getuid() === 0 || !has('unshare') || output('unshare', ['--user', '--map-root-user', '--net', 'true']) !== null) return;
  const helper = join(dirname(electron), 'chrome-sandbox');
  const status = statSync(helper, { throwIfNoEntry: false });
  if (!status || (status.uid === 0 && (status.mode & 0o4000) !== 0)) return;
  throw new Stop(`This system lets Chromium's sandbox start only by a helper that belongs to root. Make it so, then start again:\n  sudo chown root:root '${helper}' && sudo chmod 4755 '${helper}'`);
}
