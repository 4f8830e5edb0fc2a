import { cpSync, existsSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { ROOT } from './paths.mjs';
import { say } from './say.mjs';
import { hashOf, isStamped } from './stamp.mjs';

/** Left outside the bundles of the main process: Electron, Node, and the addons that bring binaries of their own. */
const NODE = [/^node:/, ...builtinModules];
const ADDONS = ['libsql', /^@libsql\//, /^@miniben90\/x-win/, /^@nut-tree-fork\/libnut/];
const SOURCES = ['main', 'renderer', 'rules', 'tsconfig.json', 'package-lock.json', 'scripts/lib/build.mjs'];

const DIST = join(ROOT, 'dist');
/** Built here first and then put in place as a whole: a build that fails, or an app that still runs, loses nothing. */
const NEXT = join(ROOT, 'dist.next');

/** Builds the app into dist/, unless nothing has changed since the last build. */
export async function buildApp() {
  const wanted = hashOf(ROOT, SOURCES);
  if (isStamped(join(DIST, '.stamp'), wanted)) return;
  say('Building …');
  rmSync(NEXT, { recursive: true, force: true });
  await Promise.all([
    bundle('main/index.ts', 'main/index.js', ['electron', ...NODE, ...ADDONS]),
    bundle('main/cli.ts', 'main/cli.js', ['electron', ...NODE, ...ADDONS, /^@nlpjs\//]),
    bundle('main/desktop/x11/worker.ts', 'main/x11-worker.js', [...NODE, ...ADDONS]),
    bundle('main/mining/worker.ts', 'main/mining-worker.js', NODE),
    // A sandboxed preload can require nothing but Electron.
    bundle('main/preload.ts', 'main/preload.js', ['electron']),
    pages(),
  ]);
  cpSync(join(ROOT, 'rules', 'packs'), join(NEXT, 'packs'), { recursive: true });
  writeFileSync(join(NEXT, '.stamp'), wanted);
  rmSync(DIST, { recursive: true, force: true });
  renameSync(NEXT, DIST);
  say('Built.');
}

/** Builds one of the tools that only developers run (the benches), beside the app. */
export async function buildTool(entry, out) {
  await bundle(entry, out, ['electron', ...NODE, ...ADDONS, 'playwright-core', 'minisearch', 'vite'], DIST);
}

/** One CommonJS file for Electron's Node; packages that are ESM only are bundled in. */
async function bundle(entry, out, external, into = NEXT) {
  if (!existsSync(join(ROOT, entry))) return;
  const { build } = await import('vite');
  await build({
    root: ROOT,
    configFile: false,
    logLevel: 'warn',
    ssr: { noExternal: true },
    build: {
      ssr: join(ROOT, entry),
      target: 'node18',
      outDir: join(into, dirname(out)),
      emptyOutDir: false,
      copyPublicDir: false,
      minify: true,
      sourcemap: true,
      rollupOptions: {
        external,
        output: { format: 'cjs', entryFileNames: basename(out), codeSplitting: false },
      },
    },
  });
}

/** Every renderer/<window>/index.html is a page; no inline script, which our CSP would refuse. */
async function pages() {
  const root = join(ROOT, 'renderer');
  const windows = existsSync(root) ? readdirSync(root).filter((name) => existsSync(join(root, name, 'index.html'))) : [];
  if (windows.length === 0) return;
  const { build } = await import('vite');
  const { default: react } = await import('@vitejs/plugin-react');
  await build({
    root,
    base: './',
    configFile: false,
    logLevel: 'warn',
    plugins: [react()],
    build: {
      outDir: join(NEXT, 'renderer'),
      emptyOutDir: false,
      target: 'chrome114',
      sourcemap: true,
      modulePreload: { polyfill: false },
      assetsInlineLimit: 0,
      rollupOptions: { input: Object.fromEntries(windows.map((name) => [name, join(root, name, 'index.html')])) },
    },
  });
}
