/**
 * Keywords for the wordings that gathered in a rule (see generalise.ts), kept true: they match all of the rule's wordings
 * and none that was answered otherwise, and are gone again when one is.
 */
import { normalisedText } from '../normalise';
import { isPattern } from '../triggers/trigger';
import type { Outcome, Rule, Trigger } from '../types';
import { coreOf } from './edits';
import { generalise, LEAST_EXAMPLES } from './generalise';
import { exactWordings, type LearnedRules } from './learned';
import type { Changes } from './outcomes';

/** With more wordings in all than this, keywords are looked for only when a rule's wordings have doubled: it takes some tens of ms. */
const MANY_OTHERS = 5_000;
/** With more than this they are not looked for. */
const TOO_MANY_OTHERS = 30_000;

/** The changes with keywords for the rule that gives the outcome's reply, and without those of other rules that match its wording. */
export function withPatterns(changes: Changes, { id }: Pick<Outcome, 'id'>, known: LearnedRules): Changes {
  const taught = changes.put.find(({ source }) => source.kind === 'learned' && source.outcome === id);
  if (!taught) return changes;
  const put = changes.put.map((rule) => (rule === taught ? patterned(rule, known) : rule));
  const changed = new Set(put.map((rule) => rule.id));
  const answers = new Set(taught.replies.map(({ text }) => coreOf(text)));
  for (const wording of exactWordings(taught)) {
    for (const rule of known.withPatternFor(wording)) {
      if (changed.has(rule.id) || rule.replies.some(({ text }) => answers.has(coreOf(text)))) continue;
      changed.add(rule.id);
      put.push({ ...rule, triggers: rule.triggers.filter((trigger) => !isPattern(trigger)) });
    }
  }
  return { ...changes, put };
}

function patterned(rule: Rule, known: LearnedRules): Rule {
  const wordings = exactWordings(rule);
  const before = known.rule(rule.id);
  if (wordings.length < LEAST_EXAMPLES || (before && sameWordings(wordings, exactWordings(before)))) return rule;
  const isDoubled = (wordings.length & (wordings.length - 1)) === 0;
  if (known.wordings > TOO_MANY_OTHERS || (known.wordings > MANY_OTHERS && !isDoubled)) return rule;
  const found = generalise(wordings, known.othersThan(rule));
  const written = rule.triggers.filter((trigger) => !isPattern(trigger));
  if (!found) return { ...rule, triggers: written };
  return { ...rule, triggers: [...written, { ...found.trigger, learned: true } as Trigger] };
}

function sameWordings(a: readonly string[], b: readonly string[]): boolean {
  const known = new Set(b.map(normalisedText));
  return a.every((wording) => known.has(normalisedText(wording)));
}
