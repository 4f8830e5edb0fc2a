/** The desktop inside a real Electron: the app's own windows are clients of the clipboard that we serve. */
import { spawn, type ChildProcess } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildProgram, threadFile } from './support/xbuild';
import { Editor, noX11, run, until } from './support/xprograms';

const electron = process.env['SEAT_ELECTRON'];
const why = noX11 || (electron ? false : 'SEAT_ELECTRON is not set: run npm test');

/** Runs in Electron: carries out what is sent to it and answers with what came of it and how long it took, in ms. */
const APP = `
const { app, clipboard, BrowserWindow, globalShortcut } = require('electron');
const { openDesktop } = require('./desktop.js');
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
app.disableHardwareAcceleration();
app.whenReady().then(async () => {
  const desktop = await openDesktop({ clipboard });
  const window = new BrowserWindow({ width: 400, height: 300, x: 900, y: 500, title: 'own', alwaysOnTop: true });
  await window.loadURL('data:text/html,<title>own</title><body style="margin:0"><textarea style="width:100%;height:280px"></textarea>');
  const id = desktop.ownWindowId(window.getNativeWindowHandle());
  const inPage = (code) => window.webContents.executeJavaScript(code);
  const value = () => inPage('document.querySelector("textarea").value');
  const insert = async (id, text) => {
    const before = await desktop.clipboard.snapshot();
    const offer = await desktop.clipboard.offer(text);
    const activated = await desktop.activate(id, 1500);
    await desktop.sendPaste();
    const taken = await offer.taken(await desktop.findWindow(id), 2000);
    return { activated, taken, restored: await desktop.clipboard.restore(before, offer) };
  };
  const commands = {
    listed: async () => (await desktop.listWindows()).some((one) => one.id === id && one.pid === process.pid),
    read: async () => { await desktop.clipboard.writeText('from us'); return [clipboard.readText(), clipboard.availableFormats().includes('text/plain')]; },
    ownPaste: async () => {
      await inPage('document.querySelector("textarea").value = ""; document.querySelector("textarea").focus()');
      window.webContents.paste();
      for (let i = 0; i < 100 && !(await value()); i++) await pause(10);
      return value();
    },
    ownInsert: async () => {
      await inPage('document.querySelector("textarea").value = ""; document.querySelector("textarea").focus()');
      const done = await insert(id, '亲，当天发货');
      await pause(100);
      return { ...done, value: await value() };
    },
    takesFocus: async (takes) => desktop.setTakesFocus(window.getNativeWindowHandle(), takes),
    where: async () => window.getContentBounds(),
    hasFocus: async () => window.isFocused(),
    clicks: async () => inPage('window.clicks = 0; onmousedown = () => window.clicks++; 0'),
    clicked: async () => inPage('window.clicks'),
    shortcut: async (target) => globalShortcut.register('Alt+1', async () => say({ shortcut: await insert(target, '按快捷键插入') })),
  };
  const say = (value) => process.stdout.write('>' + JSON.stringify(value) + '\\n');
  let rest = '';
  process.stdin.on('data', async (data) => {
    const lines = (rest + data).split('\\n');
    rest = lines.pop();
    for (const line of lines) {
      const [name, ...args] = JSON.parse(line);
      const begin = Date.now();
      say({ value: await commands[name](...args), ms: Date.now() - begin });
    }
  });
  say({ value: 'ready', ms: 0 });
});`;

describe.skipIf(why)(`the desktop in Electron${why ? ` (${why})` : ''}`, () => {
  let app: ChildProcess;
  let editor: Editor;
  let said: { value?: unknown; ms?: number; shortcut?: unknown }[];

  const answer = (n: number): Promise<(typeof said)[number]> => until('an answer of Electron', () => said[n], 20_000);
  const ask = async (...command: unknown[]): Promise<{ value: unknown; ms: number }> => {
    const n = said.length;
    app.stdin!.write(`${JSON.stringify(command)}\n`);
    return (await answer(n)) as { value: unknown; ms: number };
  };

  beforeAll(async () => {
    const folder = dirname(await threadFile());
    await buildProgram('main/desktop/index.ts', 'desktop.js');
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'desktop-test', main: 'main.js' }));
    writeFileSync(join(folder, 'main.js'), APP);
    editor = await Editor.open();
    const { WAYLAND_DISPLAY: _, XDG_SESSION_TYPE: __, ...env } = process.env;
    const args = [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), '--disable-gpu', `--user-data-dir=${join(folder, 'data')}`, folder];
    app = spawn(electron!, args, { env, stdio: ['pipe', 'pipe', 'ignore'] });
    said = [];
    let rest = '';
    app.stdout!.on('data', (data: Buffer) => {
      const lines = (rest + data.toString()).split('\n');
      rest = lines.pop()!;
      for (const line of lines) if (line.startsWith('>')) said.push(JSON.parse(line.slice(1)) as (typeof said)[number]);
    });
    await answer(0);
  });
  afterAll(async () => {
    const gone = new Promise((resolve) => app.once('exit', resolve));
    if (app.kill('SIGKILL')) await gone;
    await editor.close();
  });

  it('lists our own window under the id that its native handle gives', async () => {
    expect((await ask('listed')).value).toBe(true);
  });

  it('serves Electron itself, which waits for the answer with its main thread', async () => {
    const { value, ms } = await ask('read');
    expect(value).toEqual(['from us', true]);
    expect(ms).toBeLessThan(1_000);
    expect((await ask('ownPaste')).value).toBe('from us');
  });

  it('inserts into a window of our own as into any other', async () => {
    expect((await ask('ownInsert')).value).toEqual({ activated: true, taken: 'taken', restored: true, value: '亲，当天发货' });
  });

  it('inserts while the key of a global shortcut is still down', async () => {
    expect((await ask('shortcut', editor.id)).value).toBe(true);
    const n = said.length;
    await run('xdotool', ['windowactivate', '--sync', String(editor.xid)]);
    await run('xdotool', ['keydown', 'alt', 'keydown', '1']);
    try {
      expect((await answer(n)).shortcut).toEqual({ activated: true, taken: 'taken', restored: true });
    } finally {
      await run('xdotool', ['keyup', '1', 'keyup', 'alt']);
    }
    expect(await editor.text()).toBe('按快捷键插入');
  });

  it('lets our window be clicked without taking the focus, until it wants it', async () => {
    const click = async (): Promise<void> => {
      const { x, y } = (await ask('where')).value as { x: number; y: number };
      await run('xdotool', ['mousemove', String(x + 50), String(y + 50), 'click', '1']);
    };
    await ask('takesFocus', false);
    await ask('clicks');
    await run('xdotool', ['windowactivate', '--sync', String(editor.xid)]);
    await click();
    await until('the click', async () => (await ask('clicked')).value === 1);
    expect((await ask('hasFocus')).value).toBe(false);
    expect((await run('xdotool', ['getactivewindow'])).toString().trim()).toBe(String(editor.xid));
    await ask('takesFocus', true);
    await click();
    await until('the focus', async () => (await ask('hasFocus')).value);
  });
});
