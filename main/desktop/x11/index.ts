/**
 * Opens the X11 desktop, in a thread of its own where it can.
 *
 * Why a thread: what we put on the clipboard we must serve to whoever asks, and one who asks is Electron
 * itself, for our own windows. Chromium waits for the answer without letting the main thread run; were it the
 * main thread that had to give it, a paste into our own editor would stop the whole app for 12 seconds (seen
 * with Electron 25), and give nothing.
 */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Desktop } from '../desktop';
import { openLocalX11Desktop } from './local';
import { RemoteX11Desktop } from './remote';

/** The thread's program, built from worker.ts, lies beside the program that this file is built into. */
const THREAD_FILE = 'x11-worker.js';

export interface X11Options {
  /** Name of the X server as in $DISPLAY, which is the default. */
  display?: string;
  /** Called once when the X server goes away. Afterwards nothing is reported, and what is asked for fails or is empty. */
  onLost?: (error: Error) => void;
  /** The thread's program, when it lies somewhere else. */
  threadFile?: string;
}

/** Connects to the X server. Rejects when there is none. */
export async function openX11Desktop(options: X11Options = {}): Promise<Desktop> {
  const { display, onLost = () => undefined } = options;
  const file = options.threadFile ?? join(dirname(fileURLToPath(import.meta.url)), THREAD_FILE);
  if (options.threadFile !== undefined || existsSync(file)) return RemoteX11Desktop.open(file, display, onLost);
  // Not built (tests of single parts): without Electron in the process nobody waits for himself.
  if (process.versions['electron']) process.emitWarning(`${THREAD_FILE} is missing: pasting into windows of our own will stall`);
  return openLocalX11Desktop(display, onLost);
}
