import { describe, expect, it } from 'vitest';
import { outcomeOf } from '../../support/rules';
import { PACK, packRule, useLibraries } from './support';

const here = useLibraries();
const hello = PACK.rules[0]!;
const bye = packRule('bye', '再见');

describe('a pack', () => {
  it('brings its rules once, and changed ones with its next version', () => {
    const first = here.open([PACK]);
    expect(first.rules()).toEqual(PACK.rules);
    first.close();
    const newer = { ...PACK, version: '2', rules: [{ ...hello, replies: [{ text: '您好，请讲' }] }, bye] };
    const second = here.open([newer]);
    expect(second.rules()).toEqual(newer.rules);
    second.close();
    expect(here.open([newer]).rules()).toEqual(newer.rules);
  });

  it('is read again when its file changed, though its version did not', () => {
    here.open([{ ...PACK, digest: 'a' }]).close();
    expect(here.open([{ ...PACK, digest: 'b', rules: [bye] }]).rules()).toEqual([bye]);
  });

  it('is left alone while it is the same, whatever became of its rules', () => {
    const lib = here.open([PACK]);
    lib.removeRule(hello.id);
    lib.close();
    expect(here.open([PACK]).rules()).toEqual([]);
  });

  it('never overwrites or brings back a rule that the agent changed or deleted', () => {
    const lib = here.open([{ ...PACK, rules: [hello, bye] }]);
    const mine = { ...hello, replies: [{ text: '我改的' }] };
    lib.record(outcomeOf('你好', '我改的'), { put: [mine] });
    lib.removeRule(bye.id);
    lib.close();
    expect(here.open([{ ...PACK, version: '2', rules: [{ ...hello, name: 'new' }, { ...bye, name: 'new' }] }]).rules()).toEqual([mine]);
  });

  it('takes away the rules that its next version no longer has, but not those that the agent changed', () => {
    const lib = here.open([{ ...PACK, rules: [hello, bye] }]);
    const mine = { ...hello, name: 'mine' };
    lib.putRule(mine);
    lib.close();
    expect(here.open([{ ...PACK, version: '2', rules: [] }]).rules()).toEqual([mine]);
  });

  it('brings its newer rule when the agent takes back the change that stood in its way', () => {
    const lib = here.open([PACK]);
    const outcome = outcomeOf('你好', '我改的');
    lib.record(outcome, { put: [{ ...hello, name: 'mine' }] });
    lib.close();
    const newer = { ...PACK, version: '2', rules: [{ ...hello, name: 'newer' }] };
    const second = here.open([newer]);
    expect(second.undo(outcome.id).put).toEqual([hello]);
    second.close();
    expect(here.open([newer]).rules()).toEqual(newer.rules);
  });

  it('that is not there any more leaves its rules', () => {
    here.open([PACK]).close();
    expect(here.open([]).rules()).toEqual(PACK.rules);
  });

  it('leaves the rules of a pack with a similar name alone', () => {
    const other = { ...PACK, id: 'p-2', rules: [{ ...hello, id: 'p-2/hello', source: { kind: 'pack' as const, pack: 'p-2' } }] };
    here.open([PACK, other]).close();
    expect(here.open([{ ...PACK, version: '2', rules: [] }, other]).rules()).toEqual(other.rules);
  });
});
