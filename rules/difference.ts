/** What became of a rule from one version to the next, as data: put into words by whoever shows it. */
import { wordingsOf } from './revise';
import type { Rule, Scope, Trigger } from './types';

export type RuleDifference =
  | { kind: 'new' }
  | { kind: 'removed' }
  | { kind: 'replies' | 'wordings' | 'patterns' | 'keywords' | 'counter-examples'; added: string[]; removed: string[] }
  | { kind: 'scope'; scope: Scope }
  | { kind: 'enabled'; enabled: boolean };

/** What is different, the most telling first; of a new rule its replies and triggers count as added. Empty when nothing that matters is. */
export function differencesOf(before: Rule | null, after: Rule | null): RuleDifference[] {
  if (!after) return before ? [{ kind: 'removed' }] : [];
  const lists = (['replies', 'wordings', 'patterns', 'keywords', 'counter-examples'] as const).map((kind) => listDifference(kind, before ? LISTS[kind](before) : [], LISTS[kind](after)));
  const differences: RuleDifference[] = before ? [] : [{ kind: 'new' }];
  differences.push(...lists.filter(({ added, removed }) => added.length + removed.length > 0));
  if (!before) return differences;
  if (JSON.stringify([before.scope.platform, before.scope.shop]) !== JSON.stringify([after.scope.platform, after.scope.shop])) differences.push({ kind: 'scope', scope: after.scope });
  if (before.enabled !== after.enabled) differences.push({ kind: 'enabled', enabled: after.enabled });
  return differences;
}

type ListKind = Extract<RuleDifference, { added: string[] }>['kind'];

const LISTS: Record<ListKind, (rule: Rule) => string[]> = {
  replies: (rule) => rule.replies.map(({ text }) => text),
  wordings: wordingsOf,
  patterns: (rule) => rule.triggers.flatMap((trigger) => (trigger.kind === 'regex' ? [trigger.pattern] : [])),
  keywords: (rule) => rule.triggers.flatMap((trigger) => (trigger.kind === 'keywords' ? [keywordsText(trigger)] : [])),
  'counter-examples': (rule) => rule.triggers.flatMap((trigger) => (trigger.kind === 'examples' ? trigger.not : [])),
};

/** Keywords in one line: all of them joined by +, alternatives by |, those that must not be there behind -. */
export function keywordsText({ all, any, none }: Extract<Trigger, { kind: 'keywords' }>): string {
  return [...all, ...(any.length > 0 ? [any.join(' | ')] : [])].join(' + ') + (none.length > 0 ? ` - ${none.join(' | ')}` : '');
}

function listDifference(kind: ListKind, before: string[], after: string[]): { kind: ListKind; added: string[]; removed: string[] } {
  const [was, is] = [new Set(before), new Set(after)];
  return { kind, added: after.filter((text) => !was.has(text)), removed: before.filter((text) => !is.has(text)) };
}
