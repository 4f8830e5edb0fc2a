import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { basename, dirname, join, relative } from 'node:path';
import { ROOT, STAMPS } from './paths.mjs';
import { say } from './say.mjs';

/** Left outside the bundle: Electron, Node, and the addons that bring binaries of their own. */
const EXTERNAL = [
  'electron',
  /^node:/,
  ...builtinModules,
  'libsql',
  /^@libsql\//,
  '@teddyzhu/clipboard',
  '@miniben90/x-win',
  '@nut-tree-fork/libnut',
];
const SOURCES = ['main', 'renderer', 'rules', 'scripts', 'package-lock.json'];

/** Builds the app into dist/, unless nothing has changed since the last build. */
export async function buildApp() {
  const stamp = join(STAMPS, 'build');
  const wanted = hashOf(SOURCES);
  if (existsSync(stamp) && existsSync(join(ROOT, 'dist', 'main', 'index.js')) && readFileSync(stamp, 'utf8') === wanted) return;
  say('Building …');
  rmSync(join(ROOT, 'dist'), { recursive: true, force: true });
  await Promise.all([
    bundle('main/index.ts', 'dist/main/index.js'),
    bundle('main/cli.ts', 'dist/main/cli.js'),
    bundle('main/preload.ts', 'dist/main/preload.js'),
    bundle('main/desktop/x11/worker.ts', 'dist/main/x11-worker.js'),
    pages(),
  ]);
  cpSync(join(ROOT, 'rules', 'packs'), join(ROOT, 'dist', 'packs'), { recursive: true });
  mkdirSync(STAMPS, { recursive: true });
  writeFileSync(stamp, wanted);
}

/** Builds one of the tools that only developers run (the benches, the evaluation). */
export function buildTool(entry, out) {
  return bundle(entry, out, ['playwright-core', 'minisearch', '@nlpjs/basic']);
}

/** One CommonJS file for Electron's Node; packages that are ESM only are bundled in. */
async function bundle(entry, out, external = []) {
  const { build } = await import('vite');
  await build({
    root: ROOT,
    configFile: false,
    logLevel: 'warn',
    ssr: { noExternal: true },
    build: {
      ssr: join(ROOT, entry),
      target: 'node18',
      outDir: join(ROOT, dirname(out)),
      emptyOutDir: false,
      minify: true,
      sourcemap: true,
      rollupOptions: {
        external: [...EXTERNAL, ...external],
        output: { format: 'cjs', entryFileNames: basename(out), codeSplitting: false },
      },
    },
  });
}

/** Every renderer/<window>/index.html is a page; no inline script, which our CSP would refuse. */
async function pages() {
  const { build } = await import('vite');
  const { default: react } = await import('@vitejs/plugin-react');
  const root = join(ROOT, 'renderer');
  const windows = readdirSync(root).filter((name) => existsSync(join(root, name, 'main.tsx')));
  await build({
    root,
    base: './',
    configFile: false,
    logLevel: 'warn',
    plugins: [react()],
    build: {
      outDir: join(ROOT, 'dist', 'renderer'),
      emptyOutDir: true,
      target: 'chrome114',
      sourcemap: true,
      modulePreload: { polyfill: false },
      assetsInlineLimit: 0,
      rollupOptions: { input: Object.fromEntries(windows.map((name) => [name, join(root, name, 'index.html')])) },
    },
  });
}

function hashOf(paths) {
  const hash = createHash('sha256');
  const add = (path) => {
    const full = join(ROOT, path);
    if (!existsSync(full)) return;
    let names;
    try {
      names = readdirSync(full);
    } catch {
      hash.update(relative(ROOT, full)).update(readFileSync(full));
      return;
    }
    for (const name of names.sort()) add(join(path, name));
  };
  for (const path of paths) add(path);
  return hash.digest('hex');
}
