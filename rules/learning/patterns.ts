/**
 * Keywords for the wordings that gathered in a rule (see generalise.ts), kept true: they match all of the rule's wordings
 * and none that was answered otherwise, and are gone again when one is.
 */
import { isPattern } from '../triggers/trigger';
import type { Outcome, Rule, Trigger } from '../types';
import { coreOf } from './edits';
import { generalise, holds, LEAST_EXAMPLES } from './generalise';
import { exactWordings, type LearnedRules } from './learned';
import type { Changes } from './outcomes';

/** With more wordings in all than this keywords are not looked for. */
const TOO_MANY_OTHERS = 30_000;

/** The changes with keywords for the rule that gives the outcome's reply, and without those of other rules that match its wording. */
export function withPatterns(changes: Changes, { id }: Pick<Outcome, 'id'>, known: LearnedRules): Changes {
  const taught = changes.put.find(({ source }) => source.kind === 'learned' && source.outcome === id);
  if (!taught) return changes;
  const put = changes.put.map((rule) => (rule === taught ? patterned(rule, known) : rule));
  const changed = new Set(put.map((rule) => rule.id));
  const answers = new Set(taught.replies.map(({ text }) => coreOf(text)));
  const before = new Set(wordingsOf(known.rule(taught.id)));
  for (const wording of exactWordings(taught)) {
    if (before.has(wording)) continue;
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
  if (wordings.length === wordingsOf(known.rule(rule.id)).length) return rule;
  const kept = rule.triggers.filter((trigger) => !isPattern(trigger) || (trigger.kind === 'keywords' && holds(trigger, wordings.slice(-1))));
  // Looked for anew at each doubling only: it takes some milliseconds.
  const isDue = wordings.length === LEAST_EXAMPLES || (wordings.length > LEAST_EXAMPLES && (wordings.length & (wordings.length - 1)) === 0);
  if (!isDue || known.wordings > TOO_MANY_OTHERS) return kept.length === rule.triggers.length ? rule : { ...rule, triggers: kept };
  const found = generalise(wordings, known.othersThan(rule));
  const written = rule.triggers.filter((trigger) => !isPattern(trigger));
  return { ...rule, triggers: found ? [...written, { ...found.trigger, learned: true } as Trigger] : written };
}

const wordingsOf = (rule: Rule | undefined) => (rule ? exactWordings(rule) : []);
