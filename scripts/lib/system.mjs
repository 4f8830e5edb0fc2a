import { existsSync, readFileSync } from 'node:fs';
import { has, output, run } from './run.mjs';
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
  convert: 'imagemagick',
  copyq: 'copyq',
};

export const DISPLAY_PROGRAMS = ['Xvfb', 'openbox', 'xprop'];
export const TEST_PROGRAMS = [...DISPLAY_PROGRAMS, 'mousepad', 'xclip', 'xdotool', 'wmctrl', 'convert', 'copyq'];
export const BENCH_PROGRAMS = TEST_PROGRAMS;

/**
 * Sees to it that Electron finds its shared libraries, Chinese has a font and `programs` are there. Installs what is
 * missing when root on Debian or Ubuntu; else says the exact command and stops.
 */
export async function prepareSystem(electron, programs = []) {
  if (process.platform !== 'linux') return;
  const packages = [
    ...(lacksLibraries(electron) ? libraries() : []),
    ...(output('fc-list', [':lang=zh'])?.trim() ? [] : ['fontconfig', 'fonts-noto-cjk']),
    ...programs.filter((program) => !has(program)).map((program) => PROGRAMS[program]),
  ];
  if (packages.length === 0) return;
  const list = [...new Set(packages)].join(' ');
  if (!isDebian()) throw new Stop(`Missing on this machine: ${list} (Debian's names). Install them with your package manager, then start again.`);
  if (process.getuid() !== 0) throw new Stop(`Missing on this machine: ${list}\nInstall them, then start again:\n  sudo apt-get update && sudo apt-get install -y --no-install-recommends ${list}`);
  await install(list.split(' '));
}

async function install(packages) {
  say(`Installing ${packages.join(' ')} …`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const options = { env, stdio: ['ignore', 'ignore', 2] };
  const apt = ['install', '-y', '-qq', '--no-install-recommends', ...packages];
  // A machine whose lists are fresh need not fetch them again; a bare one has none and fails at first.
  if ((await run('apt-get', apt, { env, stdio: 'ignore' })) === 0) return;
  if ((await run('apt-get', ['update', '-qq'], options)) !== 0 || (await run('apt-get', apt, options)) !== 0) {
    throw new Stop('apt-get could not install them: it says why above.');
  }
}

/** Debian 13 and Ubuntu 24 renamed two of them. */
function libraries() {
  const renamed = output('apt-cache', ['show', 'libgtk-3-0t64'])?.includes('Package:') ? 't64' : '';
  return [`libgtk-3-0${renamed}`, 'libnss3', `libasound2${renamed}`, 'libgbm1'];
}

function lacksLibraries(electron) {
  return output('ldd', [electron])?.includes('not found') ?? false;
}

function isDebian() {
  return existsSync('/etc/os-release') && /^ID(_LIKE)?=.*(debian|ubuntu)/m.test(readFileSync('/etc/os-release', 'utf8'));
}
