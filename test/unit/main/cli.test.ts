import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
let folder: string;

/** The command line as it is called, in a process of its own. */
function cli(args: string[], input = '') {
  const { stdout, stderr, status } = spawnSync(process.execPath, [join(ROOT, 'scripts', 'cli.mjs'), ...args], { input, encoding: 'utf8' });
  return { stdout, stderr, status };
}

function file(name: string, content: unknown): string {
  const path = join(folder, name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

const rule = (id: string, text: string, reply: string) => ({ id, name: id, triggers: [{ kind: 'exact', texts: [text] }], replies: [{ text: reply }] });
const pack = (...rules: object[]) => ({ format: 1, id: 'own', name: 'own', language: 'zh-CN', version: '1', rules });

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'cli-'));
});

describe('cli suggest', () => {
  it('answers one message as one JSON object, with what the message says filled in', () => {
    const rules = file('own.json', pack({ ...rule('find', '查订单', '…'), triggers: [{ kind: 'keywords', any: ['查一下'] }], replies: [{ text: '{{order}}我查了，{{blank:状态}}' }] }));
    const { stdout, status } = cli(['suggest', '--rules', rules, '--json', '查一下订单 620011223344']);
    const answer = JSON.parse(stdout) as { message: string; ms: number; suggestions: { ruleId: string; reply: string; confidence: number; source: string; explanation: { ruleName: string } }[] };
    expect([answer.message, status]).toEqual(['查一下订单 620011223344', 0]);
    expect(answer.suggestions).toMatchObject([{ ruleId: 'own/find', reply: '620011223344我查了，〔状态〕', source: 'pack', explanation: { ruleName: 'find' } }]);
    expect(answer.suggestions[0]!.confidence).toBeGreaterThan(0.3);
    expect(answer.ms).toBeGreaterThan(0);
  });

  it('answers each line of the standard input, an empty one, too', () => {
    const { stdout, status } = cli(['suggest', '--json'], '什么时候发货\n\n你会唱歌吗\n');
    const answers = stdout.trim().split('\n').map((line) => JSON.parse(line) as { message: string; suggestions: unknown[] });
    expect(answers.map(({ message }) => message)).toEqual(['什么时候发货', '', '你会唱歌吗']);
    expect(answers.map(({ suggestions }) => suggestions.length > 0)).toEqual([true, false, false]);
    expect(status).toBe(0);
  });
});

describe('cli explain', () => {
  it('says which words counted for and against', () => {
    const { stdout } = cli(['explain', '你们质量不好的吧']);
    expect(stdout).not.toMatch(/ecommerce-zh\/ok /);
    expect(stdout).toMatch(/matched 「/);
  });
});

describe('cli validate', () => {
  it('says how many rules a sound file holds', () => {
    const { stdout, status } = cli(['validate', file('sound.json', pack(rule('a', '在吗', '在的')))]);
    expect([stdout.includes('1 rules, no fault'), status]).toEqual([true, 0]);
  });

  it.each([
    ['no JSON', '{"format": 1,', /json/i],
    ['a newer format', { ...pack(), format: 2 }, /newer|format/i],
    ['one id twice', pack(rule('a', '在吗', '在的'), rule('a', '你好', '您好')), /a/],
    ['a pattern that RE2 refuses', pack({ ...rule('a', '', ''), triggers: [{ kind: 'regex', pattern: '(a' }], replies: [{ text: '好' }] }), /rules\[0\]\.triggers\[0\]\.pattern/],
    ['a reply without text', pack(rule('a', '在吗', ' ')), /replies/],
  ])('tells of %s, and where', (name, content, said) => {
    const path = file(`${name}.json`, content);
    const { stderr, status } = cli(['validate', path]);
    expect(status).toBe(1);
    expect(stderr).toContain(path);
    expect(stderr).toMatch(said);
  });

  it('tells of a file that is not there', () => {
    const { stderr, status } = cli(['validate', join(folder, 'none.json')]);
    expect([status, stderr.includes('none.json')]).toEqual([1, true]);
  });
});

it('cli without a command says how it is used', () => {
  const { stderr, status } = cli([]);
  expect([status, stderr.startsWith('Usage:')]).toEqual([2, true]);
});
