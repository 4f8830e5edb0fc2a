import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readPack, readShippedPacks, readUserRuleFiles } from '../../../../main/library/packs';
import type { Problem } from '../../../../main/problem';

const rule = (id: string, rest: object = {}) => ({ id, name: id, triggers: [{ kind: 'exact', texts: [id] }], replies: [{ text: `re ${id}` }], ...rest });
const pack = (rules: unknown[], rest: object = {}) => JSON.stringify({ format: 1, id: 'mine', version: '1', name: 'Mine', language: 'zh-CN', rules, ...rest });

function read(text: string) {
  const problems: Problem[] = [];
  return { pack: readPack(text, 'mine.json', (problem) => problems.push(problem)), problems };
}
const places = (problems: Problem[]) => problems.map(({ file, params }) => [file, params?.['place']]);

describe('a file of rules', () => {
  it('gives its rules ids of its own and names itself as their source', () => {
    const { pack: read1, problems } = read(pack([rule('a')]));
    expect(problems).toEqual([]);
    expect(read1!.rules[0]).toMatchObject({ id: 'mine/a', source: { kind: 'pack', pack: 'mine' }, enabled: true });
  });

  it('that is no JSON is told with line and column', () => {
    expect(places(read('{\n  "format": 1,\n  oops\n}').problems)).toEqual([['mine.json', 'line 3, column 3']]);
  });

  it('keeps the rest when a rule is wrong, and tells the place in it', () => {
    const { pack: kept, problems } = read(pack([rule('a'), rule('b', { triggers: [{ kind: 'keywords', any: [''] }] }), rule('c')]));
    expect(kept!.rules.map(({ id }) => id)).toEqual(['mine/a', 'mine/c']);
    expect(places(problems)[0]).toEqual(['mine.json', 'rules[1].triggers[0].any[0]']);
  });

  it('with one id twice keeps the first and tells the second', () => {
    const { pack: kept, problems } = read(pack([rule('a'), rule('a', { name: 'again' })]));
    expect(kept!.rules.map(({ name }) => name)).toEqual(['a']);
    expect(places(problems)).toEqual([['mine.json', 'rules[1].id']]);
  });

  it('with a regex that does not compile leaves that rule out, with the words of the engine', () => {
    const regex = (pattern: string) => ({ triggers: [{ kind: 'exact', texts: ['x'] }, { kind: 'regex', pattern }] });
    const { pack: kept, problems } = read(pack([rule('a', regex('(已付款')), rule('b', regex('已(付款|下单)'))]));
    expect(kept!.rules.map(({ id }) => id)).toEqual(['mine/b']);
    expect(problems).toMatchObject([{ code: 'rule-file', file: 'mine.json', params: { place: 'rules[0].triggers[1].pattern', reason: expect.stringContaining('missing closing )') as string } }]);
  });

  it.each([['no id', { name: 'x' }], ['an id that is no text', { id: 7 }], ['no object', 'rule'], ['null', null]])('with a rule that has %s keeps the rest', (_what, bad) => {
    const { pack: kept, problems } = read(pack([bad, rule('b')]));
    expect(kept!.rules.map(({ id }) => id)).toEqual(['mine/b']);
    expect(places(problems)).toEqual([['mine.json', 'rules[0].id']]);
  });

  it('of a newer format is not guessed at', () => {
    const { pack: none, problems } = read(pack([rule('a')], { format: 2 }));
    expect(none).toBeNull();
    expect(problems).toMatchObject([{ code: 'rule-file-newer', params: { format: 2 } }]);
  });

  it.each([['nothing', ''], ['a list', '[]'], ['null', 'null'], ['a number', '7'], ['no rules', '{"format":1}']])('that holds %s is told and gives no rules', (_what, text) => {
    const { pack: none, problems } = read(text);
    expect(none).toBeNull();
    expect(problems.length).toBeGreaterThan(0);
  });

  it('may begin with a byte order mark, as Windows editors write it', () => {
    expect(read(`\uFEFF${pack([rule('a')])}`).pack?.rules).toHaveLength(1);
  });
});

describe('the packs that ship', () => {
  it('have rules that are all right', () => {
    const problems: Problem[] = [];
    const packs = readShippedPacks(join(import.meta.dirname, '../../../../rules/packs'), (problem) => problems.push(problem));
    expect(packs.map(({ id }) => id)).toContain('seed');
    for (const { rules } of packs) expect(rules.length).toBeGreaterThan(0);
    expect(problems).toEqual([]);
  });

  it('are not read through before somebody asks for their rules', () => {
    const folder = mkdtempSync(join(tmpdir(), '规则-'));
    writeFileSync(join(folder, 'a.json'), pack([rule('a'), { id: 'wrong' }]));
    const problems: Problem[] = [];
    const [read] = readShippedPacks(folder, (problem) => problems.push(problem));
    expect(problems).toEqual([]);
    expect([read!.rules.length, read!.rules.length]).toEqual([1, 1]);
    const places = new Set(problems.map(({ params }) => params?.['place']));
    expect(places.size).toBe(problems.length);
    expect(problems.length).toBeGreaterThan(0);
    rmSync(folder, { recursive: true });
  });
});

describe("the agent's own files of rules", () => {
  let folder: string;
  const put = (name: string, content: string | Buffer) => writeFileSync(join(folder, 'rules', name), content);
  const readAll = (taken: string[] = []) => {
    const problems: Problem[] = [];
    return { packs: readUserRuleFiles(folder, (problem) => problems.push(problem), taken), problems };
  };
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), '规则-'));
    mkdirSync(join(folder, 'rules'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('are read from the folder "rules"; a bad one is named and the others hold', () => {
    put('a.json', pack([rule('a')]));
    put('b.json', '{ "format": 1,');
    put('c.JSON', pack([rule('c')], { id: 'other' }));
    put('latin.json', Buffer.from(pack([rule('d', { name: 'caf\u00e9' })], { id: 'latin' }), 'latin1'));
    put('notes.txt', 'not rules');
    mkdirSync(join(folder, 'rules', 'folder.json'));
    const { packs, problems } = readAll();
    expect(packs.map(({ id }) => id)).toEqual(['mine', 'other']);
    expect(problems.map(({ code, file }) => [code, file])).toEqual(['b.json', 'folder.json', 'latin.json'].map((name) => ['rule-file', join(folder, 'rules', name)]));
  });

  it('cannot take the name of another pack', () => {
    put('a.json', pack([rule('a')]));
    put('b.json', pack([rule('b')]));
    put('seed.json', pack([rule('s')], { id: 'seed' }));
    const { packs, problems } = readAll(['seed']);
    expect(packs.map(({ rules }) => rules[0]?.id)).toEqual(['mine/a']);
    expect(problems.map(({ file, params }) => [file, params?.['place']])).toEqual([[join(folder, 'rules', 'b.json'), 'id'], [join(folder, 'rules', 'seed.json'), 'id']]);
  });

  it('have another digest after each change', () => {
    put('a.json', pack([rule('a')]));
    const [before] = readAll().packs;
    put('a.json', pack([rule('a', { name: 'changed' })]));
    const [after] = readAll().packs;
    expect(after!.version).toBe(before!.version);
    expect(after!.digest).not.toBe(before!.digest);
  });

  it('need not be there', () => {
    rmSync(join(folder, 'rules'), { recursive: true });
    expect(readAll()).toEqual({ packs: [], problems: [] });
  });
});
