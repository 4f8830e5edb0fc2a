import { existsSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { describe, expect, it } from 'vitest';
import { History } from '../../../main/history/history';
import type { Mined, MineOptions, Proposal } from '../../../main/history/miner';
import { ProblemError } from '../../../main/problem';
import { Rule } from '../../../rules/types';
import { exactRule } from '../support/rules';

const proposal = (id: string, more: Partial<Proposal> = {}): Proposal => ({
  id, name: id, kind: 'answer', triggers: [{ kind: 'examples', texts: ['能放几天', '几天坏'], not: [] }], replies: ['五天', '5 天'], times: 3, saved: 10, evidence: [{ message: '能放几天', reply: '五天' }], ...more,
});
const mined = (...proposals: Proposal[]): Mined => ({ proposals, read: { conversations: 2, turns: 8, skippedInAll: 1 } });

/** A history whose miner answers what the test says, when the test says it. */
function history(rules: Rule[] = []) {
  const calls: { files: readonly string[]; options: MineOptions; resolve(found: Mined): void; reject(error: unknown): void }[] = [];
  let changes = 0;
  let ids = 0;
  const subject = new History({
    miner: {
      mineFiles: (files, options) => new Promise((resolve, reject) => {
        calls.push({ files, options, resolve, reject });
        options.signal.addEventListener('abort', () => reject(options.signal.reason));
      }),
      lookAtColumns: async () => ({ columns: [{ name: 'A', samples: ['x'] }], mapping: { header: true } }),
    },
    clock: () => 5,
    newId: () => `id-${++ids}`,
    rules: () => rules,
    changed: () => changes++,
  });
  return { subject, calls, changes: () => changes };
}

describe('reading past conversations', () => {
  it('tells how far it is, and then what was found, the most saving first', async () => {
    const { subject, calls, changes } = history();
    const reading = subject.read(['/a/b/chat.jsonl']);
    await until(() => calls.length === 1);
    expect(subject.state).toEqual({ phase: 'running', files: ['chat.jsonl'], done: 0, total: 0 });
    calls[0]!.options.onProgress(50, 100);
    expect(subject.state).toMatchObject({ phase: 'running', done: 50, total: 100 });
    calls[0]!.resolve(mined(proposal('less', { saved: 1 }), proposal('more', { saved: 2 })));
    await reading;
    expect(subject.state).toEqual({ phase: 'found', files: ['chat.jsonl'], proposals: 2, read: { conversations: 2, turns: 8, skipped: 1 } });
    expect(subject.proposals().map(({ id }) => id)).toEqual(['more', 'less']);
    expect(changes()).toBeGreaterThanOrEqual(3);
  });

  it('is cancelled in the middle, and what comes after that is nobody’s', async () => {
    const { subject, calls } = history();
    const reading = subject.read(['a.jsonl']);
    await until(() => calls.length === 1);
    subject.cancel();
    expect(calls[0]!.options.signal.aborted).toBe(true);
    calls[0]!.options.onProgress(1, 2);
    await reading;
    expect(subject.state).toEqual({ phase: 'choose' });
    expect(subject.proposals()).toEqual([]);
  });

  it('leaves one that is overtaken by another', async () => {
    const { subject, calls } = history();
    const first = subject.read(['a.jsonl']);
    const second = subject.read(['b.jsonl']);
    await until(() => calls.length === 2);
    calls[1]!.resolve(mined(proposal('b')));
    await Promise.all([first, second]);
    expect(subject.proposals().map(({ id }) => id)).toEqual(['b']);
  });

  it('that fails says which file and why', async () => {
    const { subject, calls } = history();
    const reading = subject.read(['/x/a.csv']);
    await until(() => calls.length === 1);
    calls[0]!.reject(new ProblemError({ code: 'history-empty', file: '/x/a.csv' }));
    await reading;
    expect(subject.state).toEqual({ phase: 'failed', files: ['a.csv'], problem: { code: 'history-empty', file: 'a.csv' } });
  });

  it('asks what the files do not tell, and reads them again with the answer', async () => {
    const { subject, calls } = history();
    const reading = subject.read(['/x/a.txt']);
    await until(() => calls.length === 1);
    calls[0]!.reject(new ProblemError({ code: 'history-roles', file: '/x/a.txt', params: { speakers: '小满, 小鹿' } }));
    await reading;
    expect(subject.state).toMatchObject({ phase: 'asking', about: { kind: 'agents', speakers: ['小满', '小鹿'] } });
    const again = subject.readAgain({ agents: ['小鹿'] });
    await until(() => calls.length === 2);
    expect(calls[1]).toMatchObject({ files: ['/x/a.txt'], options: { agents: ['小鹿'] } });
    calls[1]!.reject(new ProblemError({ code: 'history-columns', file: '/x/a.txt' }));
    await again;
    expect(subject.state).toMatchObject({ phase: 'asking', about: { kind: 'columns', file: 'a.txt', columns: [{ name: 'A' }] } });
    subject.leave();
    expect(subject.state).toEqual({ phase: 'choose' });
  });

  it('keeps pasted text on the disk only while it is read', async () => {
    const { subject, calls } = history();
    const reading = subject.readText('小满：在吗');
    await until(() => calls.length === 1);
    const [file] = calls[0]!.files;
    expect(readFileSync(file!, 'utf8')).toBe('小满：在吗');
    calls[0]!.resolve(mined(proposal('a')));
    await reading;
    expect(existsSync(dirname(file!))).toBe(false);
    expect(subject.source).toBe('pasted.txt');
  });
});

describe('what is accepted', () => {
  it('becomes rules with the agent’s wording, each once, and is no proposal any more', async () => {
    const { subject, calls } = history([exactRule('x', 'y', { id: 'r', name: '保质期' })]);
    const reading = subject.read(['chat.jsonl']);
    await until(() => calls.length === 1);
    calls[0]!.resolve(mined(proposal('a'), proposal('b', { alike: 'r' })));
    await reading;
    expect(subject.proposals()[1]).toMatchObject({ alike: '保质期', wordings: ['能放几天', '几天坏'], wordingCount: 2 });
    const rules = subject.rulesOf([{ id: 'a', reply: ' 五天哦 ' }, { id: 'a' }, { id: 'never' }]);
    expect(rules).toMatchObject([{ id: 'id-1', name: 'a', replies: [{ text: '五天' }, { text: '5 天' }], source: { kind: 'mined', from: 'chat.jsonl', at: 5 } }]);
    expect(rules.every((rule) => Rule.safeParse(rule).success)).toBe(true);
    expect(subject.rulesOf([{ id: 'b', reply: ' 五天哦 ' }])[0]!.replies).toEqual([{ text: '五天哦' }, { text: '5 天' }]);
    subject.accepted(['a']);
    expect(subject.state).toMatchObject({ phase: 'found', proposals: 1 });
    subject.accepted(['b']);
    expect(subject.state).toEqual({ phase: 'choose' });
  });
});

async function until(condition: () => boolean): Promise<void> {
  for (let tries = 0; tries < 200 && !condition(); tries++) await new Promise((resolve) => setTimeout(resolve, 5));
  expect(condition()).toBe(true);
}
