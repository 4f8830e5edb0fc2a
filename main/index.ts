/** The app's entry point: one instance, a data folder, and a seat in it. */
import { app, dialog } from 'electron';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runDemo } from './demo';
import { openSeat } from './seat';
import { registerScheme, servePages } from './windows/protocol';
import { denyPermissions } from './windows/window';

const demo = process.argv.includes('--demo');
// Tests and the demo work in a folder of their own, so that an agent's rules and settings are never touched.
const folder = process.env['SEAT_ASSISTANT_DATA'] ?? (demo ? mkdtempSync(join(tmpdir(), 'seat-demo-')) : undefined);
if (folder) app.setPath('userData', folder);

// Whoever reads along may stop (`npm start | head`): what is printed is then lost, the work is not.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);

registerScheme();

if (app.requestSingleInstanceLock()) start().catch(stop);
else app.quit();

/** Nothing stands yet that could show an error: a box of the system's does, and the app ends. */
function stop(error: unknown): void {
  const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`${reason}\n`);
  if (!demo) dialog.showErrorBox('坐席助手打不开 · Seat assistant cannot start', reason);
  app.exit(1);
}

async function start(): Promise<void> {
  await app.whenReady();
  servePages(join(__dirname, '..', 'renderer'));
  denyPermissions();
  const opening = openSeat(app.getPath('userData'));
  app.on('window-all-closed', () => app.quit());
  app.once('will-quit', (event) => {
    // The clipboard is handed on and the library closed in order, also when the agent quits while it is being opened.
    event.preventDefault();
    void opening.then((seat) => seat.close()).finally(() => app.exit(Number(process.exitCode ?? 0)));
  });
  const seat = await opening;
  app.on('second-instance', () => seat.showPanel());
  if (!demo) return;
  const passed = await runDemo(seat);
  process.exitCode = passed ? 0 : 1;
  app.quit();
}
