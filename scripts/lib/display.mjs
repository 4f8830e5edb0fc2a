import { spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { has } from './run.mjs';
import { Stop } from './say.mjs';

const SIZE = '1600x1000x24';
/** An X server or a window manager that has not started after this long will not, in ms. */
const START_MS = 20_000;
/** How long an ended program's windows get to close before their X server goes, in ms. */
const END_MS = 3_000;
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** Whether windows would have nowhere to be. */
export function lacksDisplay(env = process.env, platform = process.platform) {
  return platform === 'linux' && !env.DISPLAY && !env.WAYLAND_DISPLAY;
}

/**
 * Does `work` on an X server with a window manager of its own, which ends with it whatever happens.
 * @param {(env: NodeJS.ProcessEnv) => Promise<number>} work is given the environment that leads there
 */
export async function withOwnDisplay(work) {
  const started = [];
  const killAll = () => started.forEach((child) => child.kill('SIGKILL'));
  process.once('exit', killAll);
  for (const signal of SIGNALS) process.on(signal, stopAlone);
  try {
    const display = await startServer(started);
    const env = ownEnvironment(display);
    await startWindowManager(started, env);
    return await work(env);
  } finally {
    for (const child of started.toReversed()) await end(child);
    process.off('exit', killAll);
    for (const signal of SIGNALS) process.off(signal, stopAlone);
  }
}

/** A program in front ends first and everything after it in order; while there is none yet, this is the end. */
function stopAlone(signal) {
  if (process.listenerCount(signal) === 1) process.exit(1);
}

function ownEnvironment(display) {
  const env = { ...process.env, DISPLAY: display, XDG_SESSION_TYPE: 'x11' };
  // Programs that find a Wayland session would open their windows there.
  delete env.WAYLAND_DISPLAY;
  // Without a session bus Chromium and GTK complain at every start; an address that leads nowhere keeps them quiet.
  if (!env.DBUS_SESSION_BUS_ADDRESS) Object.assign(env, { DBUS_SESSION_BUS_ADDRESS: 'disabled:', NO_AT_BRIDGE: '1' });
  return env;
}

/** The server chooses a free number itself and tells it, so that two of them never meet. */
async function startServer(started) {
  const server = launch('Xvfb', ['-displayfd', '3', '-screen', '0', SIZE, '-nolisten', 'tcp', '-noreset'], { stdio: ['ignore', 'ignore', 'pipe', 'pipe'] });
  started.push(server);
  const number = await firstLine(server, server.stdio[3], 'The X server (Xvfb)');
  return `:${number}`;
}

async function startWindowManager(started, env) {
  // openbox runs its startup command once it manages the windows.
  const manager = launch('openbox', ['--sm-disable', '--startup', 'echo ready'], { stdio: ['ignore', 'pipe', 'pipe'], env });
  started.push(manager);
  await firstLine(manager, manager.stdout, 'The window manager (openbox)');
}

/**
 * In a process group of its own, so that Ctrl+C ends the app first; and, where the system can do that, ended by the
 * kernel even if this process is killed.
 */
function launch(command, args, options) {
  const [program, ...first] = has('setpriv') ? ['setpriv', '--pdeathsig', 'KILL', command] : [command];
  return spawn(program, [...first, ...args], { ...options, detached: true });
}

/** The first line that a program prints on `stream`. Throws Stop with what it said on stderr when none comes. */
function firstLine(child, stream, name) {
  return new Promise((resolve, reject) => {
    let errors = '';
    let text = '';
    const timer = setTimeout(() => fail(`nothing happened for ${START_MS / 1000} s`), START_MS);
    const fail = (reason) => {
      clearTimeout(timer);
      reject(new Stop(`${name} did not start: ${errors.trim() || reason}`));
    };
    child.stderr.on('data', (data) => (errors += data));
    child.once('error', (error) => fail(error.message));
    child.once('exit', (code, signal) => fail(`it ended with ${signal ?? code}`));
    stream.on('data', (data) => {
      text += data;
      if (!text.includes('\n')) return;
      clearTimeout(timer);
      resolve(text.split('\n')[0].trim());
    });
  });
}

/** Asks a program to end, and sees to it. */
async function end(child) {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  await Promise.race([gone, sleep(END_MS, null, { ref: false })]);
  child.kill('SIGKILL');
}
