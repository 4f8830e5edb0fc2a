import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { staleIn } from '../../../../rules/learning/stale';

/** Noon in China. */
const at = (day: string) => Date.parse(`${day}T12:00:00+08:00`);
const look = (reply: string, now: string, written?: string) =>
  staleIn(reply, { now: at(now), utcOffsetMinutes: 480, writtenAt: written === undefined ? undefined : at(written) }).map(({ kind, value, through }) => `${kind} ${value} ${through}`);

describe('a reply', () => {
  it.each([
    ['活动到11月11日', '2026-11-24', '2026-11-01', ['day 11月11日 2026-11-11']],
    ['活动到11月11日', '2026-11-11', '2026-11-01', []],
    ['活动到11月11日', '2026-11-24', undefined, ['day 11月11日 2026-11-11']],
    ['活动时间12月1日-12月12日', '2026-12-05', '2026-11-24', []],
    ['活动时间12月1日-12月12日', '2026-12-13', '2026-11-24', ['day 12月12日 2026-12-12']],
    ['1月5日恢复发货', '2026-12-30', '2026-12-20', []],
    ['1月5日恢复发货', '2027-01-06', '2026-12-20', ['day 1月5日 2027-01-05']],
    ['十二月十二日截止', '2026-12-13', '2026-12-01', ['day 十二月十二日 2026-12-12']],
    ['优惠有效期至2025-12-31', '2026-01-01', undefined, ['day 2025-12-31 2025-12-31']],
    ['2025年的优惠', '2026-11-24', undefined, ['year 2025年 2025-12-31']],
    ['2025年新款外套', '2026-11-24', undefined, []],
    ['双11当天价格最低', '2026-11-12', '2026-11-01', ['offer 双11 2026-11-11']],
    ['双11当天价格最低', '2026-11-10', '2026-11-01', []],
    ['活动价99元，到11月11日', '2026-11-24', '2026-11-01', ['price 99元 2026-11-11', 'day 11月11日 2026-11-11']],
    ['活动到11月11日。平时129元', '2026-11-24', '2026-11-01', ['day 11月11日 2026-11-11']],
    ['今天是活动最后一天哦', '2026-11-25', '2026-11-24', ['offer 今天 2026-11-24']],
    ['今天给您发货', '2026-11-25', '2026-11-24', []],
    ['The sale ends November 11, 2025', '2026-01-01', undefined, ['day November 11, 2025 2025-11-11']],
    ['{{greeting}}，活动到11月11日，{{date+2}}发货', '2026-11-24', '2026-11-01', ['day 11月11日 2026-11-11']],
    ['满99元包邮，7天无理由', '2026-11-24', '2025-01-01', []],
    ['周五一定发货，一共618元', '2026-11-24', '2025-01-01', []],
    ['2月30日', '2026-11-24', '2025-01-01', []],
  ])('%s, looked at on %s, written on %s: %j', (reply, now, written, expected) => {
    expect(look(reply, now, written)).toEqual(expected);
  });

  it('tells where it stands, behind escaped braces and placeholders, too', () => {
    const reply = '{{{{ {{greeting}} 活动到11月11日';
    const [stale] = staleIn(reply, { now: at('2026-11-24'), utcOffsetMinutes: 480, writtenAt: at('2026-11-01') });
    expect(reply.slice(stale!.start, stale!.end)).toBe('11月11日');
  });

  it('of any text gets an answer within the text', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.constantFrom('11月', '31日', '双11', '2025年', '{{', '}}', '99元', '-', '到', '今天', '活动'), fc.string({ maxLength: 4 }))), fc.integer({ min: -1e12, max: 4e12 }), (pieces, now) => {
        const reply = pieces.join('');
        for (const { start, end, value } of staleIn(reply, { now, utcOffsetMinutes: 480, writtenAt: 0 })) expect(reply.slice(start, end)).toBe(value);
      }),
      { numRuns: 1_000 },
    );
  });
});
