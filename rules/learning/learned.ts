/** The learned rules as learning looks at them: by wording, by answer, by id. */
import { Message } from '../message';
import { normalisedText } from '../normalise';
import type { Filled } from '../placeholders';
import { KeywordsIndex } from '../triggers/keywords';
import type { TriggerOf } from '../triggers/trigger';
import type { Rule, Scope } from '../types';
import { coreOf } from './edits';
import { mayFill } from './kinds';

/** True when a text is the offered reply with nothing but its blanks filled in: that is no edit. */
export function onlyBlanksFilled(parts: Filled['parts'], text: string): boolean {
  /** Where the part may begin, in order: the text between two blanks may stand in what was filled in, too. */
  let starts = [0];
  /** The name of the blank in front; of several side by side nothing tells which holds what. */
  let open: string | null = null;
  for (const part of parts) {
    if (part.kind === 'blank') open = open === null ? part.name : '';
    else {
      starts = (open === null ? starts.filter((at) => text.startsWith(part.text, at)) : behindBlank(text, part.text, starts[0]!, open)).map((at) => at + part.text.length);
      open = null;
    }
    if (starts.length === 0) return false;
  }
  // A blank that is still empty is not filled.
  return open === null ? starts.includes(text.length) : starts[0]! < text.length && mayFill(open, text.slice(starts[0]));
}

/** Every place of a piece behind a blank that begins at `from` and is filled. */
function behindBlank(text: string, piece: string, from: number, name: string): number[] {
  const places: number[] = [];
  for (let at = text.indexOf(piece, from + 1); at >= 0; at = text.indexOf(piece, at + 1)) {
    if (places.length > 0 || mayFill(name, text.slice(from, at))) places.push(at);
  }
  return places;
}

/**
 * All rules in use, by id, and the learned ones by the wordings and answers that they hold. What is kept of a rule is the
 * rule itself; adding and removing cost as much as it has wordings.
 */
export class LearnedRules {
  readonly #rules = new Map<string, Rule>();
  readonly #byWording = new Map<string, Set<string>>();
  readonly #byAnswer = new Map<string, Set<string>>();
  /** The answers of each learned rule (`coreOf`). */
  readonly #answers = new Map<string, ReadonlySet<string>>();
  /** Keywords that learning found, by number; and per rule its numbers. */
  readonly #patterns = new KeywordsIndex();
  readonly #patternRules: { ruleId: string; trigger: KeywordsTrigger }[] = [];
  readonly #patternsOf = new Map<string, number[]>();

  /** Adds or replaces a rule. */
  add(rule: Rule): void {
    this.remove(rule.id);
    this.#rules.set(rule.id, rule);
    if (rule.source.kind === 'learned') this.#answers.set(rule.id, answersOf(rule));
    for (const [index, key] of keysOf(rule, this.#byWording, this.#byAnswer)) {
      const ids = index.get(key) ?? new Set<string>();
      index.set(key, ids.add(rule.id));
    }
    for (const trigger of rule.triggers) if (trigger.kind === 'keywords' && trigger.learned) this.#addPattern(rule.id, trigger);
  }

  #addPattern(ruleId: string, trigger: KeywordsTrigger): void {
    const number = this.#patternRules.push({ ruleId, trigger }) - 1;
    this.#patterns.add(number, trigger);
    this.#patternsOf.set(ruleId, [...(this.#patternsOf.get(ruleId) ?? []), number]);
  }

  remove(ruleId: string): void {
    const rule = this.#rules.get(ruleId);
    if (!rule) return;
    this.#rules.delete(ruleId);
    this.#answers.delete(ruleId);
    for (const number of this.#patternsOf.get(ruleId) ?? []) this.#patterns.remove(number, this.#patternRules[number]!.trigger);
    this.#patternsOf.delete(ruleId);
    for (const [index, key] of keysOf(rule, this.#byWording, this.#byAnswer)) {
      const ids = index.get(key);
      if (ids?.delete(ruleId) && ids.size === 0) index.delete(key);
    }
  }

  /** The rule with this id, learned or not, unless it was deleted or is off. */
  rule(id: string): Rule | undefined {
    return this.#rules.get(id);
  }

  /** How many different wordings the learned rules answer word for word. */
  get wordings(): number {
    return this.#byWording.size;
  }

  /** The learned rules that answer just this wording, in this scope or, without one, in any. */
  answering(wording: string, scope?: Scope): Rule[] {
    return this.#all(this.#byWording.get(normalisedText(wording))).filter((rule) => !scope || sameScope(rule.scope, scope));
  }

  /** The learned rules of this scope that give this answer (`coreOf`), oldest first. */
  giving(reply: string, scope: Scope): Rule[] {
    return this.#all(this.#byAnswer.get(coreOf(reply))).filter((rule) => sameScope(rule.scope, scope));
  }

  /** The rule that answers this wording with just this reply, if it was learned before. */
  find(wording: string, reply: string): Rule | undefined {
    return this.#all(this.#byWording.get(normalisedText(wording))).find((rule) => rule.replies.some((known) => known.text === reply));
  }

  /** The rules with keywords that learning found and that match a wording. */
  withPatternFor(wording: string): Rule[] {
    const ids = new Set<string>();
    this.#patterns.match(new Message(wording), () => true, (number, confidence) => {
      if (confidence > 0) ids.add(this.#patternRules[number]!.ruleId);
    });
    return this.#all(ids);
  }

  /** The wordings of learned rules that give other answers than this rule. */
  *othersThan(rule: Rule): Generator<string> {
    const own = answersOf(rule);
    for (const [id, answers] of this.#answers) {
      if (id === rule.id || [...answers].some((answer) => own.has(answer))) continue;
      yield* exactWordings(this.#rules.get(id)!);
    }
  }

  #all(ids: ReadonlySet<string> | undefined): Rule[] {
    return ids ? [...ids].map((id) => this.#rules.get(id)!) : [];
  }
}

function answersOf({ replies }: Rule): Set<string> {
  return new Set(replies.map(({ text }) => coreOf(text)));
}

/** The wordings that a rule answers word for word. */
export function exactWordings({ triggers }: Pick<Rule, 'triggers'>): string[] {
  return triggers.flatMap((trigger) => (trigger.kind === 'exact' ? trigger.texts : []));
}

export function sameScope(a: Scope, b: Scope): boolean {
  return a.platform === b.platform && a.shop === b.shop;
}

type KeywordsTrigger = TriggerOf<'keywords'>;
type Index = Map<string, Set<string>>;

function keysOf(rule: Rule, wordings: Index, answers: Index): (readonly [Index, string])[] {
  if (rule.source.kind !== 'learned') return [];
  const byWording = new Set(exactWordings(rule).map(normalisedText));
  const byAnswer = answersOf(rule);
  return [...[...byWording].map((key) => [wordings, key] as const), ...[...byAnswer].map((key) => [answers, key] as const)];
}
