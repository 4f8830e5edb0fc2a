/** `npm start [-- --demo]`: from a fresh clone to the open app. */
import { spawn } from 'node:child_process';
import { electronFlags } from './lib/electron.mjs';
import { lacksDisplay, withOwnDisplay } from './lib/display.mjs';
import { ROOT } from './lib/paths.mjs';
import { main, say } from './lib/say.mjs';
import { setUp } from './lib/setup.mjs';
import { DISPLAY_PROGRAMS } from './lib/system.mjs';

main(async () => {
  const hidden = lacksDisplay();
  const electron = await setUp({ programs: hidden ? DISPLAY_PROGRAMS : [] });
  const flags = electronFlags();
  if (flags.length > 0) say("Running as root: Chromium's sandbox is off (--no-sandbox).");
  const given = process.argv.slice(2);
  if (!hidden) return open(electron, [...flags, ROOT, ...given], process.env);
  say('No display here: an X server and a window manager of our own are started. As nobody could click there, the demo runs and ends.');
  const demo = given.includes('--demo') ? given : ['--demo', ...given];
  return withOwnDisplay((env) => open(electron, [...flags, '--disable-gpu', ROOT, ...demo], env));
});

function open(electron, args, env) {
  const app = spawn(electron, args, { cwd: ROOT, env, stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => app.kill(signal));
  return new Promise((resolve, reject) => {
    app.once('error', reject);
    app.once('exit', (code, signal) => resolve(signal ? 1 : (code ?? 1)));
  });
}
