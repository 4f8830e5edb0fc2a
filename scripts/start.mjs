/** `npm start [-- --demo]`: from a fresh clone to the open app. Other flags are handed on to the app. */
import { lacksDisplay, withOwnDisplay } from './lib/display.mjs';
import { electronFlags } from './lib/electron.mjs';
import { runInFront } from './lib/passing.mjs';
import { ROOT } from './lib/paths.mjs';
import { main, say } from './lib/say.mjs';
import { setUp } from './lib/setup.mjs';
import { checkSandbox, DISPLAY_PROGRAMS } from './lib/system.mjs';

/** The demo takes less than a minute; where nobody can close the app, it must not stand for ever, in ms. */
const DEMO_MS = 5 * 60_000;
/** Where there is no desktop there is mostly no D-Bus either, which Chromium tells at length and does without. */
const NO_BUS = /:ERROR:(dbus\/)?bus\.cc\b/;

main(async () => {
  const hidden = lacksDisplay();
  const electron = await setUp({ programs: hidden ? DISPLAY_PROGRAMS : [] });
  checkSandbox(electron);
  const flags = electronFlags();
  if (flags.length > 0) say("Running as root: Chromium's sandbox is off (--no-sandbox).");
  const given = process.argv.slice(2);
  if (!hidden) return open(electron, [...flags, ROOT, ...given], process.env);
  say('No display here: an X server and a window manager of our own are started. As nobody could click there, the demo runs and ends.');
  const demo = given.includes('--demo') ? given : ['--demo', ...given];
  return withOwnDisplay((env) => open(electron, [...flags, '--disable-gpu', ROOT, ...demo], env, { drop: NO_BUS, limitMs: DEMO_MS }));
});

function open(electron, args, env, options) {
  // Editors built on Electron hand this on to their terminals; with it, Electron would be a plain Node.
  const { ELECTRON_RUN_AS_NODE: _, ...rest } = env;
  return runInFront(electron, args, { cwd: ROOT, env: rest, ...options });
}
