import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { mineCommand } from '../../../../main/mining/command';
import { jsonl, LINES, useFolder } from './support';

const here = useFolder();
let out = '';
let err = '';

beforeEach(() => {
  out = '';
  err = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => ((out += String(text)), true));
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => ((err += String(text)), true));
});
afterEach(() => vi.restoreAllMocks());

describe('cli mine', () => {
  it('prints what is asked, what is answered and how much it would have saved', async () => {
    expect(await mineCommand([here.write('a.jsonl', jsonl())], {})).toBe(0);
    expect(out).toMatch(/\[answer\] in 2 conversations, would have saved \d+ keys\n {2}asked: .*你们发什么快递.*\n {2}answered: 小店默认发圆通快递/);
    expect(err).toContain('2 conversations, 8 turns, 2 proposals');
  });

  it('prints one JSON object with --json', async () => {
    await mineCommand([here.write('a.jsonl', jsonl())], { json: true });
    expect(JSON.parse(out)).toMatchObject({ read: { conversations: 2 }, problem: null, proposals: [{ kind: 'answer', times: 2 }, { kind: 'closing' }] });
  });

  it('writes a pack with --out', async () => {
    const pack = join(here.folder, 'pack.json');
    expect(await mineCommand([here.write('a.jsonl', jsonl())], { out: pack })).toBe(0);
    expect(JSON.parse(readFileSync(pack, 'utf8'))).toMatchObject({ format: 1, language: 'zh-CN', rules: [{ replies: [{ text: '小店默认发圆通快递，不支持指定' }] }, {}] });
  });

  it('proposes less with a higher --least, and takes no nonsense for it', async () => {
    await mineCommand([here.write('a.jsonl', jsonl())], { least: '3' });
    expect(err).toContain('0 proposals');
    for (const least of ['0', 'x', '1.5', '']) expect(await mineCommand([join(here.folder, 'a.jsonl')], { least })).toBe(2);
  });

  it('writes no pack from what it cannot use, says why, and ends with 1', async () => {
    const pack = join(here.folder, 'pack.json');
    const bad = [here.write('a.jsonl', 'x'), here.write('b.jsonl', jsonl(LINES.filter(([, role]) => role === '客户'))), join(here.folder, 'none.jsonl')];
    for (const file of bad) expect(await mineCommand([file], { out: pack })).toBe(1);
    expect(err).toContain('no conversation was found');
    expect(err).toContain('no turn of an agent');
    expect(existsSync(pack)).toBe(false);
  });

  it('is stopped by Ctrl+C, and then writes nothing', async () => {
    const pack = join(here.folder, 'pack.json');
    const file = here.write('a.jsonl', Array.from({ length: 5_000 }, (_, id) => JSON.stringify({ id, turns: [{ role: 'customer', text: `${id}是什么` }, { role: 'agent', text: `${id}是数` }] })).join('\n'));
    const running = mineCommand([file], { out: pack });
    process.emit('SIGINT');
    expect(await running).toBe(130);
    expect(err).toContain('cancelled');
    expect(existsSync(pack)).toBe(false);
  });
});
