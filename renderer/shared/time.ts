import type { Locale, Translate } from './i18n';

const MINUTE = 60_000;

/** "just now", "2 min ago", "3 h ago", and from a day on the date. Both times in ms since 1970. */
export function timeAgo(at: number, now: number, t: Translate, locale: Locale): string {
  const minutes = Math.floor((now - at) / MINUTE);
  if (minutes < 1) return t('time.now');
  if (minutes < 60) return t('time.minutes', { count: minutes });
  if (minutes < 24 * 60) return t('time.hours', { count: Math.floor(minutes / 60) });
  return dayOf(at, locale);
}

/** Time of day as 09:05. */
export function clock(at: number, locale: Locale): string {
  return new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(at);
}

/** A day as 11/24 in Chinese, 24 Nov in English. */
export function dayOf(at: number, locale: Locale): string {
  if (locale === 'en') return new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' }).format(at);
  const day = new Date(at);
  return `${day.getMonth() + 1}/${day.getDate()}`;
}
