/** The X11 desktop as it runs in the app: with its thread, which has to be built before. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import type { Desktop } from '../../../main/desktop/desktop';
import { openX11Desktop, type X11Options } from '../../../main/desktop/x11/index';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'x11-thread-'));
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
let thread: Promise<string> | null = null;

/** Builds one program of ours, as the app's build does it, and gives the path of the file. */
export async function buildProgram(source: string, name: string): Promise<string> {
  await build({
    root: ROOT,
    configFile: false,
    logLevel: 'error',
    ssr: { noExternal: true },
    build: {
      ssr: join(ROOT, source),
      target: 'node18',
      outDir: folder,
      emptyOutDir: false,
      rollupOptions: { external: [/^node:/, 'electron'], output: { format: 'cjs', entryFileNames: name, codeSplitting: false } },
    },
  });
  return join(folder, name);
}

/** The thread's program, built once for a file of tests. */
export function threadFile(): Promise<string> {
  thread ??= buildProgram('main/desktop/x11/worker.ts', 'x11-worker.js');
  return thread;
}

/** Opens the X11 desktop with its thread. */
export async function openX11(options: X11Options = {}): Promise<Desktop> {
  return openX11Desktop({ ...options, threadFile: await threadFile() });
}
