import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { compareCommand, type CompareArguments } from '../../../../main/compare/command';
import { openLibrary } from '../../../../main/library/library';
import type { Problem } from '../../../../main/problem';
import { outcomeOf } from '../../../support/outcomes';
import { httpContestant, startModelServer } from '../../../support/contestant-server';

const PACKS = join(import.meta.dirname, '../../../../rules/packs');
let folder: string;
let out: string;
let err: string;
let problems: Problem[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), '比较 '));
  [out, err, problems] = ['', '', []];
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    out += String(text);
    return true;
  });
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    err += String(text);
    return true;
  });
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true, force: true });
});

const run = (file: string | undefined, given: CompareArguments = {}, models: Parameters<typeof compareCommand>[2]['models'] = async () => []) =>
  compareCommand(file, given, { models, packs: PACKS, complain: (problem) => problems.push(problem) });

function dialogues(count: number, ...more: string[]): string {
  const file = join(folder, 'd.jsonl');
  const lines = Array.from({ length: count }, (_, at) => JSON.stringify({ id: at, turns: [{ role: 'customer', text: `第${at % 3}款有货吗` }, { role: 'agent', text: `第${at % 3}款有的，亲直接拍就可以哦` }] }));
  writeFileSync(file, [...lines, ...more].join('\n'));
  return file;
}

describe('cli compare', () => {
  it('compares on a file of conversations, in the words of either language', async () => {
    expect(await run(dialogues(120), { locale: 'zh-CN', 'held-out': '0.5' })).toBe(0);
    expect(out).toMatch(/用其后 60 段里 60 条消息中的 60 条评判[^]*规则\+学习 +100\.0%[^]*建议：用规则加学习/);
    out = '';
    expect(await run(dialogues(120), { locale: 'en' })).toBe(0);
    expect(out).toContain('Recommendation: Use rules with learning. No model took part.');
  });

  it('gives one JSON object with the recommendation in both languages', async () => {
    expect(await run(dialogues(40), { json: true })).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ heldOut: { judged: 12 }, contestants: [{ kind: 'rules' }, { kind: 'learned' }], recommendation: { choice: 'unsure', words: { en: expect.stringContaining('Too early'), 'zh-CN': expect.stringContaining('说不准') } } });
  });

  it('tells rows that are no conversation and goes on without them', async () => {
    expect(await run(dialogues(10, '{"oops"', '{"message":"在吗","intent":"x"}'), { json: true })).toBe(0);
    expect(err).toMatch(/d\.jsonl:11: [^]*a row without "turns" is left out/);
    expect(JSON.parse(out)).toMatchObject({ learnedFrom: { conversations: 7 }, heldOut: { conversations: 3 } });
  });

  it('compares on the outcomes of a seat, its models among the contestants, and leaves its library as it was', async () => {
    const library = openLibrary({ folder, clock: () => 0, seat: 's', packs: [], onProblem: (problem) => problems.push(problem) });
    for (let at = 0; at < 60; at++) library.record(outcomeOf({ conversation: `c${at}`, message: `第${at % 3}款有货吗`, final: `第${at % 3}款有的，亲直接拍就可以哦` }));
    library.close();
    const server = await startModelServer(() => '有的');
    const folders: string[] = [];
    const code = await run(undefined, { data: folder, json: true, calls: '4' }, async (data) => {
      folders.push(data);
      return [httpContestant(server.url, '甲')];
    });
    await server.close();
    expect([code, folders, problems]).toEqual([0, [folder], []]);
    expect(JSON.parse(out)).toMatchObject({ heldOut: { messages: 18, judged: 4 }, contestants: [{}, { name: 'rules + learned', near: 1 }, { name: '甲', n: 4, near: 0, tokens: { answers: 4 } }] });
  });

  it('says what is missing: no library, one conversation, no file', async () => {
    expect(await run(undefined, { data: join(folder, 'none') })).toBe(1);
    expect(await run(dialogues(1))).toBe(1);
    expect(await run(join(folder, 'none.jsonl'))).toBe(1);
    expect([problems.map(({ code }) => code), err]).toEqual([['no-library', 'unexpected'], expect.stringContaining('at least 2 are needed')]);
  });

  it('refuses shares, counts and languages that are none', async () => {
    expect([await run('x', { 'held-out': '1' }), await run('x', { 'held-out': 'half' }), await run('x', { calls: '0' }), await run('x', { locale: 'fr' })]).toEqual([2, 2, 2, 2]);
  });
});
