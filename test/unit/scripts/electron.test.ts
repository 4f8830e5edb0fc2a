import { readdirSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { emptyFolder, lib, listen, write } from './support/scripts';

const { findElectron } = await lib('electron');
const { STAND_IN } = await lib('stand-in');

let root: string;
let cache: string;
let lines: string[];
const download = vi.fn<(root: string) => Promise<string | null>>();
const fetch = vi.fn<(cache: string) => Promise<string>>();

beforeEach(() => {
  root = emptyFolder();
  cache = emptyFolder();
  write(root, { 'node_modules/electron/package.json': '{"version":"45.4.1"}' });
  lines = listen();
  download.mockReset().mockResolvedValue('no such host');
  fetch.mockReset().mockImplementation(() => Promise.resolve(putStandIn()));
});
afterEach(() => vi.restoreAllMocks());

const find = (env: Record<string, string> = {}, system = 'linux-x64'): Promise<string> => findElectron({ env, root, cache, system, download, fetch });

function putPinned(version = '45.4.1'): string {
  const dist = 'node_modules/electron/dist';
  write(root, { 'node_modules/electron/path.txt': 'electron', [`${dist}/electron`]: '', [`${dist}/version`]: version });
  return join(root, dist, 'electron');
}

function putStandIn(): string {
  const folder = `electron-standin-${STAND_IN.electron}`;
  write(cache, { [`${folder}/electron`]: '' });
  return join(cache, folder, 'electron');
}

describe('Electron is', () => {
  it('the one that ELECTRON_OVERRIDE_DIST_PATH names, before any other', async () => {
    const named = emptyFolder();
    write(named, { electron: '' });
    putPinned();
    putStandIn();
    expect(await find({ ELECTRON_OVERRIDE_DIST_PATH: named })).toBe(join(named, 'electron'));
  });

  it('nothing when ELECTRON_OVERRIDE_DIST_PATH names a folder without it', async () => {
    putPinned();
    await expect(find({ ELECTRON_OVERRIDE_DIST_PATH: root })).rejects.toThrow(`there is no Electron in ${root}`);
  });

  it('the pinned one when it is installed, without a download', async () => {
    putStandIn();
    const pinned = putPinned();
    expect(await find()).toBe(pinned);
    expect(download).not.toHaveBeenCalled();
  });

  it('the pinned one when it can be downloaded', async () => {
    download.mockImplementation(() => Promise.resolve(putPinned()).then(() => null));
    expect(await find()).toBe(join(root, 'node_modules', 'electron', 'dist', 'electron'));
    expect(lines).toEqual([]);
  });

  it('not an installed one of another version', async () => {
    putPinned('44.0.0');
    await find();
    expect(download).toHaveBeenCalledOnce();
  });

  it('the stand-in when the download is refused, and a line says so and why', async () => {
    expect(await find()).toBe(putStandIn());
    expect(lines).toEqual([`Electron 45.4.1 could not be downloaded (no such host); using the stand-in Electron ${STAND_IN.electron}.`]);
  });

  it('nothing on another system when the download is refused, and the error names the ways out', async () => {
    await expect(find({}, 'darwin-arm64')).rejects.toThrow(/could not be downloaded \(no such host\)[^]*ELECTRON_MIRROR[^]*ELECTRON_OVERRIDE_DIST_PATH/);
    expect(fetch).not.toHaveBeenCalled();
  });
});

describe('A refused download', () => {
  beforeEach(() => find());

  const refusal = (): string => join(cache, readdirSync(cache).find((name) => name.endsWith('-refused.json')) ?? '');

  it('is not tried again by the next start, which says so', async () => {
    await find();
    expect(download).toHaveBeenCalledOnce();
    expect(fetch).toHaveBeenCalledOnce();
    expect(lines.at(-1)).toContain('no such host; tried 0 min ago, again after a day');
  });

  it.each(['ELECTRON_MIRROR', 'npm_config_electron_mirror', 'ELECTRON_CUSTOM_DIR', 'HTTPS_PROXY'])('is tried again when %s has changed', async (name) => {
    await find({ [name]: 'http://127.0.0.1/' });
    expect(download).toHaveBeenCalledTimes(2);
  });

  it('is tried again after a day', async () => {
    const old = { at: Date.now() - 25 * 60 * 60 * 1000, reason: 'no such host', way: '[]' };
    writeFileSync(refusal(), JSON.stringify(old));
    await find();
    expect(download).toHaveBeenCalledTimes(2);
  });

  it('is tried again when there is no stand-in to fall back on', async () => {
    const empty = emptyFolder();
    writeFileSync(join(empty, 'electron-45.4.1-refused.json'), JSON.stringify({ at: Date.now(), reason: 'no such host', way: '[]' }));
    await findElectron({ env: {}, root, cache: empty, system: 'linux-x64', download, fetch });
    expect(download).toHaveBeenCalledTimes(2);
  });

  it('is forgotten when a later one succeeds', async () => {
    download.mockImplementation(() => Promise.resolve(putPinned()).then(() => null));
    await find({ ELECTRON_MIRROR: 'http://127.0.0.1/' });
    expect(readdirSync(cache).filter((name) => name.endsWith('-refused.json'))).toEqual([]);
  });
});

it('A stand-in in the cache gets the loader of this checkout', async () => {
  const path = putStandIn();
  const main = join(path, '..', 'resources', 'app', 'main.js');
  write(join(path, '..'), { 'resources/app/main.js': 'an older one' });
  await find();
  expect(statSync(main).size).toBeGreaterThan(500);
  const before = new Date(2020, 1, 1);
  utimesSync(main, before, before);
  await find();
  expect(statSync(main).mtime).toEqual(before);
});
