/** What the agent sees of what was learned, and does about it: accepts, edits, merges, takes back, rolls back, archives. */
import { differencesOf, keywordsText } from '../rules/difference';
import { accepted, isWaiting, merged, withTexts, wordingsOf } from '../rules/revise';
import type { Rule } from '../rules/types';
import type { Done, LearnedPage, LearnedView, RuleBrief, RuleChangeView, RuleTexts, TidyList } from './learned-channels';
import type { Changed } from './library/changes';
import type { LearnedEntry, LearnedFilter } from './library/learned';
import type { Library } from './library/library';
import { problemOf } from './problem';

/** Rules of one entry that are shown, and rules to choose from. */
const RULES_SHOWN = 20;
const CHOICES = 50;
/** A rule that nobody used for so long is offered for archiving. */
const UNUSED_DAYS = 90;
const DAY_MS = 24 * 60 * 60 * 1000;
/** The group that archived rules go to. */
const ARCHIVE = '归档/Archive';

/** The words in a reply that name a date or a price that has passed. */
export type ExpiredWords = (reply: string, rule: Rule, now: number) => string[];

export interface LearnedParts {
  library: Library;
  clock(): number;
  /** The rules that are in use follow the library. */
  follow(changed: Changed): void;
  /** What outcomes said is to be told to the model again, as some were taken back. */
  retell(): void;
  expiredWords: ExpiredWords;
}

export class LearnedDesk {
  readonly #parts: LearnedParts;
  /** The rules by id, made once for each state of the library. */
  #index: { of: readonly Rule[]; byId: ReadonlyMap<string, Rule> } | null = null;

  constructor(parts: LearnedParts) {
    this.#parts = parts;
  }

  /** A page of the queue, newest first. */
  page(only: LearnedFilter, limit: number, before?: number): LearnedPage {
    const entries = this.#parts.library.learned({ only, limit, ...(before === undefined ? {} : { before }) });
    const rules = this.#rules();
    const last = entries.at(-1);
    return { entries: entries.map((entry) => viewOf(entry, rules)), ...(last && entries.length === limit ? { next: last.n } : {}) };
  }

  /** The rules of an entry that wait hold from now on. */
  accept(entryId: string): Done {
    const rules = this.#rules();
    const waiting = this.#rulesOf(entryId, rules).filter(isWaiting);
    const changes = waiting.map((rule) => accepted(rule, targetOf(rule, rules)));
    if (changes.length === 0) return { ok: false, reason: 'gone' };
    if (changes.includes(null)) return { ok: false, reason: 'full' };
    const put = changes.flatMap((change) => change!.put);
    return this.#do('accepted', { put, remove: changes.flatMap((change) => change!.remove) }, entryId);
  }

  /** A rule as it is now, null when it is gone. */
  rule(id: string): RuleTexts | null {
    const rule = this.#rules().get(id);
    return rule ? textsOf(rule) : null;
  }

  /** Puts other replies and wordings into a rule, in place; as part of an entry, or by itself. */
  edit(entryId: string | null, ruleId: string, texts: { replies: string[]; wordings: string[] }): Done {
    const rule = this.#rules().get(ruleId);
    if (!rule) return { ok: false, reason: 'gone' };
    const edited = withTexts(rule, texts);
    return edited ? this.#do('edited', { put: [edited] }, entryId) : { ok: false, reason: 'empty' };
  }

  /** The wordings and replies of a rule go to another, and it is no more. */
  merge(entryId: string, ruleId: string, into: string): Done {
    const rules = this.#rules();
    const [from, target] = [rules.get(ruleId), rules.get(into)];
    if (!from || !target || ruleId === into) return { ok: false, reason: 'gone' };
    const both = merged(from, target);
    return both ? this.#do('merged', { put: [both], remove: [ruleId] }, entryId) : { ok: false, reason: 'full' };
  }

  /** Takes back an entry or a step. */
  undo(id: string): Done {
    return this.#takenBack(() => this.#parts.library.undo(id));
  }

  /** Takes back all that was learned at a time or later. */
  rollBack(time: number): Done {
    return this.#takenBack(() => this.#parts.library.rollBackTo(time));
  }

  /** Rules whose name, reply or wordings hold all words of the query: by name before by reply before by wording. */
  choices(query: string, except: string): RuleBrief[] {
    const words = query.toLocaleLowerCase().split(/\s+/).filter(Boolean);
    const holds = (text: string) => words.every((word) => text.toLocaleLowerCase().includes(word));
    const found: Rule[][] = [[], [], []];
    for (const rule of this.#parts.library.rules()) {
      if (rule.id === except || isWaiting(rule)) continue;
      const at = holds(rule.name) ? 0 : rule.replies.some(({ text }) => holds(text)) ? 1 : wordingsOf(rule).some(holds) ? 2 : -1;
      if (at >= 0) found[at]!.push(rule);
    }
    // What was learned last is what one most likely looks for.
    return found.flatMap((rules) => rules.reverse()).slice(0, CHOICES).map(briefOf);
  }

  /** What is worth tidying now. */
  tidy(): TidyList {
    const { library, clock, expiredWords } = this.#parts;
    const now = clock();
    const unused = library.unusedSince(now - UNUSED_DAYS * DAY_MS).map(({ rule, lastUsedAt, uses }) => ({ id: rule.id, name: rule.name, reply: firstReply(rule), lastUsedAt, uses }));
    const expired = library.rules().flatMap((rule) => {
      if (!rule.enabled) return [];
      return rule.replies.flatMap(({ text }) => {
        const words = expiredWords(text, rule, now);
        return words.length > 0 ? [{ id: rule.id, name: rule.name, reply: text, words }] : [];
      });
    });
    return { unused, unusedDays: UNUSED_DAYS, expired };
  }

  /** Switches rules off and puts them into the archive, as one step. */
  archive(ids: readonly string[]): Done {
    const rules = this.#rules();
    const put = [...new Set(ids)].flatMap((id) => {
      const rule = rules.get(id);
      return rule ? [{ ...rule, enabled: false, group: ARCHIVE }] : [];
    });
    return put.length > 0 ? this.#do('archived', { put }, null) : { ok: false, reason: 'gone' };
  }

  /** Stores rules that the agent accepted from past conversations, as one step. */
  addMined(rules: readonly Rule[], from: string): Done {
    return rules.length > 0 ? this.#do('mined', { put: rules }, null, from) : { ok: false, reason: 'gone' };
  }

  #rules(): ReadonlyMap<string, Rule> {
    const rules = this.#parts.library.rules();
    if (this.#index?.of !== rules) this.#index = { of: rules, byId: new Map(rules.map((rule) => [rule.id, rule])) };
    return this.#index.byId;
  }

  #rulesOf(entryId: string, rules: ReadonlyMap<string, Rule>): Rule[] {
    const entry = this.#parts.library.learnedEntry(entryId);
    return (entry?.changes ?? []).flatMap(({ ruleId }) => rules.get(ruleId) ?? []);
  }

  #do(kind: Parameters<Library['do']>[0], change: { put: readonly Rule[]; remove?: readonly string[] }, partOf: string | null, note: string | null = null): Done {
    return this.#followed(() => this.#parts.library.do(kind, change, { partOf, note }));
  }

  /** Outcomes may be among what is taken back: the model is made anew without them. */
  #takenBack(work: () => Changed & { id: string }): Done {
    const done = this.#followed(work);
    this.#parts.retell();
    return done;
  }

  #followed(work: () => Changed & { id: string }): Done {
    try {
      const { id, put, removed } = work();
      this.#parts.follow({ put, removed });
      return { ok: true, step: id, rules: put.length + removed.length };
    } catch (error) {
      return { ok: false, reason: 'problem', problem: problemOf(error) };
    }
  }
}

function viewOf(entry: LearnedEntry, rules: ReadonlyMap<string, Rule>): LearnedView {
  const { n, id, at, kind, note, outcome, changes, waiting, undone, later } = entry;
  return {
    n, id, at, kind, waiting, later,
    ...(outcome ? { outcome: outcome.kind } : {}),
    ...(outcome?.message ? { message: outcome.message } : {}),
    ...(outcome?.offered ? { offered: outcome.offered } : {}),
    ...(outcome?.final ? { sent: outcome.final } : {}),
    ...(note === null ? {} : { note }),
    rules: changes.slice(0, RULES_SHOWN).map((change) => changeView(change, rules)),
    ruleCount: changes.length,
    undone: undone && { step: undone.step, by: undone.kind, at: undone.at },
  };
}

function changeView({ ruleId, before, after }: LearnedEntry['changes'][number], rules: ReadonlyMap<string, Rule>): RuleChangeView {
  // A change that waits is compared with the rule that it would change, which takes it in once accepted.
  const target = after ? targetOf(after, rules) : undefined;
  const from = before ?? target ?? null;
  const rule = after ?? before;
  const differences = differencesOf(from, after).filter(({ kind }) => kind !== 'enabled' || (after !== null && !isWaiting(after)));
  // It is taken in: nothing of the rule that it changes is lost by that.
  if (!before && target) for (const difference of differences) if ('removed' in difference) difference.removed = [];
  return { id: rules.has(ruleId) ? ruleId : (target?.id ?? null), name: rule?.name ?? ruleId, scope: rule?.scope ?? {}, differences };
}

/** The rule that a waiting one is a change of. */
function targetOf({ source }: Rule, rules: ReadonlyMap<string, Rule>): Rule | undefined {
  return source.kind === 'learned' && source.changes !== undefined ? rules.get(source.changes) : undefined;
}

function textsOf(rule: Rule): RuleTexts {
  const others = rule.triggers.flatMap((trigger) => (trigger.kind === 'regex' ? [trigger.pattern] : trigger.kind === 'keywords' ? [keywordsText(trigger)] : []));
  return { id: rule.id, name: rule.name, replies: rule.replies.map(({ text }) => text), wordings: wordingsOf(rule), others };
}

const firstReply = (rule: Rule) => rule.replies[0]?.text ?? '';

function briefOf(rule: Rule): RuleBrief {
  const { id, name, source, scope } = rule;
  return { id, name, reply: firstReply(rule), source: source.kind, scope };
}
