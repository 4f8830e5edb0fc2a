/**
 * What an outcome does to the rules. The agent's own answer to a message comes first the next time, word for word; beyond
 * that, answers that say the same gather in one rule.
 *
 * A wording that was answered in different ways is kept in rules of its own, one for each answer, so that the latest can
 * come first for this wording without moving the answers to others. All other wordings with one answer share a rule.
 */
import { normalisedText } from '../normalise';
import { bareness } from '../text/courtesy';
import type { Outcome, Rule, Trigger, Turn } from '../types';
import { escapeReply } from '../placeholders';
import { coreOf, editKind, type EditKind } from './edits';
import { exactWordings, sameScope, type LearnedRules } from './learned';
import { literalOf, slotted, wordingSlotted, type Refused } from './slots';
import { keptIn, templateOf, type Kept } from './templates';

export interface Changes {
  /** Rules to put, new ones and in place of those with their ids. */
  put: Rule[];
  /** Why nothing was learned of a reply that the agent wrote. */
  refused?: { reason: Refused['refused']; what: string };
  did:
    | 'new-rule'
    /** A rule got a better wording of its reply. */
    | 'variant'
    /** A rule got one more wording of the question. */
    | 'example'
    /** A new rule for a narrower scope than the one that answers this wording elsewhere. */
    | 'narrower'
    /** A known answer to a known wording is the latest again. */
    | 'latest'
    | 'nothing';
}

/** Variants of one reply that are kept, the latest first. */
export const MOST_VARIANTS = 5;
/** Wordings of one rule; with more, the next one begins another rule. Each version of a rule is stored whole. */
export const MOST_WORDINGS = 100;

/** Examples of one rule, the latest: what else it answered, the model knows. */
export const MOST_EXAMPLES = 30;

/** What the agent sent, made safe to keep. */
interface Lesson {
  wording: string;
  reply: string;
  outcome: Outcome;
  /** The rule whose reply was only polished. */
  polished: Rule | undefined;
}

/**
 * What an outcome teaches. One that was accepted unchanged or dismissed teaches no rule, nor does a text from which one
 * customer's own cannot be taken out; `refused` says why. `before` are the turns before the message, oldest first;
 * `newId` makes the ids of new rules. Pure: nothing that is handed in is changed.
 */
export function changesOf(outcome: Outcome, known: LearnedRules, newId: () => string, before: readonly Turn[] = []): Changes {
  const { kind, message, final = '', ruleId, source } = outcome;
  // No rule gives a model's draft yet: sent as it is or edited, it is as new as a reply written by hand.
  const offered = source === 'model' ? undefined : outcome.offered;
  if (kind !== 'edited' && kind !== 'written' && !(kind === 'accepted' && source === 'model')) return { put: [], did: 'nothing' };
  const sent = final.trim();
  const base = ruleId === undefined ? undefined : known.rule(ruleId);
  const template = base && offered !== undefined ? templateOf(base.replies, offered) : undefined;
  const kept = template === undefined || offered === undefined ? [] : keptIn(sent, template, offered.trim());
  const edit = editOf(sent, offered, template, kept);
  if (edit === 'same') return { put: [], did: 'nothing' };
  const reply = slotted(sent, { message, before }, kept);
  if ('refused' in reply) return refusal(reply);
  const wording = wordingSlotted(message);
  if ('refused' in wording) return refusal(wording);
  if (normalisedText(wording.text) === '') return refusal({ refused: 'no-words', what: message.trim() });
  // Polish upon polish must not lead to another answer.
  const polished = edit === 'light' && base?.replies.every(({ text }) => text === template || editKind(literalOf(text), literalOf(reply.text)) !== 'rewrite') ? base : undefined;
  return learned({ wording: wording.text, reply: reply.text, outcome, polished }, known, newId);
}

/** The kind of edit; what the agent filled in for a placeholder is none. */
function editOf(sent: string, offered: string | undefined, template: string | undefined, kept: readonly Kept[]): EditKind {
  if (offered === undefined) return 'rewrite';
  if (sent === offered.trim() || template === undefined) return editKind(offered, sent);
  let text = '';
  let at = 0;
  for (const { start, end, placeholder } of kept) {
    text += escapeReply(sent.slice(at, start)) + placeholder;
    at = end;
  }
  return editKind(literalOf(template), literalOf(text + escapeReply(sent.slice(at))));
}

const refusal = ({ refused, what }: Refused): Changes => ({ put: [], refused: { reason: refused, what }, did: 'nothing' });

function learned(lesson: Lesson, known: LearnedRules, newId: () => string): Changes {
  const { wording, reply, outcome, polished } = lesson;
  const answers = known.answering(wording, outcome.scope);
  const core = coreOf(reply);
  const before = answers.find((rule) => rule.replies.some(({ text }) => text === reply)) ?? answers.find((rule) => gives(rule, core) || rule.id === polished?.id);
  if (before) {
    const isNew = !before.replies.some(({ text }) => text === reply);
    return { put: asLatest(before, lesson, known, newId), did: isNew ? 'variant' : 'latest' };
  }
  if (answers.length > 0) {
    // From now on this wording has several answers.
    const split = answers.flatMap((rule) => apart(rule, wording, newId));
    return { put: [...split, newRule(lesson, newId())], did: 'new-rule' };
  }
  if (polished && isOpen(polished, lesson, known)) return { put: [withLesson(polished, lesson)], did: 'variant' };
  const same = known.giving(reply, outcome.scope).find((rule) => isOpen(rule, lesson, known));
  if (same) return { put: [withLesson(same, lesson)], did: 'example' };
  if (polished && isTaughtFrom(polished)) return { put: [polishOf(polished, lesson, known, newId())], did: 'variant' };
  return { put: [newRule(lesson, newId())], did: answersElsewhere(wording, core, known) ? 'narrower' : 'new-rule' };
}

const gives = (rule: Rule, core: string) => rule.replies.some(({ text }) => coreOf(text) === core);

/** Whether this wording is answered otherwise in another scope. */
const answersElsewhere = (wording: string, core: string, known: LearnedRules) => known.answering(wording).some((rule) => !gives(rule, core));

/** A rule that answers the wording, as its latest; without its other wordings where these are answered otherwise, too. */
function asLatest(rule: Rule, lesson: Lesson, known: LearnedRules, newId: () => string): Rule[] {
  if (known.isAlone(rule, lesson.wording)) return [withLesson(rule, lesson)];
  const [rest, single] = apart(rule, lesson.wording, newId);
  return rest && single ? [rest, withLesson(single, lesson)] : [withLesson(rule, lesson)];
}

/** Whether a learned rule can take one more wording and become the latest: none of its wordings is answered otherwise. */
function isOpen(rule: Rule, { outcome }: Lesson, known: LearnedRules): boolean {
  if (rule.source.kind !== 'learned' || !rule.enabled || rule.context || rule.validity || !sameScope(rule.scope, outcome.scope)) return false;
  const wordings = exactWordings(rule);
  return wordings.length > 0 && wordings.length < MOST_WORDINGS && known.isAlone(rule);
}

/** The rule with the wording and the reply of a lesson, which is now its latest. */
function withLesson(rule: Rule, { wording, reply, outcome }: Lesson): Rule {
  const others = rule.replies.filter(({ text }) => text !== reply);
  return {
    ...rule,
    triggers: withWording(rule.triggers, wording),
    replies: [{ text: reply }, ...others].slice(0, MOST_VARIANTS),
    source: sourceOf(outcome),
  };
}

function newRule({ wording, reply, outcome }: Lesson, id: string): Rule {
  return {
    id,
    name: nameOf(wording),
    group: '',
    triggers: triggersFor([wording]),
    replies: [{ text: reply }],
    scope: outcome.scope,
    enabled: true,
    source: sourceOf(outcome),
  };
}

const sourceOf = ({ id, at }: Outcome) => ({ kind: 'learned', outcome: id, at }) as const;

function nameOf(wording: string): string {
  const characters = Array.from(wording.replace(/\s+/g, ' '));
  return characters.slice(0, 40).join('').trim();
}

/** A bare 好的 is like nothing: what it answers is told by what came before it. */
const isTelling = (wording: string) => bareness(normalisedText(wording)) === null;

function triggersFor(wordings: readonly string[]): Trigger[] {
  const exact: Trigger = { kind: 'exact', texts: [...wordings] };
  const telling = wordings.filter(isTelling);
  return telling.length === 0 ? [exact] : [exact, { kind: 'examples', texts: telling.slice(-MOST_EXAMPLES), not: [] }];
}

/** The same wording in another dress (another sign at its end) is known word for word from now on, too. */
function withWording(triggers: readonly Trigger[], wording: string): Trigger[] {
  const known = exactWordings({ triggers: [...triggers] });
  if (known.includes(wording)) return [...triggers];
  const others = triggers.filter(({ kind }) => kind !== 'exact' && kind !== 'examples');
  const examples = triggers.flatMap((trigger) => (trigger.kind === 'examples' ? trigger.texts : []));
  const not = triggers.flatMap((trigger) => (trigger.kind === 'examples' ? trigger.not : []));
  const texts = [...new Set([...examples, ...(isTelling(wording) ? [wording] : [])])].slice(-MOST_EXAMPLES);
  return [{ kind: 'exact', texts: [...known, wording] }, ...(texts.length > 0 ? [{ kind: 'examples' as const, texts, not }] : []), ...others];
}

/** A rule without a wording that others answer, too, and a rule for just that; the rule itself where it has no other. */
function apart(rule: Rule, wording: string, newId: () => string): Rule[] {
  const key = normalisedText(wording);
  const isIt = (text: string) => normalisedText(text) === key;
  const wordings = exactWordings(rule);
  const rest = wordings.filter((text) => !isIt(text));
  if (rest.length === 0) return [];
  const triggers = rule.triggers.flatMap((trigger): Trigger[] => {
    if (trigger.kind !== 'exact' && trigger.kind !== 'examples') return [trigger];
    const texts = trigger.texts.filter((text) => !isIt(text));
    return texts.length > 0 ? [{ ...trigger, texts }] : [];
  });
  const own = wordings.filter(isIt);
  return [
    { ...rule, triggers },
    { ...rule, id: newId(), name: nameOf(own[0]!), triggers: triggersFor(own) },
  ];
}

/** What came with a pack or was written by hand, and holds at any time. */
const isTaughtFrom = (rule: Rule) => rule.source.kind !== 'learned' && !rule.context && !rule.validity;

/**
 * A polished reply of a rule that was not learned: a learned rule beside it with the same triggers, which comes first. The
 * rule itself stays as it was written, so that an update of its pack does not undo the polish, nor the polish the update,
 * and so that undoing takes away just this.
 */
function polishOf(base: Rule, { wording, reply, outcome }: Lesson, known: LearnedRules, id: string): Rule {
  const fresh = exactWordings(base).filter((text) => known.answering(text).length === 0).slice(0, MOST_WORDINGS - 1);
  const [exact, likeness] = triggersFor([wording, ...fresh.filter((text) => text !== wording)]);
  const others = base.triggers.filter(({ kind }) => kind !== 'exact');
  const hasExamples = others.some(({ kind }) => kind === 'examples');
  // The examples of the rule are read together with its exact wordings; without them the wording is its own example.
  const triggers = [exact!, ...others, ...(likeness && !hasExamples ? [likeness] : [])].slice(0, 50);
  return { id, name: base.name, group: base.group, triggers, replies: [{ text: reply }], scope: outcome.scope, enabled: true, source: sourceOf(outcome) };
}
