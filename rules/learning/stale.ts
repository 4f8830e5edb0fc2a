/** What has passed: replies that speak of days and offers that are over. */
import { parseReply } from '../placeholders';
import type { Span } from '../types';
import { findPersonal } from './personal';
import { dayOf } from './personal-facts';

/** When a reply is looked at. Times in milliseconds since 1970-01-01 UTC. */
export interface Clock {
  now: number;
  /** Minutes east of UTC, for where a day begins. */
  utcOffsetMinutes: number;
  /** When the reply was written, as far as it is known: 11月11日 is then the first one from there on. */
  writtenAt?: number | undefined;
}

/** One thing in a reply that has passed; the span is in the reply as it is written, placeholders and all. */
export interface Stale extends Span {
  /** `price`: an amount of money beside a day that has passed. */
  kind: 'day' | 'year' | 'offer' | 'price';
  value: string;
  /** The last day on which it held, as 2026-11-11. */
  through: string;
}

const DAY = 86_400_000;
/** Where nobody knows when a reply was written, a day without a year is the one nearest to now. */
const HALF_A_YEAR = 182;
/** A date may be written down a little after it: 11月11日的单 on the twelfth. Then it does not mean next year's. */
const JUST_PAST = 14;

/** Offers with a day of their own, by month and last day. */
const OFFERS: readonly (readonly [RegExp, month: number, day: number])[] = [
  [/双\s?11|双十一/g, 11, 11],
  [/双\s?12|双十二/g, 12, 12],
  [/(?<![\d¥￥])618(?!\d|\.\d|元|块)/g, 6, 18],
  [/国庆|十一黄金周/g, 10, 7],
  [/元旦/g, 1, 3],
  [/(?<!周|星期|礼拜)五一(?!定|直|起|个)|劳动节/g, 5, 5],
  [/圣诞|Christmas/gi, 12, 25],
  [/(?<![\d¥￥])520(?!\d|\.\d|元|块)/g, 5, 20],
];
/** A clause with one of these speaks of something that ends. */
const ENDS = /活动|优惠|促销|大促|特价|满减|预售|截止|截至|最后|结束|恢复原价|涨价|为止|有效|\b(?:offer|sale|until|ends?|expires?|valid|last)\b/i;
/** Days told from the day on which the reply was written. */
const RELATIVE: readonly (readonly [RegExp, days: number])[] = [
  [/今天|今日|今晚|\b(?:today|tonight)\b/gi, 0],
  [/明天|明日|明晚|\btomorrow\b/gi, 1],
  [/后天/g, 2],
];
/** Models and editions keep the year of their making. */
const YEAR = /(?<!\d)((?:19|20)\d{2})年(?!\s?\d|款|版|新款|的?新品|份?生产|产)/g;

/** Everything in a reply that has passed at `now`, in order. A range has passed when its end has. Never throws. */
export function staleIn(reply: string, clock: Clock): Stale[] {
  const today = dayNumber(clock.now, clock.utcOffsetMinutes);
  const written = clock.writtenAt === undefined ? null : dayNumber(clock.writtenAt, clock.utcOffsetMinutes);
  const found: Stale[] = [];
  for (const part of parseReply(reply)) {
    // Escaped braces shift what stands behind them.
    if (part.kind === 'text') found.push(...staleInText(reply.slice(part.start, part.end), part.start, today, written));
  }
  return found.sort((a, b) => a.start - b.start || a.end - b.end);
}

function staleInText(text: string, offset: number, today: number, written: number | null): Stale[] {
  const passed: (Stale & { at: number })[] = [];
  const add = (kind: Stale['kind'], start: number, end: number, through: number) => {
    if (through < today) passed.push({ kind, start: offset + start, end: offset + end, value: text.slice(start, end), through: isoDay(through), at: start });
  };
  const values = findPersonal(text);
  for (const { kind, start, end, value } of values) {
    const day = kind === 'date' ? dayOf(value) : null;
    if (!day || startsRange(text, end)) continue;
    const through = day.year === undefined ? nearest(day.month, day.day, today, written) : utcDay(day.year, day.month, day.day);
    // Without a year and beyond what ends, a date may come round again.
    if (through !== null && (day.year !== undefined || written !== null || ENDS.test(clauseAt(text, start)))) add('day', start, end, through);
  }
  for (const match of text.matchAll(YEAR)) add('year', match.index, match.index + match[0].length, utcDay(Number(match[1]), 12, 31)!);
  for (const [pattern, month, day] of OFFERS) {
    for (const match of text.matchAll(pattern)) add('offer', match.index, match.index + match[0].length, nearest(month, day, today, written)!);
  }
  if (written !== null) {
    for (const [pattern, days] of RELATIVE) {
      for (const match of text.matchAll(pattern)) {
        if (ENDS.test(clauseAt(text, match.index))) add('offer', match.index, match.index + match[0].length, written + days);
      }
    }
  }
  const prices = values.flatMap(({ kind, start, end, value }): Stale[] => {
    const beside = kind === 'amount' ? passed.find(({ at }) => sameSentence(text, at, start)) : undefined;
    return beside ? [{ kind: 'price', start: offset + start, end: offset + end, value, through: beside.through }] : [];
  });
  return [...passed.map(({ kind, start, end, value, through }): Stale => ({ kind, start, end, value, through })), ...prices];
}

/** 11月1日-11月11日: the first of two days is no end. */
const startsRange = (text: string, end: number) => /^\s?(?:[-~—–至到]|to\b)\s?\d/.test(text.slice(end, end + 6));

const CLAUSE_REACH = 30;

function clauseAt(text: string, at: number): string {
  const before = text.slice(Math.max(0, at - CLAUSE_REACH), at).split(/[。！？!?\n；;]/).at(-1)!;
  return before + text.slice(at, at + CLAUSE_REACH).split(/[。！？!?\n；;]/)[0]!;
}

function sameSentence(text: string, a: number, b: number): boolean {
  return !/[。！？!?\n；;]/.test(text.slice(Math.min(a, b), Math.max(a, b)));
}

/** The day number of a day without a year: the first from when it was written, or else the one nearest to today. */
function nearest(month: number, day: number, today: number, written: number | null): number | null {
  const from = written === null ? today - HALF_A_YEAR : written - JUST_PAST;
  const year = new Date(from * DAY).getUTCFullYear();
  for (const candidate of [year, year + 1]) {
    const number = utcDay(candidate, month, day);
    if (number !== null && number >= from) return number;
  }
  return null;
}

/** Days since 1970-01-01; null for a day that the calendar does not have. */
function utcDay(year: number, month: number, day: number): number | null {
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCMonth() === month - 1 ? Math.floor(date.getTime() / DAY) : null;
}

const dayNumber = (at: number, utcOffsetMinutes: number) => Math.floor((at + utcOffsetMinutes * 60_000) / DAY);
const isoDay = (number: number) => new Date(number * DAY).toISOString().slice(0, 10);
