import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { emptyFolder, lib, listen, write } from './support/scripts';

const { runWatched } = await lib('watched');
const { downloadPinned, pinnedElectron } = await lib('pinned-electron');
const { areInstalled } = await lib('install');

afterEach(() => vi.restoreAllMocks());

describe('A watched download', () => {
  const node = (code: string, folder: string): Promise<{ code: number; printed: string; stalled: boolean }> =>
    runWatched(process.execPath, ['-e', code], { folders: [folder], stallMs: 600, lookMs: 50 });

  it('is ended when nothing comes any more', async () => {
    const begin = Date.now();
    expect(await node("console.log('begun'); setInterval(() => 0, 1000)", emptyFolder())).toEqual({ code: 1, printed: 'begun\n', stalled: true });
    expect(Date.now() - begin).toBeLessThan(5_000);
  });

  it('goes on in silence while its files grow', async () => {
    const folder = emptyFolder();
    const code = `let n = 0; const timer = setInterval(() => { require('node:fs').appendFileSync(${JSON.stringify(join(folder, 'part'))}, 'x'); if (++n === 15) clearInterval(timer) }, 100)`;
    expect(await node(code, folder)).toEqual({ code: 0, printed: '', stalled: false });
  });
});

describe("Electron's own installer", () => {
  let root: string;
  beforeEach(() => {
    root = emptyFolder();
    listen();
    write(root, { 'node_modules/electron/package.json': '{"version":"45.4.1"}' });
  });
  const installer = (code: string): void => write(root, { 'node_modules/electron/install.js': code });
  const fails = ".catch((error) => { console.error(error.stack); process.exit(1) });";

  it('gives the reason when the download is refused', async () => {
    // Port 9 (discard) is closed on any machine that does not ask for it.
    installer(`fetch('http://127.0.0.1:9/')${fails}`);
    expect(await downloadPinned(root)).toMatch(/ECONNREFUSED|bad port/);
    installer(`fetch('http://no-such-host.invalid/')${fails}`);
    expect(await downloadPinned(root)).toMatch(/ENOTFOUND|EAI_AGAIN/);
  });

  it('has succeeded when the binary is there', async () => {
    installer(`
      const { mkdirSync, writeFileSync } = require('node:fs');
      mkdirSync(__dirname + '/dist');
      for (const [name, text] of [['dist/electron', ''], ['dist/version', 'v45.4.1'], ['path.txt', 'electron']]) writeFileSync(__dirname + '/' + name, text);`);
    expect(await downloadPinned(root)).toBeNull();
    expect(pinnedElectron(root)).toBe(join(root, 'node_modules', 'electron', 'dist', 'electron'));
  });

  it('leaves no temporary files behind when it fails', async () => {
    const own = (): string[] => readdirSync(tmpdir()).filter((name) => name.startsWith('seat-electron-'));
    const before = own();
    installer("require('node:fs').writeFileSync(require('node:os').tmpdir() + '/part', 'x'); process.exit(1);");
    expect(await downloadPinned(root)).toBe('its installer failed');
    expect(own()).toEqual(before);
  });
});

describe('What is installed', () => {
  const entry = { version: '1.0.0', integrity: 'sha512-a' };
  const forMac = { ...entry, optional: true, os: ['darwin'], cpu: ['arm64'] };
  const lock = { packages: { '': {}, 'node_modules/a': entry, 'node_modules/a-mac': forMac } };
  const linux = { platform: 'linux', arch: 'x64' };
  const mac = { platform: 'darwin', arch: 'arm64' };

  it('matches the lockfile when every package is there, but those for another system', () => {
    expect(areInstalled(lock, { packages: { 'node_modules/a': entry } }, linux)).toBe(true);
    expect(areInstalled(lock, { packages: { 'node_modules/a': entry } }, mac)).toBe(false);
    expect(areInstalled(lock, { packages: { 'node_modules/a': entry, 'node_modules/a-mac': forMac } }, mac)).toBe(true);
  });

  it('does not when one is missing, another or too many, or nothing is known', () => {
    expect(areInstalled(lock, { packages: {} }, linux)).toBe(false);
    expect(areInstalled(lock, { packages: { 'node_modules/a': { ...entry, version: '1.0.1' } } }, linux)).toBe(false);
    expect(areInstalled(lock, { packages: { 'node_modules/a': { ...entry, integrity: 'sha512-b' } } }, linux)).toBe(false);
    expect(areInstalled(lock, { packages: { 'node_modules/a': entry, 'node_modules/b': entry } }, linux)).toBe(false);
    expect(areInstalled(lock, null, linux)).toBe(false);
  });
});
