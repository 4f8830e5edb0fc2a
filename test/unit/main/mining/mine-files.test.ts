import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readPack } from '../../../../main/library/packs';
import { mineFiles } from '../../../../main/mining/mine-files';
import { packOf, writePack } from '../../../../main/mining/pack';
import type { Problem } from '../../../../main/problem';
import { Engine } from '../../../../rules/engine';
import { context } from '../../rules/support';
import { csv, jsonl, LINES, useFolder, xlsx } from './support';

const ROOT = join(import.meta.dirname, '..', '..', '..', '..');
const here = useFolder();

describe('mining files', () => {
  it('proposes the same from every kind of file', async () => {
    const header = ['会话ID', '角色', '内容', '时间'];
    const files = [
      here.write('a.jsonl', jsonl()),
      here.write('b.csv', csv(header, LINES)),
      here.write('c.xlsx', xlsx([header, ...LINES])),
      here.write('d.txt', LINES.map(([id, role, text, time]) => `${role === '客服' ? '白鹭旗舰店:小美' : id} ${time}\n${text}`).join('\n')),
    ];
    const replies = [];
    for (const file of files) replies.push((await mineFiles([file])).proposals.map((proposal) => proposal.replies));
    expect(replies[0]).toEqual([['小店默认发圆通快递，不支持指定'], ['不客气哦亲']]);
    for (const others of replies) expect(others).toEqual(replies[0]);
  });

  it('counts what it read and tells what it left out', async () => {
    const file = here.write('a.jsonl', `rubbish\n${jsonl()}\n${jsonl()}`);
    expect((await mineFiles([file])).read).toEqual({ conversations: 2, turns: 8, twice: 2, skipped: [{ file, line: 1, why: 'not-json' }], skippedInAll: 1 });
  });

  it('takes in two million lines of rubbish without keeping them, and says that there is nothing', { timeout: 120_000 }, async () => {
    const file = here.write('a.jsonl', 'x\n'.repeat(2_000_000));
    const { proposals, read, problem } = await mineFiles([file]);
    expect(proposals).toEqual([]);
    expect(problem?.code).toBe('history-empty');
    expect(read.skipped).toHaveLength(100);
    expect(read.skippedInAll).toBe(2_000_000);
  });

  it('says what is wrong with a history, and proposes nothing from it', async () => {
    const turns = (role: string) => Array.from({ length: 30 }, (_, id) => JSON.stringify({ id, turns: [{ role, text: `在吗${id}` }] })).join('\n');
    const problems: (Problem | undefined)[] = [];
    for (const text of [turns('customer'), turns('agent'), jsonl(LINES, 'agent', 'customer').repeat(1), '{}']) {
      const { proposals, problem } = await mineFiles([here.write('a.jsonl', text)]);
      if (problem) expect(proposals).toEqual([]);
      problems.push(problem);
    }
    expect(problems.map((problem) => problem?.code)).toEqual(['history-no-agent', 'history-no-customer', undefined, 'history-empty']);
  });

  it('tells that the roles are swapped, and mines them right when told to swap them', async () => {
    const many = Array.from({ length: 5 }, (_, copy) => LINES.map(([id, role, text, time]) => [`${id}-${copy}`, role, `${text}${'！'.repeat(copy)}`, time])).flat();
    const file = here.write('a.jsonl', jsonl(many, 'agent', 'customer'));
    expect((await mineFiles([file])).problem?.code).toBe('history-roles-swapped');
    const { proposals, problem } = await mineFiles([file], { swapRoles: true });
    expect(problem).toBeUndefined();
    expect(proposals[0]!.replies[0]).toContain('默认发圆通');
  });

  it('refuses files that are not there, empty, or no text', async () => {
    await expect(mineFiles([join(here.folder, 'none.jsonl')])).rejects.toMatchObject({ problem: { code: 'history-unreadable' } });
    await expect(mineFiles([here.folder])).rejects.toMatchObject({ problem: { code: 'history-unreadable' } });
    await expect(mineFiles([here.write('a.jsonl', '')])).rejects.toMatchObject({ problem: { code: 'history-empty' } });
    await expect(mineFiles([here.write('a.jsonl', Uint8Array.from({ length: 999 }, (_, i) => (i * 31) % 256))])).rejects.toMatchObject({ problem: { code: 'history-encoding' } });
  });

  it('lets no personal data of one conversation into what it proposes', async () => {
    const personal = ['13812345678', '110101199003078515', '北京市朝阳区建国路88号3栋502', '9988776655443322', 'YT1234567890123', 'ming@example.com', '收件人王小明'];
    const lines = personal.flatMap((data, id) => [
      [`p${id}a`, '客户', `帮我改下地址 ${data}`],
      [`p${id}a`, '客服', `好的已经改成 ${data} 请放心`],
      [`p${id}b`, '客户', `改下地址 ${data}`],
      [`p${id}b`, '客服', `好的已经改成 ${data} 请放心`],
    ]);
    const { proposals } = await mineFiles([here.write('a.jsonl', jsonl([...lines, ...LINES]))]);
    expect(proposals.length).toBeGreaterThan(0);
    for (const data of personal) expect(JSON.stringify(proposals)).not.toContain(data);
  });
});

describe('a pack of proposals', () => {
  it('is read like any other and answers', async () => {
    const { proposals } = await mineFiles([here.write('a.jsonl', jsonl())]);
    const problems: Problem[] = [];
    const pack = readPack(packOf(proposals), 'mined.json', (problem) => problems.push(problem))!;
    expect(problems).toEqual([]);
    expect(pack.rules).toHaveLength(proposals.length);
    const engine = new Engine();
    for (const rule of pack.rules) engine.add(rule);
    expect(engine.suggest('你们家发什么快递呀', context()).list[0]?.reply).toContain('默认发圆通');
  });

  it('holds no conversation and no evidence', async () => {
    const { proposals } = await mineFiles([here.write('a.jsonl', jsonl())]);
    expect(packOf(proposals)).not.toMatch(/"c1"|evidence|conversations/);
  });

  it('is written whole or not at all', async () => {
    const { proposals } = await mineFiles([here.write('a.jsonl', jsonl())]);
    const file = join(here.folder, 'pack.json');
    writePack(file, proposals);
    expect(readFileSync(file, 'utf8')).toBe(packOf(proposals));
    expect(() => writePack(join(here.folder, 'none', 'pack.json'), proposals)).toThrow();
    expect(readdirSync(here.folder).filter((name) => name.endsWith('.part'))).toEqual([]);
  });
});

describe('in a thread', () => {
  let built = '';
  let threadFile = '';

  beforeAll(async () => {
    built = mkdtempSync(join(tmpdir(), 'mining-thread-'));
    threadFile = join(built, 'worker.js');
    await build({
      root: ROOT,
      configFile: false,
      logLevel: 'error',
      ssr: { noExternal: true },
      build: { ssr: join(ROOT, 'main/mining/worker.ts'), target: 'node18', outDir: built, emptyOutDir: false, rollupOptions: { external: [/^node:/], output: { format: 'cjs', entryFileNames: 'worker.js', codeSplitting: false } } },
    });
  }, 60_000);
  afterAll(() => rmSync(built, { recursive: true, force: true }));

  const history = (conversations: number) =>
    Array.from({ length: conversations }, (_, id) => JSON.stringify({ id, turns: [{ role: 'customer', text: `第${id}个问题是什么呀` }, { role: 'agent', text: `第${id}个回答，因人而异` }] })).join('\n');

  it('gives the same as without one, and tells how far it is', async () => {
    const file = here.write('a.jsonl', `${history(2_000)}\n${jsonl()}`);
    const told: [number, number][] = [];
    const inThread = await mineFiles([file], { threadFile, onProgress: (done, total) => told.push([done, total]) });
    expect(inThread).toEqual(await mineFiles([file]));
    expect(told.length).toBeGreaterThan(0);
    const size = readFileSync(file).length;
    for (const [done, total] of told) expect([done <= total, total]).toEqual([true, size]);
  });

  it('passes on why a file cannot be read', async () => {
    await expect(mineFiles([here.write('a.csv', csv(['x', 'y'], [['1', '2']]))], { threadFile })).rejects.toMatchObject({ problem: { code: 'history-columns' } });
  });

  it('leaves the thread that asked free while it works', async () => {
    const file = here.write('a.jsonl', history(3_000));
    let turns = 0;
    const timer = setInterval(() => turns++, 5);
    await mineFiles([file], { threadFile });
    clearInterval(timer);
    expect(turns).toBeGreaterThan(20);
  });

  it('is cancelled in the middle, with and without a thread, and then proposes nothing', async () => {
    const file = here.write('a.jsonl', history(20_000));
    for (const options of [{ threadFile }, {}]) {
      const cancel = new AbortController();
      const begun = mineFiles([file], { ...options, signal: cancel.signal, onProgress: () => cancel.abort() });
      await expect(begun).rejects.toMatchObject({ name: 'AbortError' });
    }
    const before = AbortSignal.abort();
    await expect(mineFiles([file], { threadFile, signal: before })).rejects.toMatchObject({ name: 'AbortError' });
    expect(existsSync(file)).toBe(true);
  });
});
