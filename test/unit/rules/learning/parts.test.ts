import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Answers, characterF1, lettersOf } from '../../../../rules/learning/answers';
import { Calibration } from '../../../../rules/learning/calibration';
import { encode } from '../../../../rules/learning/encode';
import { readLesson, writeLesson } from '../../../../rules/learning/lesson';
import { Linear } from '../../../../rules/learning/linear';
import { Net } from '../../../../rules/learning/net';
import { Random } from '../../../../rules/random';
import type { Vector } from '../../../../rules/learning/vector';
import { Message } from '../../../../rules/message';

const vector = (...rows: number[]): Vector => ({ row: Int32Array.from(rows), value: Float32Array.from(rows, () => 1 / Math.sqrt(rows.length)), length: rows.length });

describe('character F1', () => {
  it('is twice what two texts share over their lengths, without punctuation, spaces, case and width', () => {
    expect(characterF1(lettersOf('好的，亲！'), lettersOf('好的 亲'))).toBe(1);
    expect(characterF1(lettersOf('ＡＢ'), lettersOf('ab'))).toBe(1);
    expect(characterF1(lettersOf('abcd'), lettersOf('abxy'))).toBe(0.5);
    expect(characterF1(lettersOf('aab'), lettersOf('ab'))).toBeCloseTo(0.8);
    expect(characterF1(lettersOf('好'), lettersOf(''))).toBe(0);
  });

  it('is the same from both sides', () => {
    fc.assert(fc.property(fc.string(), fc.string(), (a, b) => characterF1(lettersOf(a), lettersOf(b)) === characterF1(lettersOf(b), lettersOf(a))));
  });
});

describe('answers', () => {
  const answers = new Answers();
  answers.add(0, '今天下午三点之前就给您安排发货');
  answers.add(1, '本店所有商品支持7天无理由退换货');
  answers.add(2, '有货的');

  it.each([
    ['亲，今天下午三点前就给您安排发货哦', 0],
    ['本店商品都支持7天无理由退换货', 1],
    ['亲，有货的呢', 2],
    ['本店所有商品支持15天无理由退换货', undefined],
    ['本店所有商品不支持7天无理由退换货', undefined],
    ['没货的', undefined],
    ['补货的', undefined],
    ['退款已经处理好了', undefined],
    ['', undefined],
  ])('are one when their replies are nearly the same, but for numbers, denials and short ones: %s', (reply, answer) => {
    expect(answers.find(reply)).toBe(answer);
  });

  it('in English are compared by words, as any two texts are made of the same letters', () => {
    const english = new Answers();
    english.add(0, 'Your parcel was sent this morning and should be there within the week');
    expect(english.find('Your parcel was sent this morning, it should be there within the week!')).toBe(0);
    expect(english.find('We refunded the parcel in the morning, so the sum should be with you then')).toBeUndefined();
  });

  it('that a reply is a wording of is the first that it is like, whatever comes later', () => {
    const growing = new Answers();
    growing.add(0, '今天下午三点之前就给您安排发货');
    const between = '今天下午三点之前给您安排好发货了';
    expect(growing.find(between)).toBe(0);
    growing.add(1, between);
    expect(growing.find(between)).toBe(0);
  });
});

describe.each([
  ['the linear model', () => new Linear()],
  ['the net', () => new Net(1)],
])('%s', (_, make) => {
  function ready(columns: number) {
    const model = make();
    for (let i = 0; i < columns; i++) model.addColumn();
    if (model instanceof Net) for (let row = 0; row < 8; row++) model.addRow(row);
    return model;
  }

  it('learns which column a feature stands for, and adds up to 1', () => {
    const model = ready(70);
    for (let i = 0; i < 40; i++) {
      model.train(vector(1, 2), 3, true);
      model.train(vector(4, 2), 66, true);
    }
    expect(model.predict(vector(1))[3]!).toBeGreaterThan(0.5);
    const scores = model.predict(vector(4));
    expect(scores[66]!).toBeGreaterThan(0.5);
    expect(scores.subarray(0, 70).reduce((sum, p) => sum + p, 0)).toBeCloseTo(1);
  });

  it('learns away from what was dismissed', () => {
    const model = ready(4);
    for (let i = 0; i < 20; i++) model.train(vector(1), 2, true);
    const before = model.predict(vector(1))[2]!;
    for (let i = 0; i < 20; i++) model.train(vector(1), 2, false);
    expect(model.predict(vector(1))[2]!).toBeLessThan(before / 2);
  });
});

describe('the calibration', () => {
  it('comes to say how often a sign was right', () => {
    const calibration = new Calibration([0, 0]);
    const random = new Random(3);
    for (let i = 0; i < 5_000; i++) {
      const sign = i % 2 === 0 ? 1 : -1;
      calibration.learn([1, sign], random.next() < (sign > 0 ? 0.9 : 0.3));
    }
    expect(Math.abs(calibration.confidence([1, 1]) - 0.9)).toBeLessThan(0.1);
    expect(Math.abs(calibration.confidence([1, -1]) - 0.3)).toBeLessThan(0.1);
  });
});

describe('features of a question', () => {
  it('are the same for the same question, each once, and bounded', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 2_000 }), fc.string({ maxLength: 500 }), (text, turn) => {
        const before = [{ role: 'agent' as const, text: turn }];
        const first = encode(new Message(text), before, {});
        expect(encode(new Message(text), before, {})).toEqual(first);
        expect(new Set(first.hash).size).toBe(first.hash.length);
        expect(first.hash.length).toBeLessThanOrEqual(1024);
      }),
    );
  });

  it('tell the message from what was said before', () => {
    const hashes = (message: string, text: string) => new Set(encode(new Message(message), [{ role: 'agent', text }], {}).hash);
    const [here, there] = [hashes('发货', '退款'), hashes('退款', '发货')];
    expect([...here].filter((hash) => there.has(hash))).toEqual([]);
  });
});

describe('a lesson', () => {
  it('comes back from its bytes as it was', () => {
    const text = fc.string({ unit: 'binary', maxLength: 60 });
    fc.assert(
      fc.property(text, text, text, fc.array(fc.record({ ruleId: text, answerId: text }), { maxLength: 3 }), fc.boolean(), (message, answerId, reply, joined, right) => {
        const lesson = { answerId, right, message, reply, joined, question: encode(new Message(message), [], { shop: '一店' }) };
        expect(readLesson(writeLesson(lesson))).toEqual(lesson);
      }),
    );
  });

  it('holds no word of the conversation before the message', () => {
    const question = encode(new Message('好的'), [{ role: 'customer', text: 'my phone is 13812345678' }], {});
    const bytes = writeLesson({ answerId: 'r', right: true, message: '好的', reply: '好的亲', joined: [], question });
    const text = String.fromCharCode(...bytes);
    expect(text).not.toContain('phone');
    expect(text).not.toContain('138');
  });
});

describe('the seeded generator', () => {
  it('gives the same numbers for the same seed, and shuffles without loss', () => {
    const items = () => Array.from({ length: 50 }, (_, i) => i);
    const shuffled = new Random(7).shuffle(items());
    expect(new Random(7).shuffle(items())).toEqual(shuffled);
    expect(new Random(8).shuffle(items())).not.toEqual(shuffled);
    expect([...shuffled].sort((a, b) => a - b)).toEqual(items());
  });
});
