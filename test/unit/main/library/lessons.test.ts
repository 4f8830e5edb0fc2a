import Database from 'libsql';
import { describe, expect, it } from 'vitest';
import { lessonsNeeded, Relevance } from '../../../../rules/learning/relevance';
import { outcomeOf } from '../../support/rules';
import { useLibraries } from './support';

const here = useLibraries();
const TOPICS = ['什么时候发货', '多久能到', '能便宜点吗', '可以退吗', '发什么快递'];
const question = (n: number) => ({ message: `${TOPICS[n % TOPICS.length]!}${n % 7}号`, before: [], scope: {} });
const ruleOf = (n: number) => `rule-${n % TOPICS.length}`;
const rated = (relevance: Relevance) => TOPICS.map((message) => relevance.rate({ message, before: [], scope: {} }));

/** The model as it is made again from what the library holds. */
function rebuilt(lessons: Iterable<Uint8Array>): Relevance {
  const relevance = new Relevance();
  for (const lesson of lessons) relevance.relearn(lesson);
  return relevance;
}

describe('what outcomes told the model', () => {
  it('is kept with them, and gives the same model again after a restart', () => {
    const lib = here.open();
    const relevance = new Relevance();
    for (let n = 0; n < 40; n++) lib.record(outcomeOf(question(n).message, '好的', { at: n }), { lesson: relevance.learn(question(n), ruleOf(n), n % 9 !== 8) });
    lib.close();
    expect(rated(rebuilt(here.open().lessons()))).toEqual(rated(relevance));
  });

  it('is left out where the outcome is taken back, and is there again when that is', () => {
    const lib = here.open();
    const [with_, without] = [new Relevance(), new Relevance()];
    const outcomes = Array.from({ length: 12 }, (_, n) => outcomeOf(question(n).message, '好的', { at: n }));
    outcomes.forEach((outcome, n) => {
      lib.record(outcome, { lesson: with_.learn(question(n), ruleOf(n)) });
      if (n !== 5) without.learn(question(n), ruleOf(n));
    });
    const taken = lib.undo(outcomes[5]!.id);
    expect(rated(rebuilt(lib.lessons()))).toEqual(rated(without));
    lib.undo(taken.id);
    expect(rated(rebuilt(lib.lessons()))).toEqual(rated(with_));
  });

  it('is stored once with an outcome that comes twice', () => {
    const lib = here.open();
    const outcome = outcomeOf('在吗', '在的');
    const lesson = new Relevance().learn(question(1), 'rule-1');
    lib.record(outcome, { lesson });
    lib.record(outcome, { lesson });
    expect([...lib.lessons()].length).toBe(1);
  });

  it('is kept in memory while the file is held by another, and saved later', () => {
    const lib = here.open();
    const relevance = new Relevance();
    lib.record(outcomeOf('1', '1'), { lesson: relevance.learn(question(1), 'rule-1') });
    const other = new Database(here.file);
    other.exec('BEGIN EXCLUSIVE');
    expect(() => lib.record(outcomeOf('2', '2'), { lesson: relevance.learn(question(2), 'rule-2') })).toThrow(/cannot-save/);
    expect(rated(rebuilt(lib.lessons()))).toEqual(rated(relevance));
    other.exec('ROLLBACK');
    other.close();
    lib.close();
    expect(rated(rebuilt(here.open().lessons()))).toEqual(rated(relevance));
  });

  it('is needed only as far back as the model remembers', () => {
    const WINDOW = 4_096;
    expect([0, 5, WINDOW, 2 * WINDOW - 1].map(lessonsNeeded)).toEqual([0, 5, WINDOW, 2 * WINDOW - 1]);
    expect(lessonsNeeded(2 * WINDOW)).toBe(WINDOW);
    expect(lessonsNeeded(5 * WINDOW + 3)).toBe(WINDOW + 3);
  });
});
