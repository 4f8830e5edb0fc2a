import { PASTED_FILE, type LearnedView, type RuleChangeView } from '../../main/channels';
import type { IconName } from '../shared/Icon';
import type { Locale, Translate } from '../shared/i18n';

/** What kind of thing an entry is, in one or two words. */
export type EntryKind = 'new' | 'reply' | 'wordings' | 'pattern' | 'removed' | 'changed' | 'mined' | 'archived' | 'edited' | 'merged' | 'rolledBack';

const ICONS: Partial<Record<EntryKind, IconName>> = { mined: 'folder', archived: 'folder', rolledBack: 'undo', merged: 'rule' };

/** The kind of an entry, from what it did first. */
export function kindOf({ kind, rules }: LearnedView): EntryKind {
  if (kind === 'rolled-back') return 'rolledBack';
  if (kind === 'mined' || kind === 'archived' || kind === 'edited' || kind === 'merged') return kind;
  return kindOfChange(rules[0]);
}

export const iconOf = (kind: EntryKind): IconName => ICONS[kind] ?? 'learned';

function kindOfChange(change: RuleChangeView | undefined): EntryKind {
  const differences = change?.differences ?? [];
  const has = (kind: string) => differences.some((difference) => difference.kind === kind);
  const adds = (kind: string) => differences.some((difference) => difference.kind === kind && 'added' in difference && difference.added.length > 0);
  if (has('new')) return 'new';
  if (has('removed')) return 'removed';
  if (adds('replies')) return 'reply';
  if (adds('wordings')) return 'wordings';
  return adds('patterns') || adds('keywords') ? 'pattern' : 'changed';
}

/** One sentence: what the entry changed. */
export function titleOf(entry: LearnedView, t: Translate, locale: Locale): string {
  const kind = kindOf(entry);
  const name = shorten(entry.rules[0]?.name ?? '', 24);
  if (kind === 'mined') return t('learned.title.mined', { count: entry.ruleCount, from: filesText((entry.note ?? '').split(', '), t) });
  if (kind === 'archived') return t('learned.title.archived', { count: entry.ruleCount });
  if (kind === 'rolledBack') return t('learned.title.rolledBack', { day: dayText(Number(entry.note), locale) });
  if (kind === 'wordings') return t('learned.title.wordings', { name, count: addedWordings(entry) });
  return t(`learned.title.${kind}`, { name });
}

function addedWordings(entry: LearnedView): number {
  return entry.rules.reduce((sum, { differences }) => sum + differences.reduce((n, one) => n + (one.kind === 'wordings' ? one.added.length : 0), 0), 0);
}

/** A day in words, as 11月24日 or 24 November; with the year when that is not this one. */
export function dayText(at: number, locale: Locale): string {
  const thisYear = new Date(at).getFullYear() === new Date().getFullYear();
  return new Intl.DateTimeFormat(locale === 'en' ? 'en-GB' : locale, { ...(thisYear ? {} : { year: 'numeric' }), month: 'long', day: 'numeric' }).format(at);
}

/** Names of files; pasted text has none. */
export function filesText(files: readonly string[], t: Translate): string {
  return files.map((file) => (file === PASTED_FILE ? t('learned.history.pasted') : file)).join(t('status.and'));
}

/** At most so many characters, with an ellipsis for the rest, on one line. */
export function shorten(text: string, length: number): string {
  const characters = Array.from(text.replace(/\s+/g, ' '));
  return characters.length > length ? `${characters.slice(0, length).join('')}…` : characters.join('');
}
