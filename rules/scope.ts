/** Where and when a rule holds. */
import type { Scope, SuggestContext, Validity } from './types';

/** Whether a rule of this scope may answer in a context: each field that it names is the same there. */
export function fitsScope(rule: Scope, here: Scope): boolean {
  return fits(rule.platform, here.platform) && fits(rule.shop, here.shop);
}

function fits(wanted: string | undefined, here: string | undefined): boolean {
  if (wanted === undefined) return true;
  return here !== undefined && (wanted === here || plain(wanted) === plain(here));
}

function plain(name: string): string {
  return name.normalize('NFKC').trim().toLowerCase();
}

/** How narrow a scope is: 0 everywhere, 1 a platform, 2 a shop, 3 a shop on a platform. */
export function narrowness(scope: Scope): number {
  return (scope.shop === undefined ? 0 : 2) + (scope.platform === undefined ? 0 : 1);
}

const DAY = 86_400_000;
const MINUTE = 60_000;

/**
 * Whether a rule holds at a moment. Days are included from 00:00 of `from` to the end of `through`; hours from `from` up
 * to but not including `to`. Hours past midnight belong to the day that they began on.
 */
export function isValid(validity: Validity | undefined, { now, utcOffsetMinutes }: Pick<SuggestContext, 'now' | 'utcOffsetMinutes'>): boolean {
  if (!validity) return true;
  const local = now + utcOffsetMinutes * MINUTE;
  let day = Math.floor(local / DAY);
  const { hours } = validity;
  if (hours) {
    const minute = Math.floor((local - day * DAY) / MINUTE);
    const from = minutes(hours.from);
    const to = minutes(hours.to);
    if (from < to ? minute < from || minute >= to : from > to && minute < from && minute >= to) return false;
    if (from > to && minute < to) day--;
  }
  return (validity.from === undefined || day >= days(validity.from)) && (validity.through === undefined || day <= days(validity.through));
}

function minutes(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
}

function days(date: string): number {
  return Math.floor(Date.UTC(Number(date.slice(0, 4)), Number(date.slice(5, 7)) - 1, Number(date.slice(8, 10))) / DAY);
}
