import { describe, expect, it } from 'vitest';
import { readPack } from '../../../../main/library/packs';
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
