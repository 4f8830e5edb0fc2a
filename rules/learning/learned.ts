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
  readonly #rules = new Map<string, Held>();
  readonly #byWording = new Map<string, Set<string>>();
  readonly #byAnswer = new Map<string, Set<string>>();
  /** Keywords that learning found, by number; and per rule its numbers. */
  readonly #patterns = new KeywordsIndex();
  readonly #patternRules: { ruleId: string; trigger: KeywordsTrigger }[] = [];
  readonly #patternsOf = new Map<string, number[]>();

  /** Adds or replaces a rule. */
  add(rule: Rule): void {
    const before = this.#rules.get(rule.id);
    this.remove(rule.id);
    const held = heldOf(rule, before);
    this.#rules.set(rule.id, held);
    for (const [index, key] of this.#keysOf(held)) {
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
    const held = this.#rules.get(ruleId);
    if (!held) return;
    this.#rules.delete(ruleId);
    for (const number of this.#patternsOf.get(ruleId) ?? []) this.#patterns.remove(number, this.#patternRules[number]!.trigger);
    this.#patternsOf.delete(ruleId);
    for (const [index, key] of this.#keysOf(held)) {
      const ids = index.get(key);
      if (ids?.delete(ruleId) && ids.size === 0) index.delete(key);
    }
  }

  /** The rule with this id, learned or not, unless it was deleted or is off. */
  rule(id: string): Rule | undefined {
    return this.#rules.get(id)?.rule;
  }

  /** Whether each wording of a learned rule, but for one, is answered by no other rule of its scope. */
  isAlone({ id, scope }: Rule, but?: string): boolean {
    const except = but === undefined ? undefined : normalisedText(but);
    for (const key of this.#rules.get(id)?.wordings.values() ?? []) {
      if (key !== except && this.#all(this.#byWording.get(key)).some((other) => other.id !== id && sameScope(other.scope, scope))) return false;
    }
    return true;
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
    const own = new Set(rule.replies.map(({ text }) => coreOf(text)));
    for (const [id, { rule: other, answers }] of this.#rules) {
      if (id === rule.id || other.source.kind !== 'learned' || [...answers.values()].some((answer) => own.has(answer))) continue;
      yield* exactWordings(other);
    }
  }

  #all(ids: ReadonlySet<string> | undefined): Rule[] {
    return ids ? [...ids].map((id) => this.#rules.get(id)!.rule) : [];
  }

  *#keysOf({ wordings, answers }: Held): Generator<readonly [Map<string, Set<string>>, string]> {
    for (const key of wordings.values()) yield [this.#byWording, key];
    for (const key of answers.values()) yield [this.#byAnswer, key];
  }
}

/** The wordings that a rule answers word for word. */
export function exactWordings({ triggers }: Pick<Rule, 'triggers'>): string[] {
  return triggers.flatMap((trigger) => (trigger.kind === 'exact' ? trigger.texts : []));
}

export function sameScope(a: Scope, b: Scope): boolean {
  return a.platform === b.platform && a.shop === b.shop;
}

type KeywordsTrigger = TriggerOf<'keywords'>;

interface Held {
  rule: Rule;
  /** Of a learned rule, per wording and per reply what they are found by. */
  wordings: ReadonlyMap<string, string>;
  answers: ReadonlyMap<string, string>;
}

/** What is known of the rule that it replaces is not worked out again. */
function heldOf(rule: Rule, before: Held | undefined): Held {
  const isLearned = rule.source.kind === 'learned';
  const wordings = isLearned ? exactWordings(rule) : [];
  const replies = isLearned ? rule.replies.map(({ text }) => text) : [];
  return {
    rule,
    wordings: new Map(wordings.map((text) => [text, before?.wordings.get(text) ?? normalisedText(text)])),
    answers: new Map(replies.map((text) => [text, before?.answers.get(text) ?? coreOf(text)])),
  };
}
