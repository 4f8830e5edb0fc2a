import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Counter } from '../../../rules/triggers/counter';
import { Dictionary } from '../../../rules/triggers/dictionary';
import { Finder } from '../../../rules/triggers/finder';
import { InvertedIndex } from '../../../rules/triggers/inverted';
import type { Scores } from '../../../rules/triggers/postings';
import { Recent } from '../../../rules/triggers/recent';
import { SlotTable } from '../../../rules/triggers/slot-table';

const piece = fc.string({ unit: fc.constantFrom('a', 'b', '发', '货'), minLength: 1, maxLength: 5 });
/** Things put in and, if they are there, taken out again. */
const changes = <T>(thing: fc.Arbitrary<T>) => fc.array(fc.record({ add: fc.boolean(), thing }), { maxLength: 120 });

describe('the finder of strings', () => {
  it('finds what searching for each would find', () => {
    fc.assert(
      fc.property(changes(piece), fc.string({ unit: fc.constantFrom('a', 'b', '发', '货'), maxLength: 30 }), (steps, text) => {
        const finder = new Finder();
        const uses = new Map<string, number>();
        for (const { add, thing } of steps) {
          const used = uses.get(thing) ?? 0;
          if (add) finder.add(thing);
          else if (used > 0) finder.remove(thing);
          uses.set(thing, Math.max(0, used + (add ? 1 : -1)));
        }
        const wanted: [string, number, number][] = [];
        for (const [string, used] of uses) {
          if (used === 0) continue;
          for (let at = text.indexOf(string); at >= 0; at = text.indexOf(string, at + 1)) wanted.push([string, at, at + string.length]);
        }
        const found: [string, number, number][] = [];
        finder.scan(text, (id, start, end) => {
          expect(finder.idOf(text.slice(start, end))).toBe(id);
          found.push([text.slice(start, end), start, end]);
        });
        expect(found.sort()).toEqual(wanted.sort());
        expect(finder.size).toBe([...uses.values()].filter((used) => used > 0).length);
      }),
      { numRuns: 300 },
    );
  });
});

describe('the dictionary', () => {
  it('gives each hash a number of its own, and small ones again', () => {
    fc.assert(
      fc.property(changes(fc.oneof(fc.integer(), fc.integer({ min: 0, max: 40 }).map((n) => n * 2_048))), (steps) => {
        const dictionary = new Dictionary();
        const held = new Set<number>();
        for (const { add, thing } of steps) {
          if (add) {
            dictionary.enter(thing);
            held.add(thing);
          } else if (held.delete(thing)) dictionary.drop(thing);
        }
        const numbers = [...held].map((hash) => dictionary.get(hash));
        expect(new Set(numbers).size).toBe(held.size);
        for (const number of numbers) expect(number).toBeGreaterThanOrEqual(0);
        for (const { thing } of steps) if (!held.has(thing)) expect(dictionary.get(thing)).toBe(-1);
      }),
      { numRuns: 300 },
    );
  });
});

/** A wording's features; `Counter` takes them as they come. */
const featuresOf = (hashes: readonly number[]) => ({ hash: Int32Array.from(hashes), family: new Uint8Array(hashes.length), count: new Uint8Array(hashes.length).fill(1), length: hashes.length });

function counterOf(hashes: readonly number[], times: number): Counter {
  const counter = new Counter();
  for (let i = 0; i < times; i++) counter.add(featuresOf(hashes));
  return counter;
}

describe('the inverted index', () => {
  const document = fc.record({ features: fc.uniqueArray(fc.integer({ min: 0, max: 30 }), { maxLength: 8 }), times: fc.integer({ min: 1, max: 40 }) });

  it.each([false, true])('holds what was added and not taken out, added in batches: %s', (batches) => {
    fc.assert(
      fc.property(fc.array(document, { maxLength: 200 }), fc.array(fc.nat(199), { maxLength: 150 }), (documents, gone) => {
        const index = new InvertedIndex();
        if (batches) index.beginBatch();
        documents.forEach(({ features, times }, at) => index.add(at + 1, counterOf(features, times)));
        index.endBatch();
        const held = new Set(documents.keys());
        for (const at of gone) if (held.delete(at)) index.remove(at + 1, counterOf(documents[at]!.features, documents[at]!.times));
        for (let feature = 0; feature <= 30; feature++) {
          const holding = [...held].filter((at) => documents[at]!.features.includes(feature));
          expect(index.size(index.feature(feature))).toBe(holding.length);
          if (holding.length === 0) continue;
          const room = documents.length + 1;
          const scores: Scores = { sum: new Float32Array(room), lengths: new Float32Array(room), touched: new Int32Array(room), fixed: 1, perLength: 0, met: 0 };
          index.accumulate(index.feature(feature), 1, scores);
          expect([...scores.touched.subarray(0, scores.met)].sort((a, b) => a - b)).toEqual(holding.map((at) => at + 1));
          for (const at of holding) {
            const { times } = documents[at]!;
            // Counts above 15 are kept to within a tenth.
            expect(Math.abs(scores.sum[at + 1]! - times / (times + 1))).toBeLessThan(times < 16 ? 1e-6 : 0.01);
          }
        }
      }),
      { numRuns: 150 },
    );
  });

  it('keeps lists that grow over many chunks and pages, and takes from anywhere in them', () => {
    const index = new InvertedIndex();
    const size = 50_000;
    for (let at = 1; at <= size; at++) index.add(at, counterOf([1, 1_000 + (at % 3)], 1));
    for (let at = 1; at <= size; at++) if (at % 7 !== 0) index.remove(at, counterOf([1, 1_000 + (at % 3)], 1));
    expect(index.size(index.feature(1))).toBe(Math.floor(size / 7));
    const scores: Scores = { sum: new Float32Array(size + 1), lengths: new Float32Array(size + 1), touched: new Int32Array(size + 1), fixed: 1, perLength: 0, met: 0 };
    index.accumulate(index.feature(1), 1, scores);
    expect([...scores.touched.subarray(0, scores.met)]).toEqual(Array.from({ length: Math.floor(size / 7) }, (_, i) => (i + 1) * 7));
  });
});

describe('the table of wordings', () => {
  it('knows each text’s slots, as often as they were added', () => {
    fc.assert(
      fc.property(changes(fc.record({ text: piece, slot: fc.nat(4) })), (steps) => {
        const table = new SlotTable();
        const held: { text: string; slot: number }[] = [];
        for (const { add, thing } of steps) {
          const at = held.findIndex(({ text, slot }) => text === thing.text && slot === thing.slot);
          if (add) {
            table.add(thing.text, thing.slot);
            held.push(thing);
          } else if (at >= 0) {
            table.remove(thing.text, thing.slot);
            held.splice(at, 1);
          } else table.remove(thing.text, thing.slot);
        }
        for (const text of new Set(steps.map(({ thing }) => thing.text))) {
          const slots: number[] = [];
          table.each(text, (slot) => slots.push(slot));
          expect(slots.sort()).toEqual(held.filter((entry) => entry.text === text).map(({ slot }) => slot).sort());
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe('what was used lately', () => {
  it('is kept while the rest is forgotten, and made again when it is asked for', () => {
    const recent = new Recent<string>(3);
    let made = 0;
    const get = (key: number) => recent.get(key, () => `${key}:${++made}`);
    expect([get(1), get(2), get(3), get(1)]).toEqual(['1:1', '2:2', '3:3', '1:1']);
    get(4);
    expect(get(1)).toBe('1:1');
    expect(get(2)).toBe('2:5');
    recent.delete(1);
    expect(get(1)).toBe('1:6');
  });

  it('never gives a value of another key', () => {
    fc.assert(
      fc.property(fc.array(fc.record({ key: fc.nat(9), drop: fc.boolean() }), { maxLength: 200 }), (steps) => {
        const recent = new Recent<number>(4);
        for (const { key, drop } of steps) {
          if (drop) recent.delete(key);
          else expect(recent.get(key, () => key)).toBe(key);
        }
      }),
    );
  });
});
