import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { output } from './run.mjs';
import { Stop } from './say.mjs';

const SIZE = '1600x1000x24';

/** Whether windows would have nowhere to be. */
export function lacksDisplay() {
  return process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY;
}

/**
 * Does `work` on an X server with a window manager of its own, which ends with it whatever happens.
 * `work` is given the environment that leads there.
 */
export async function withOwnDisplay(work) {
  const started = [];
  const stop = () => started.splice(0).reverse().forEach((child) => child.kill());
  const stopAndGo = () => {
    stop();
    process.exit(1);
  };
  process.on('exit', stop);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, stopAndGo);
  try {
    const display = await startServer(started);
    const env = { ...process.env, DISPLAY: display, WAYLAND_DISPLAY: '', XDG_SESSION_TYPE: 'x11', ...quietBus() };
    await startWindowManager(started, env);
    return await work(env);
  } finally {
    stop();
    process.off('exit', stop);
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.off(signal, stopAndGo);
  }
}

/** The server chooses a free number itself and tells it, so that two of them never meet. */
async function startServer(started) {
  const server = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', SIZE, '-nolisten', 'tcp'], { stdio: ['ignore', 'ignore', 'pipe', 'pipe'] });
  started.push(server);
  let error = '';
  server.stderr.on('data', (data) => (error += data));
  const number = await Promise.race([
    once(server.stdio[3], 'data').then(([data]) => String(data).trim()),
    once(server, 'exit').then(() => null),
    sleep(10_000, null, { ref: false }),
  ]);
  if (number === null) throw new Stop(`The X server did not start: ${error.trim()}`);
  return `:${number}`;
}

async function startWindowManager(started, env) {
  const manager = spawn('openbox', ['--sm-disable'], { stdio: 'ignore', env });
  started.push(manager);
  for (let i = 0; i < 200; i++) {
    if (output('xprop', ['-root', '_NET_SUPPORTING_WM_CHECK'], { env })?.includes('window id')) return;
    await sleep(25);
  }
  throw new Stop('The window manager (openbox) did not start.');
}

/** Without a session bus Chromium complains at every start; an address that leads nowhere keeps it quiet. */
function quietBus() {
  return process.env.DBUS_SESSION_BUS_ADDRESS ? {} : { DBUS_SESSION_BUS_ADDRESS: 'disabled:', NO_AT_BRIDGE: '1' };
}
