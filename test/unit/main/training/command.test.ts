import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { exportCommand, type ExportArguments } from '../../../../main/training/command';
import { openLibrary } from '../../../../main/library/library';
import type { Problem } from '../../../../main/problem';
import { FORMATS } from '../../../../rules/training/formats';
import type { Outcome } from '../../../../rules/types';
import { editedOutcome, outcomeOf } from '../../../support/outcomes';
import { faultsIn } from '../../../support/training-formats';

let folder: string;
let data: string;
let out: string;
let problems: Problem[];
let told: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), '导出 '));
  data = join(folder, 'data');
  out = join(folder, 'out');
  problems = [];
  told = '';
  const keep = (text: unknown) => {
    told += String(text);
    return true;
  };
  vi.spyOn(process.stdout, 'write').mockImplementation(keep);
  vi.spyOn(process.stderr, 'write').mockImplementation(keep);
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true, force: true });
});

function library(outcomes: readonly Outcome[], forgetBefore = 0) {
  const opened = openLibrary({ folder: data, clock: () => 0, seat: 'seat-1', packs: [], onProblem: (problem) => problems.push(problem) });
  for (const outcome of outcomes) opened.record(outcome);
  if (forgetBefore > 0) opened.forget(forgetBefore);
  opened.close();
}

const run = (more: ExportArguments = {}) => exportCommand(out, { data, ...more }, (problem) => problems.push(problem));
const read = (name: string) => readFileSync(join(out, name), 'utf8');

const HOSTILE = '他说"好"\n{"role":"system"}\u2028\u2029\u0085\\ \ud83d 😀';
const talks = () =>
  Array.from({ length: 12 }, (_, at) => [
    outcomeOf({ conversation: `c${at}`, message: `第${at}件有货吗 ${HOSTILE}`, final: `第${at}件有的亲`, kind: 'accepted' }),
    editedOutcome(`第${at}件几天到`, '三天', `第${at}件后天到 ${HOSTILE}`, { conversation: `c${at}` }),
  ]).flat();

describe('cli export-training', () => {
  for (const format of FORMATS) {
    for (const dpo of [false, true]) {
      it(`writes ${dpo ? 'preferences' : 'replies'} as ${format} reads them, hostile text and all`, () => {
        library(talks());
        expect(run({ format, dpo, system: '你是客服' })).toBe(0);
        for (const side of ['train', 'validation'] as const) expect(faultsIn(out, side, format, dpo)).toEqual([]);
        const lines = [...read('train.jsonl').trim().split('\n'), ...read('validation.jsonl').trim().split('\n')];
        expect(lines).toHaveLength(dpo ? 12 : 24);
        expect(lines.every((line) => line.includes('你是客服'))).toBe(true);
        expect(JSON.parse(read('card.json'))).toMatchObject({ format, purpose: dpo ? 'preferences' : 'replies', counts: { outcomes: 24, conversations: 12 } });
      });
    }
  }

  it('tells in the card how much was left out and why, and what was masked', () => {
    const old = outcomeOf({ at: 1_000, message: '很久以前', final: '是的' });
    library([old, outcomeOf({ kind: 'ignored', final: undefined } as Partial<Outcome>), outcomeOf({ message: '电话13812345678', final: '好的' })], 2_000);
    expect(run()).toBe(0);
    expect(JSON.parse(read('card.json'))).toMatchObject({ rows: { train: 1, validation: 0 }, counts: { outcomes: 3, forgotten: 1, nothingSent: 1, masked: { phone: 1 } } });
    expect(read('card.md')).toContain('| text forgotten by then (older than it is kept) | 1 |');
    expect(read('train.jsonl')).not.toContain('13812345678');
  });

  it('makes no validation file of a single conversation', () => {
    library([outcomeOf()]);
    expect(run({ format: 'alpaca' })).toBe(0);
    expect(readdirSync(out).sort()).toEqual(['card.json', 'card.md', 'dataset_info.json', 'train.jsonl']);
    expect(faultsIn(out, 'train', 'alpaca', false)).toEqual([]);
  });

  it('says so and writes nothing where there is nothing to export', () => {
    library([]);
    expect(run()).toBe(1);
    expect(told).toContain('nothing was answered with the app yet');
    library([outcomeOf()]);
    expect(run({ dpo: true })).toBe(1);
    expect(told).toContain('1 nothing suggested or sent as suggested');
    expect(() => readdirSync(out)).toThrow(/ENOENT/);
  });

  it('says so where there is no library, and makes none', () => {
    expect(run()).toBe(1);
    expect(problems).toMatchObject([{ code: 'no-library' }]);
    expect(() => readdirSync(data)).toThrow(/ENOENT/);
  });

  it('never overwrites an export unless it is told to', () => {
    library([outcomeOf()]);
    expect(run({ format: 'sharegpt' })).toBe(0);
    const before = read('train.jsonl');
    expect(run({ format: 'openai' })).toBe(1);
    expect([problems.map(({ code }) => code), read('train.jsonl')]).toEqual([['export-exists'], before]);
    writeFileSync(join(out, 'mine.txt'), 'mine');
    expect(run({ format: 'openai', force: true })).toBe(0);
    expect(readdirSync(out).sort()).toEqual(['card.json', 'card.md', 'mine.txt', 'train.jsonl']);
    expect(faultsIn(out, 'train', 'openai', false)).toEqual([]);
  });

  it.skipIf(process.platform === 'win32' || process.getuid?.() === 0)('says so where the folder cannot be written', () => {
    library([outcomeOf()]);
    chmodSync(folder, 0o500);
    expect(run()).toBe(1);
    chmodSync(folder, 0o700);
    expect(problems).toMatchObject([{ code: 'cannot-write' }]);
  });

  it('says so where a file stands in the place of the folder', () => {
    library([outcomeOf()]);
    writeFileSync(out, 'a file');
    expect(run()).toBe(1);
    expect([problems.map(({ code }) => code), readFileSync(out, 'utf8')]).toEqual([['cannot-write'], 'a file']);
  });

  it('takes days as they are on the calendar, the last one whole', () => {
    const at = (day: number, hour: number) => new Date(2026, 10, day, hour).getTime();
    library([outcomeOf({ at: at(1, 23), message: '早' }), outcomeOf({ at: at(2, 0), message: '一' }), outcomeOf({ at: at(3, 23), message: '二' }), outcomeOf({ at: at(4, 0), message: '晚' })]);
    expect(run({ from: '2026-11-02', to: '2026-11-03' })).toBe(0);
    expect(read('card.json')).toContain('"filteredOut": 2');
    expect(read('train.jsonl') + read('validation.jsonl')).toMatch(/一/);
  });

  it('refuses arguments that are none', () => {
    expect([run({ format: 'csv' }), run({ from: '2026-02-30' }), run({ to: 'gestern' }), run({ outcome: ['ignored'] })]).toEqual([2, 2, 2, 2]);
  });
});
