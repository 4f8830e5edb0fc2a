import fc from 'fast-check';
import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openLibrary, type Library } from '../../../../main/library/library';
import { exactRule, outcomeOf } from '../../support/rules';
import { PACK, useLibraries } from './support';

const here = useLibraries();

describe('undo', () => {
  it('takes a learned rule away, and a second time changes nothing', () => {
    const lib = here.open();
    const rule = exactRule('在吗', '在的');
    const outcome = outcomeOf('在吗', '在的');
    lib.record(outcome, { put: [rule] });
    expect(lib.undo(outcome.id)).toMatchObject({ put: [], removed: [rule.id] });
    expect(lib.undo(outcome.id)).toMatchObject({ put: [], removed: [] });
    expect(lib.undo('never was')).toMatchObject({ put: [], removed: [] });
    expect(lib.rules()).toEqual([]);
  });

  it('survives a restart', () => {
    const lib = here.open();
    const outcome = outcomeOf('在吗', '在的');
    lib.record(outcome, { put: [exactRule('在吗', '在的')] });
    lib.undo(outcome.id);
    lib.close();
    const again = here.open();
    expect(again.rules()).toEqual([]);
    expect(again.outcomesSince(0)).toEqual([]);
  });

  it('leaves what a later outcome taught, whichever is undone first', () => {
    const lib = here.open();
    const rule = exactRule('在吗', '在的');
    const [first, second] = [outcomeOf('在吗', '在的'), outcomeOf('在吗', '在呢')];
    const changed = { ...rule, replies: [{ text: '在呢' }] };
    lib.record(first, { put: [rule] });
    lib.record(second, { put: [changed] });
    expect(lib.undo(first.id).put).toEqual([changed]);
    expect(lib.undo(second.id).removed).toEqual([rule.id]);
  });

  it('leaves what the agent changed by hand since', () => {
    const lib = here.open([PACK]);
    const outcome = outcomeOf('m', 'r');
    const mine = { ...PACK.rules[0]!, name: 'mine' };
    lib.record(outcome, { put: [{ ...mine, name: 'learned' }] });
    lib.putRule(mine);
    expect(lib.undo(outcome.id).put).toEqual([mine]);
  });
});

type Step = { rule: number; reply: string; remove: boolean };
const steps = fc.array(fc.record({ rule: fc.nat(3), reply: fc.string({ minLength: 1, maxLength: 5 }), remove: fc.boolean() }), { maxLength: 10 });

function state(lib: Library) {
  return { rules: lib.rules(), records: [...lib.records()].sort(([a], [b]) => (a < b ? -1 : 1)), outcomes: lib.outcomesSince(0) };
}

/** Does a step as learning does it: an outcome that puts or removes one rule, of the pack or learned before. */
function record(lib: Library, { rule, reply, remove }: Step): string {
  const id = rule === 0 ? 'p/hello' : `r${rule}`;
  const outcome = outcomeOf('m', reply, { ruleId: id });
  lib.record(outcome, remove ? { remove: [id] } : { put: [exactRule('m', `x${reply}`, { id })] });
  return outcome.id;
}

function inFolderOfItsOwn(work: (lib: Library, reopened: () => Library) => void): void {
  const folder = mkdtempSync(join(here.folder, 'p-'));
  const open = () => openLibrary({ folder, clock: () => here.now, seat: 's', packs: [PACK], onProblem: (problem) => here.problems.push(problem) });
  const lib = open();
  const second: Library[] = [];
  try {
    work(lib, () => (lib.close(), second.push(open()), second[0]!));
  } finally {
    [lib, ...second].forEach((each) => each.close());
  }
}

describe('undoing', () => {
  it('the last steps gives exactly the state before them', () => {
    fc.assert(
      fc.property(steps, steps, (before, after) =>
        inFolderOfItsOwn((lib, reopened) => {
          before.forEach((step) => record(lib, step));
          const expected = state(lib);
          const ids = after.map((step) => record(lib, step));
          for (const id of ids.reverse()) lib.undo(id);
          expect(state(lib)).toEqual(expected);
          expect(state(reopened())).toEqual(expected);
        }),
      ),
      { numRuns: 25 },
    );
  });

  it('any steps gives the state that there would be without them', () => {
    fc.assert(
      fc.property(steps, fc.infiniteStream(fc.boolean()), (all, undone) =>
        inFolderOfItsOwn((lib) => {
          const done = all.map((step) => ({ step, id: record(lib, step), undone: undone.next().value === true }));
          done.filter((each) => each.undone).forEach(({ id }) => lib.undo(id));
          inFolderOfItsOwn((other) => {
            done.filter((each) => !each.undone).forEach(({ step }) => record(other, step));
            const sorted = (from: Library) => [...from.rules()].sort((a, b) => (a.id < b.id ? -1 : 1));
            expect(sorted(lib)).toEqual(sorted(other));
            expect(state(lib).records).toEqual(state(other).records);
          });
        }),
      ),
      { numRuns: 25 },
    );
  });
});
