import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FORMATS, lineOf, rowOf } from '../../../../rules/training/formats';
import { trainingOf, type TrainingOptions } from '../../../../rules/training/training';
import type { Outcome } from '../../../../rules/types';
import { editedOutcome, outcomeOf } from '../../../support/outcomes';

const replies = (outcomes: Outcome[], options: Partial<TrainingOptions> = {}) => trainingOf(outcomes, { purpose: 'replies', ...options });
const all = (outcomes: Outcome[], options: Partial<TrainingOptions> = {}) => {
  const { train, validation } = replies(outcomes, options);
  return [...train, ...validation];
};

describe('training examples', () => {
  it('hold what was said before in the same conversation, and nothing of another', () => {
    const examples = all([
      outcomeOf({ message: '有货吗', final: '有的亲', conversation: 'a' }),
      outcomeOf({ message: '几天到', final: '三天', conversation: 'b' }),
      outcomeOf({ message: '什么颜色', final: '黑白两色', conversation: 'a', kind: 'accepted' }),
    ]);
    expect(examples.find(({ message }) => message === '什么颜色')!.before).toEqual([{ role: 'customer', text: '有货吗' }, { role: 'agent', text: '有的亲' }]);
    expect(examples.find(({ message }) => message === '几天到')!.before).toEqual([]);
  });

  it('join what the customer wrote before it was answered into one turn', () => {
    const [example] = all([outcomeOf({ kind: 'ignored', message: '在吗', final: undefined }), outcomeOf({ message: '这件有货吗', final: '有的亲' })] as Outcome[]);
    expect(example).toMatchObject({ message: '在吗\n这件有货吗', before: [] });
  });

  it('say a message once though what was suggested for it was dismissed first', () => {
    const [example] = all([outcomeOf({ kind: 'dismissed', message: '有货吗', final: undefined }), outcomeOf({ message: '有货吗', final: '有的亲' })] as Outcome[]);
    expect(example!.message).toBe('有货吗');
  });

  it('begin another conversation after a pause of two hours', () => {
    const first = outcomeOf({ message: '有货吗', final: '有的亲' });
    const [, second] = all([first, outcomeOf({ message: '退款吗', final: '可以退', at: first.at + 3 * 3_600_000 })]).sort((a) => (a.message === '有货吗' ? -1 : 1));
    expect(second!.before).toEqual([]);
  });

  it('mask a value by the same token throughout a conversation, also where nothing says what it is', () => {
    const [first, second] = all([outcomeOf({ message: '我叫王小明，电话13812345678', final: '好的，13812345678 我记下了' }), outcomeOf({ message: '改成13987654321', final: '改好了，不用13812345678了' })]);
    const text = JSON.stringify([first, second]);
    expect(text).not.toMatch(/13812345678|13987654321|王小明/);
    expect(first).toMatchObject({ reply: '好的，〔PHONE1〕 我记下了' });
    expect(second).toMatchObject({ message: '改成〔PHONE2〕', reply: '改好了，不用〔PHONE1〕了' });
  });

  it('never let a generated phone, mail, identity or order number through, wherever it stands', () => {
    const digits = (length: number) => fc.array(fc.integer({ min: 0, max: 9 }), { minLength: length, maxLength: length }).map((all) => all.join(''));
    const secret = fc.oneof(
      digits(8).map((rest) => `138${rest}`),
      digits(8).map((rest) => `+86 139 ${rest.slice(0, 4)} ${rest.slice(4)}`),
      digits(6).map((name) => `u${name}@example.com`),
      digits(14).map((rest) => `62${rest}`),
      digits(18).map((order) => `1${order}`),
    );
    fc.assert(
      fc.property(secret, fc.constantFrom('电话', '', '订单号 ', 'mail me: '), fc.constantFrom('。', '', ' 谢谢', '，收到了'), (value, lead, tail) => {
        const examples = all([
          outcomeOf({ message: `${lead}${value}${tail}`, final: `好的 ${value}`, conversation: 'p' }),
          editedOutcome('再说一次', `是 ${value} 吗`, `是的${tail} ${value}`, { conversation: 'p' }),
        ]);
        expect(examples).toHaveLength(2);
        const preferences = trainingOf([editedOutcome('再说一次', `是 ${value} 吗`, `是的${tail} ${value}`)], { purpose: 'preferences' });
        expect(JSON.stringify([examples, preferences.train]).replace(/\s/g, '')).not.toContain(value.replace(/\s/g, ''));
      }),
      { numRuns: 300 },
    );
  });

  it('are there once, however often the same was asked and answered the same way', () => {
    const { train, validation, counts } = replies(['a', 'b', 'c'].map((conversation) => outcomeOf({ conversation })));
    expect([train.length + validation.length, counts.twice]).toEqual([1, 2]);
  });

  it('leave out what was forgotten, and count it', () => {
    const { counts } = replies([outcomeOf(), outcomeOf({ message: '', final: undefined, conversation: '' } as Partial<Outcome>)]);
    expect(counts).toMatchObject({ outcomes: 2, forgotten: 1, examples: { written: 1 } });
  });

  it('can be chosen by time, shop, platform and what became of the suggestion', () => {
    const outcomes = [
      outcomeOf({ message: '一', scope: { shop: 'A', platform: 'tb' }, kind: 'accepted', conversation: '1' }),
      outcomeOf({ message: '二', scope: { shop: 'A', platform: 'jd' }, conversation: '2' }),
      outcomeOf({ message: '三', scope: { shop: 'B' }, conversation: '3' }),
    ];
    const messages = (options: Partial<TrainingOptions>) => all(outcomes, options).map(({ message }) => message).sort();
    expect(messages({ shop: 'A' })).toEqual(['一', '二']);
    expect(messages({ platform: 'jd' })).toEqual(['二']);
    expect(messages({ kinds: ['accepted'] })).toEqual(['一']);
    expect(messages({ from: outcomes[1]!.at, to: outcomes[2]!.at })).toEqual(['二']);
  });
});

describe('preferences', () => {
  const preferences = (outcomes: Outcome[]) => trainingOf(outcomes, { purpose: 'preferences' });

  it('prefer what was sent to what was suggested, whether it was edited or passed over', () => {
    const { train, validation } = preferences([
      editedOutcome('有货吗', '没有了', '有的亲', { conversation: 'a' }),
      outcomeOf({ message: '几天到', final: '三天到', shown: [{ ruleId: 'r', reply: '不知道' }], conversation: 'b' }),
    ]);
    expect([...train, ...validation].map(({ reply, rejected }) => [reply, rejected]).sort()).toEqual([['三天到', '不知道'], ['有的亲', '没有了']].sort());
  });

  it('are not made of replies that were taken, came without a suggestion, or differ in spaces alone', () => {
    const { train, counts } = preferences([outcomeOf({ kind: 'accepted', offered: '好的' }), outcomeOf({ message: '又' }), editedOutcome('几时', '明天 发', '明天发')]);
    expect([train, counts.withoutPreference]).toEqual([[], 3]);
  });
});

describe('the split', () => {
  const many = (count: number) => Array.from({ length: count }, (_, at) => [0, 1, 2].map((turn) => outcomeOf({ conversation: `c${at}`, message: `问题${at}之${turn}`, final: `回答${at}之${turn}` }))).flat();

  it('keeps a conversation on one side', () => {
    const { train, validation } = replies(many(60));
    const numbers = (examples: typeof train) => new Set(examples.map(({ message }) => /\d+/.exec(message)![0]));
    expect([...numbers(train)].filter((one) => numbers(validation).has(one))).toEqual([]);
    expect(validation.length).toBeGreaterThan(3);
    expect(validation.length).toBeLessThan(60);
  });

  it('is the same whatever the order, and stays when more conversations come', () => {
    const outcomes = many(80);
    const before = replies(outcomes.slice(0, 120));
    const after = replies(outcomes);
    expect(replies([...outcomes].reverse())).toEqual(after);
    const later = new Set(after.validation.map(({ message }) => message));
    expect(before.validation.every(({ message }) => later.has(message))).toBe(true);
  });

  it('has something to validate from two conversations on, and all of a single one to train', () => {
    expect(replies([outcomeOf({ message: '一' }), outcomeOf({ message: '二' })])).toMatchObject({ train: { length: 2 }, validation: [] });
    expect(replies([outcomeOf({ message: '一', conversation: 'a' }), outcomeOf({ message: '二', conversation: 'b' })])).toMatchObject({ train: { length: 1 }, validation: { length: 1 } });
    expect(replies([])).toMatchObject({ train: [], validation: [] });
  });
});

describe('the counts', () => {
  it('say of every outcome what became of it', () => {
    const kind = fc.constantFrom<Outcome['kind']>('accepted', 'edited', 'written', 'dismissed', 'ignored');
    const text = fc.constantFrom('', '在吗', '好的', '订单62001122334455', '有货吗');
    const one = fc.record({ kind, message: text, final: text, offered: text, conversation: fc.constantFrom('', 'a', 'b'), at: fc.integer({ min: 0, max: 1e8 }) });
    fc.assert(
      fc.property(fc.array(one, { maxLength: 30 }), fc.constantFrom('replies' as const, 'preferences' as const), (made, purpose) => {
        const { train, validation, counts } = trainingOf(made.map((more) => outcomeOf(more)), { purpose, to: 8e7, kinds: ['edited', 'written'] });
        const { outcomes, nothingSent, filteredOut, forgotten, withoutPreference, unsafe, twice, examples } = counts;
        const rows = examples.accepted + examples.edited + examples.written;
        expect(rows).toBe(train.length + validation.length);
        expect(nothingSent + filteredOut + forgotten + withoutPreference + unsafe + twice + rows).toBe(outcomes);
      }),
    );
  });
});

describe('a line', () => {
  it('is one line and gives the same texts back, whatever stands in them', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.constantFrom(...FORMATS), fc.boolean(), (hostile, format, dpo) => {
        const text = `"\n\r\u2028\u2029\u0085\v\f\\${hostile}`;
        const row = rowOf({ before: [{ role: 'customer', text }, { role: 'agent', text }], message: text, reply: text, ...(dpo ? { rejected: `${text}!` } : {}) }, format, text);
        const line = lineOf(row);
        // oxlint-disable-next-line no-control-regex
        expect(line).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/);
        expect(JSON.parse(line)).toEqual(row);
      }),
    );
  });

  it('holds no half of a character, which UTF-8 cannot', () => {
    expect(lineOf({ text: 'a\ud83dz😀' })).toBe('{"text":"a\ufffdz😀"}');
  });
});
