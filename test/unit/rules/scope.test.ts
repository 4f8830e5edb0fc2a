import { describe, expect, it } from 'vitest';
import { isValid } from '../../../rules/scope';
import { engineOf, exact, offered } from './support';

/** A moment by the clock on the wall in China, as the engine is told of it. */
const at = (day: string, time: string) => ({ now: Date.parse(`${day}T${time}:00+08:00`), utcOffsetMinutes: 480 });

describe('a rule with days', () => {
  const validity = { from: '2026-11-10', through: '2026-11-11' };

  it('holds from the first minute of the first to the last minute of the last', () => {
    expect(isValid(validity, at('2026-11-09', '23:59'))).toBe(false);
    expect(isValid(validity, at('2026-11-10', '00:00'))).toBe(true);
    expect(isValid(validity, at('2026-11-11', '23:59'))).toBe(true);
    expect(isValid(validity, at('2026-11-12', '00:00'))).toBe(false);
  });

  it('goes by the clock on the wall, not by UTC', () => {
    const moment = Date.parse('2026-11-09T16:30:00Z');
    expect(isValid(validity, { now: moment, utcOffsetMinutes: 480 })).toBe(true);
    expect(isValid(validity, { now: moment, utcOffsetMinutes: 0 })).toBe(false);
    expect(isValid(validity, { now: moment, utcOffsetMinutes: -300 })).toBe(false);
  });

  it('may have one end only', () => {
    expect(isValid({ from: '2026-11-10' }, at('2030-01-01', '00:00'))).toBe(true);
    expect(isValid({ through: '2026-11-10' }, at('2026-11-11', '00:00'))).toBe(false);
  });
});

describe('a rule with hours', () => {
  it('holds from one up to the other', () => {
    const validity = { hours: { from: '09:00', to: '18:00' } };
    expect(isValid(validity, at('2026-11-24', '08:59'))).toBe(false);
    expect(isValid(validity, at('2026-11-24', '09:00'))).toBe(true);
    expect(isValid(validity, at('2026-11-24', '17:59'))).toBe(true);
    expect(isValid(validity, at('2026-11-24', '18:00'))).toBe(false);
  });

  it('may go past midnight', () => {
    const validity = { hours: { from: '22:00', to: '06:00' } };
    expect(isValid(validity, at('2026-11-24', '23:00'))).toBe(true);
    expect(isValid(validity, at('2026-11-25', '05:59'))).toBe(true);
    expect(isValid(validity, at('2026-11-25', '06:00'))).toBe(false);
    expect(isValid(validity, at('2026-11-25', '21:59'))).toBe(false);
  });

  it('past midnight still belongs to the day that it began on', () => {
    const validity = { from: '2026-11-11', through: '2026-11-11', hours: { from: '22:00', to: '06:00' } };
    expect(isValid(validity, at('2026-11-12', '02:00'))).toBe(true);
    expect(isValid(validity, at('2026-11-11', '02:00'))).toBe(false);
    expect(isValid(validity, at('2026-11-12', '22:30'))).toBe(false);
  });

  it('of no length is the whole day', () => {
    expect(isValid({ hours: { from: '09:00', to: '09:00' } }, at('2026-11-24', '03:00'))).toBe(true);
  });
});

it('a rule that does not hold now is not offered, and is when it does', () => {
  const engine = engineOf(exact('在吗', { id: 'night', validity: { hours: { from: '22:00', to: '06:00' } } }));
  expect(offered(engine, '在吗', at('2026-11-24', '12:00'))).toEqual([]);
  expect(offered(engine, '在吗', at('2026-11-24', '23:00'))).toEqual(['night']);
});
