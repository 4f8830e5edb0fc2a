import fc from 'fast-check';
import { RE2JS } from 're2js';
import { describe, expect, it } from 'vitest';
import { Engine, TriggerError } from '../../../rules/engine';
import { foldForRegex } from '../../../rules/text/fold';
import { automatonOf } from '../../../rules/triggers/regex-automaton';
import { factsOf } from '../../../rules/triggers/regex-literals';
import { parsePattern } from '../../../rules/triggers/regex-syntax';
import { context, engineOf, fastest, offered, regex } from './support';

const fires = (pattern: string, message: string, rest = {}) => offered(engineOf(regex(pattern, rest)), message).length > 0;

describe('a regular expression', () => {
  it('is found anywhere unless it says otherwise', () => {
    expect(fires('什么时候.*发货', '请问什么时候可以发货呀')).toBe(true);
    expect(fires('^什么时候.*发货', '请问什么时候可以发货呀')).toBe(false);
    expect(fires('^请发货$', '  请发货 ')).toBe(true);
  });

  it('pays no heed to case unless asked', () => {
    expect(fires('order status', 'ORDER Status please')).toBe(true);
    const strict = engineOf(regex('ABC123', { id: 'strict' }));
    strict.add({ ...regex('ABC123', { id: 'strict' }), triggers: [{ kind: 'regex', pattern: 'ABC123', caseSensitive: true }] });
    expect(offered(strict, 'abc123')).toEqual([]);
    expect(offered(strict, 'ABC123')).toEqual(['strict']);
  });

  it('matches other widths and traditional characters, its own punctuation included', () => {
    expect(fires('^没有收到网址和卡密，我已下单\\d+份$', '没有收到网址和卡密，我已下单２份')).toBe(true);
    expect(fires('^没有收到网址和卡密，我已下单\\d+份$', '没有收到网址和卡密,我已下单2份')).toBe(true);
    expect(fires('^可以安排发货了吗？$', '可以安排发货了吗?')).toBe(true);
    expect(fires('（急）发货', '(急)发货')).toBe(true);
    expect(fires('什么时候发货', '什麼時候發貨')).toBe(true);
  });

  it('hands on what its groups matched, as it was written', () => {
    const engine = engineOf(regex('订单(?:号)?[:：]?\\s*(?P<no>[A-Z]*\\d{6,})(?:的(红色))?', { id: 'order' }));
    const [found] = engine.suggest('  我的订单號：ａ１２３４５６ 到哪了', context()).list;
    expect(found!.captures).toEqual({ numbered: ['订单號：ａ１２３４５６', 'ａ１２３４５６', null], named: { no: 'ａ１２３４５６' } });
    expect(found!.explanation.matched).toEqual([{ start: 4, end: 15 }]);
    expect(engine.suggest('订单123456', context()).list[0]!.captures!.numbered[1]).toBe('123456');
  });

  it('that matches everything says nothing', () => {
    for (const pattern of ['.*', '.+', '^.*$', '[\\s\\S]*', '^.{1,100}$']) expect(fires(pattern, '什么时候发货'), pattern).toBe(false);
  });

  it('is surer the more of the message it says itself', () => {
    const confidence = (pattern: string) => engineOf(regex(pattern)).suggest('请问什么时候可以发货呀', context()).list[0]!.confidence;
    expect(confidence('什么时候.*发货')).toBeGreaterThan(confidence('发货'));
    expect(confidence('^请问什么时候可以发货呀$')).toBeGreaterThan(0.9);
  });

  it.each(['(', '[a-', 'a**', '(?=x)', '\\1', '(?<=x)y', 'a{1001}', '(?P<a>x)(?P<a>y)', '((a{100}){100}){100}'])(
    'that is wrong is refused in the words of the regex engine: %s',
    (pattern) => {
      const engine = engineOf(regex('发货', { id: 'r' }));
      expect(() => engine.add(regex(pattern, { id: 'r' }))).toThrow(TriggerError);
      let reason = '';
      try {
        RE2JS.compile(pattern);
      } catch (error) {
        reason = (error as Error).message;
      }
      expect(() => engine.add(regex(pattern, { id: 'r' }))).toThrow(reason);
      expect(offered(engine, '发货')).toEqual(['r']);
    },
  );

  it('that is too large is refused, and told by how much', () => {
    expect(() => new Engine().add(regex('(?:[a-z]{1,100}[0-9]{1,100}x){5}[a-z]{900}'))).toThrow(/too large/);
  });
});

/** Patterns that backtracking engines need exponential, cubic or quadratic time for, with the texts that show it. */
const CATASTROPHIC: [string, string][] = [
  ['(a+)+$', 'a'.repeat(5_000) + '!'],
  ['(a*)*$', 'a'.repeat(5_000) + '!'],
  ['(a|aa)+$', 'a'.repeat(5_000) + '!'],
  ['(a|a?)+$', 'a'.repeat(5_000) + '!'],
  ['(.*a){20}', 'a'.repeat(19) + 'b'.repeat(3_000)],
  ['(x+x+)+y', 'x'.repeat(5_000)],
  ['^(([a-z])+.)+[A-Z]([a-z])+$', 'a'.repeat(5_000)],
  ['(a+){10}y', 'a'.repeat(5_000)],
  ['([a-zA-Z]+)*$', 'a'.repeat(5_000) + '1'],
  ['(\\d+)+x', '1'.repeat(5_000)],
  ['(\\w+\\s?)+$', 'word '.repeat(1_000) + '!'],
  ['^(\\w+)*@$', 'a'.repeat(5_000)],
  ['(好+)+吗', '好'.repeat(5_000)],
  ['(.*)*发货', '什么时候'.repeat(1_000)],
  ['(.*,)*发货', ','.repeat(5_000)],
  ['.*.*.*=.*', 'x'.repeat(5_000)],
  ['x*x*x*x*x*y', 'x'.repeat(5_000)],
  ['^(.+)+$(.+)x', 'a'.repeat(3_000)],
  ['(a?){25}a{25}', 'a'.repeat(24)],
  ['(a?a?a?a?a?a?a?a?a?a?)+b', 'a'.repeat(5_000)],
  ['((ab)*)*c', 'ab'.repeat(2_500)],
  ['(?:(?:发货|发|货)+)+吗？', '发货'.repeat(2_500)],
  ['(\\s+)+$', ' a'.repeat(10) + '\t'.repeat(3_000) + 'b'],
  ['^([\\w.]+)+@([\\w.]+)+$', 'a.'.repeat(2_500)],
  ['(?:a{1,20}){1,20}b', 'a'.repeat(5_000)],
  ['(<[^>]*>?)+x', '<'.repeat(5_000)],
  ['(["\'])(?:.*?)+x', '"' + 'a'.repeat(5_000)],
  ['([^a]|a)*aaab', 'ba'.repeat(2_500)],
  ['(1|11|111)+2', '1'.repeat(5_000)],
  ['(.{0,30}退.{0,30})+款项', '退'.repeat(5_000)],
];

describe('thirty catastrophic patterns', () => {
  it('are thirty', () => expect(CATASTROPHIC.length).toBe(30));

  it.each(CATASTROPHIC)('%s is refused with its reason, or answered at once', (pattern, attack) => {
    const engine = new Engine();
    try {
      engine.add(regex(pattern));
    } catch (error) {
      expect(error).toBeInstanceOf(TriggerError);
      expect((error as TriggerError).reason).not.toBe('');
      return;
    }
    expect(fastest(5, () => engine.suggest(attack, context()))).toBeLessThan(5);
  });
});

/** Patterns of the syntax that is read, and texts over the same few characters. */
const atom = fc.constantFrom('a', 'b', 'A', '发', '货', '.', '\\d', '[ab]', '[^a]', '[a-c货]', '\\.', '\\w', '\\S', '1', '，');
const pattern = fc.letrec<{ node: string; atom: string }>((tie) => ({
  atom,
  node: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    tie('atom'),
    fc.tuple(tie('node'), tie('node')).map(([x, y]) => x + y),
    fc.tuple(tie('node'), tie('node')).map(([x, y]) => `(${x}|${y})`),
    fc.tuple(tie('node'), fc.constantFrom('*', '+', '?', '{2}', '{1,2}', '{0,1}', '*?', '{2,}')).map(([x, q]) => `(?:${x})${q}`),
  ),
})).node;
const anchored = fc.tuple(fc.constantFrom('', '^'), pattern, fc.constantFrom('', '$')).map((parts) => parts.join(''));
const subject = fc.array(fc.constantFrom('a', 'b', 'B', '发', '货', '1', '.', '，', '\n', 'c', '\u{1f44d}'), { maxLength: 10 }).map((parts) => parts.join(''));

describe('what is known of a pattern without running it', () => {
  it('that it is valid, is so', () => {
    fc.assert(
      fc.property(fc.oneof(anchored, fc.string({ unit: fc.constantFrom(...'ab发.*+?|()[]{}^$\\d-1,2'), maxLength: 12 })), (written) => {
        if (parsePattern(written) !== null) expect(() => RE2JS.compile(written)).not.toThrow();
      }),
      { numRuns: 2_000 },
    );
  });

  it('whether it matches, is what RE2 says', () => {
    fc.assert(
      fc.property(anchored, subject, fc.boolean(), (written, text, caseSensitive) => {
        const automaton = automatonOf(parsePattern(written)!, caseSensitive);
        if (!automaton) return;
        const expected = RE2JS.compile(written, caseSensitive ? 0 : RE2JS.CASE_INSENSITIVE).matcher(text).find();
        expect(automaton.test(text, { left: 1e9 })).toBe(expected);
      }),
      { numRuns: 3_000 },
    );
  });

  it('which strings a match holds, is so for every match', () => {
    fc.assert(
      fc.property(anchored, subject, (written, text) => {
        const { needs } = factsOf(parsePattern(written)!);
        if (!RE2JS.compile(written, RE2JS.CASE_INSENSITIVE).matcher(text).find()) return;
        for (const texts of needs) expect(texts.some((needed) => foldForRegex(text).includes(needed)), `${texts} in ${text}`).toBe(true);
      }),
      { numRuns: 3_000 },
    );
  });

  it('is enough to look at few of many patterns', () => {
    const facts = (written: string) => factsOf(parsePattern(written)!).needs;
    expect(facts('(什么|几)时候.*发货')[0]).toEqual(['什么时候', '几时候']);
    expect(facts('.*发货\\d+份.*')).toContainEqual(['发货']);
    expect(facts('(退款|退货)+')).toEqual([['退款', '退货']]);
    expect(facts('(退款)?')).toEqual([]);
    expect(facts('.*')).toEqual([]);
  });
});
