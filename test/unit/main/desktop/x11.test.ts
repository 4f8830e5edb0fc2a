import { spawn } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { programOf } from '../../../../main/desktop/x11/processes';
import { worthSaving } from '../../../../main/desktop/x11/snapshot';
import { idOf, xidOf } from '../../../../main/desktop/x11/windows';

describe('the number of an X window', () => {
  it('goes through the id and back', () => {
    for (const xid of [1, 0x1a0_0003, 0xffff_ffff]) expect(xidOf(idOf(xid))).toBe(xid);
    expect(idOf(0x1a0_0003)).toBe('x11:0x1a00003');
    expect(xidOf(idOf(0x1a0_0003, 2))).toBe(0x1a0_0003);
  });
  it('is not found in what is no id', () => {
    for (const id of ['', 'x11:', 'x11:12', 'x11:0x', 'x11:0x123456789', 'native:1:2', 'x11:0x1a#']) expect(xidOf(id), id).toBeNull();
  });
});

describe('what of a clipboard is worth saving', () => {
  it('is each text and each image once', () => {
    const offered = ['TIMESTAMP', 'TARGETS', 'MULTIPLE', 'SAVE_TARGETS', 'UTF8_STRING', 'COMPOUND_TEXT', 'TEXT', 'STRING', 'text/plain;charset=utf-8', 'text/plain', 'text/html'];
    expect(worthSaving(offered)).toEqual(['UTF8_STRING', 'text/html']);
    expect(worthSaving(['TARGETS', 'image/bmp', 'image/png', 'image/jpeg', 'application/x-qt-image'])).toEqual(['image/png']);
  });
  it('is every encoding of an image that is not there as PNG', () => {
    expect(worthSaving(['image/jpeg', 'image/webp'])).toEqual(['image/jpeg', 'image/webp']);
  });
  it('is the text under whatever name it has', () => {
    expect(worthSaving(['TARGETS', 'STRING', 'text/plain'])).toEqual(['STRING', 'text/plain']);
  });
  it('is never a target that does something', () => {
    expect(worthSaving(['DELETE', 'INSERT_SELECTION', 'PIXMAP', 'text/uri-list', 'text/uri-list'])).toEqual(['text/uri-list']);
  });
});

describe.skipIf(process.platform !== 'linux')('the name of a program', () => {
  const ends: (() => void)[] = [];
  const folder = (): string => {
    const path = mkdtempSync(join(tmpdir(), 'program-'));
    ends.push(() => rmSync(path, { recursive: true, force: true }));
    return path;
  };
  afterEach(() => {
    for (const end of ends.splice(0)) end();
  });
  const start = async (command: string, args: string[] = []): Promise<number> => {
    const child = spawn(command, args, { stdio: 'ignore' });
    ends.push(() => child.kill('SIGKILL'));
    await new Promise((resolve) => setTimeout(resolve, 100));
    return child.pid!;
  };
  const noWindow = async (): Promise<null> => null;

  it('is that of its executable', async () => {
    expect(await programOf(await start('sleep', ['9']), noWindow)).toBe('sleep');
  });
  it('is the class of its window when it runs on a general runtime', async () => {
    const pid = await start(process.execPath, ['-e', 'setTimeout(() => {}, 9000)']);
    expect(await programOf(pid, async () => 'WeChat.exe')).toBe('wechat');
    expect(await programOf(pid, noWindow)).toBe('node');
  });
  it('is the name of its script when it has no window', async () => {
    const script = join(folder(), 'seller-bot.js');
    writeFileSync(script, 'setTimeout(() => {}, 9000)');
    expect(await programOf(await start(process.execPath, ['--no-warnings', script]), noWindow)).toBe('seller-bot');
  });
  it('stays when the executable is replaced while it runs', async () => {
    const program = join(folder(), 'chat');
    copyFileSync('/bin/sleep', program);
    const pid = await start(program, ['9']);
    rmSync(program);
    expect(await programOf(pid, noWindow)).toBe('chat');
  });
  it('is empty when the process is gone', async () => {
    expect(await programOf(4_194_305, noWindow)).toBe('');
  });
});
