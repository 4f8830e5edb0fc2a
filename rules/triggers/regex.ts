/**
 * Regular expressions in RE2 syntax (re2js: R. Cox, "Regular Expression Matching: the Virtual Machine Approach"), which
 * take time linear in the message. A pattern is run only when the message holds a string that all its matches hold;
 * it is compiled when it is first run, and the latest used stay compiled.
 */
import { RE2JS } from 're2js';
import type { Message } from '../message';
import { foldUnit } from '../text/fold';
import { Finder } from './finder';
import { Recent } from './recent';
import { automatonOf, type Automaton, type Fuel } from './regex-automaton';
import { factsOf, type Facts } from './regex-literals';
import { parsePattern } from './regex-syntax';
import type { Captures } from '../types';
import { addSlot, eachSlot, removeSlot, type Found, type Match, type Slots, type TriggerIndex, type TriggerOf, type Wanted } from './trigger';

type RegexTrigger = TriggerOf<'regex'>;
type Matcher = ReturnType<RE2JS['matcher']>;

interface Entry {
  trigger: RegexTrigger;
  /** See `Facts`; without the first, which is the one that it is found by. */
  needs: readonly (readonly string[])[];
  weight: number;
  /** Says whether it matches; made when it is first asked for, null where only RE2 can say. */
  automaton: Ready<Automaton> | null | undefined;
  /** The last message that it was looked at for, by number. */
  seenFor: number;
}

/** A pattern made ready for a text as it was written, and for a folded one. */
interface Ready<T> {
  asWritten: T;
  /** Made when the first message needs it; null where folding makes no difference or cannot be done. */
  folded?: T | null;
}

/** Larger programs cost too much per character of a message: about a microsecond for each hundred instructions. */
const MAX_PROGRAM = 1_500;
/** Estimated sizes up to this are surely below. */
const SURELY_SMALL = 300;
/** Few: each is a large web of small objects, which a collector copies as long as it is young. */
const MAX_COMPILED = 16;
/** Steps for one message, over all patterns: the last of 20,000 patterns does not get to see a text of 20,000 characters. */
const FUEL = 3_000_000;
/** As for keywords: what a match is good for that says nothing, and one that says much. */
const LEAST = 0.22;
const MOST = 0.86;
const SCALE = 2.5;
const COVERED = 0.8;
const NOTHING: Entry['needs'] = [];

export class RegexIndex implements TriggerIndex<'regex'> {
  readonly #finder = new Finder();
  /** Per string, the triggers that are looked at when a message holds it. */
  readonly #needing = new Map<number, Slots>();
  /** Triggers of which nothing is known: they run on every message. */
  readonly #unfiltered = new Set<number>();
  readonly #entries = new Map<number, Entry>();
  /** Counts the messages that were looked at. */
  #turn = 0;
  #checked: { trigger: RegexTrigger; read: boolean; facts: Facts } | null = null;
  /** By slot, the least recently used first. */
  readonly #compiled = new Recent<Ready<RE2JS>>(MAX_COMPILED);

  check(trigger: RegexTrigger): void {
    const { read, facts } = this.#look(trigger);
    if (read && facts.size <= SURELY_SMALL) return;
    RE2JS.compile(trigger.pattern);
    const size = compile(trigger.pattern, trigger).re2Input.prog.numInst() as number;
    if (size > MAX_PROGRAM) throw new Error(`the pattern is too large: ${size} steps, at most ${MAX_PROGRAM}; use smaller counts in {…}`);
  }

  add(slot: number, trigger: RegexTrigger): void {
    const { read, facts } = this.#look(trigger);
    const { needs, weight } = facts;
    this.#entries.set(slot, { trigger, needs: needs.length > 1 ? needs.slice(1) : NOTHING, weight, automaton: read ? undefined : null, seenFor: 0 });
    if (needs.length === 0) this.#unfiltered.add(slot);
    else for (const text of needs[0]!) addSlot(this.#needing, this.#finder.add(text), slot);
  }

  /** Whether the pattern is read, and what is known of it. Kept for the next call, as what is checked is then added. */
  #look(trigger: RegexTrigger): { read: boolean; facts: Facts } {
    if (this.#checked?.trigger !== trigger) {
      const node = parsePattern(trigger.pattern);
      this.#checked = { trigger, read: node !== null, facts: node ? factsOf(node) : { needs: [], weight: 1, size: 0 } };
    }
    return this.#checked;
  }

  remove(slot: number): void {
    const entry = this.#entries.get(slot);
    if (!entry) return;
    this.#entries.delete(slot);
    this.#compiled.delete(slot);
    this.#unfiltered.delete(slot);
    for (const text of this.#look(entry.trigger).facts.needs[0] ?? []) {
      removeSlot(this.#needing, this.#finder.idOf(text), slot);
      this.#finder.remove(text);
    }
  }

  match(message: Message, wanted: Wanted, found: Found): void {
    const fuel = { left: FUEL };
    const turn = ++this.#turn;
    const look = (slot: number) => {
      const entry = this.#entries.get(slot)!;
      if (entry.seenFor === turn || fuel.left < 0) return;
      entry.seenFor = turn;
      if (holds(message.folded, entry.needs) && wanted(slot) && this.#fits(message, slot, fuel)) found(slot, this.#confidence(message, slot));
    };
    for (const slot of this.#unfiltered) look(slot);
    this.#finder.scan(message.folded, (id) => eachSlot(this.#needing.get(id), look));
  }

  explain(message: Message, slot: number, { pattern }: RegexTrigger): Match | null {
    const matcher = this.#run(message, slot);
    if (!matcher) return null;
    const { offset, trimmed } = message;
    const confidence = this.#confidence(message, slot);
    return {
      confidence,
      matched: [{ start: offset + matcher.start(), end: offset + matcher.end() }],
      for: [{ kind: 'regex', pattern, weight: confidence }],
      against: [],
      captures: capturesOf(matcher, trimmed),
    };
  }

  /** Whether it matches, by the automaton where there is one. */
  #fits(message: Message, slot: number, fuel: Fuel): boolean {
    const entry = this.#entries.get(slot)!;
    const { trigger } = entry;
    if (entry.automaton === undefined) entry.automaton = readyAutomaton(trigger);
    const { automaton } = entry;
    if (!automaton) {
      fuel.left -= message.trimmed.length;
      return this.#run(message, slot) !== null;
    }
    if (automaton.asWritten.test(message.trimmed, fuel)) return true;
    if (trigger.caseSensitive) return false;
    if (automaton.folded === undefined) automaton.folded = foldedAutomaton(trigger);
    if (!automaton.folded && message.folded === message.trimmed) return false;
    return (automaton.folded ?? automaton.asWritten).test(message.folded, fuel) === true;
  }

  /** The first match in the message as it was written, or else as it is folded. */
  #run(message: Message, slot: number): Matcher | null {
    const { trigger } = this.#entries.get(slot)!;
    const compiled = this.#compiled.get(slot, () => ({ asWritten: compile(trigger.pattern, trigger) }));
    const matcher = compiled.asWritten.matcher(message.trimmed);
    if (matcher.find()) return matcher;
    if (trigger.caseSensitive) return null;
    if (compiled.folded === undefined) compiled.folded = compileFolded(trigger);
    if (!compiled.folded && message.folded === message.trimmed) return null;
    const second = (compiled.folded ?? compiled.asWritten).matcher(message.folded);
    return second.find() ? second : null;
  }

  /** By how much the pattern itself says of the message: what stands for .* says nothing. */
  #confidence(message: Message, slot: number): number {
    const { weight } = this.#entries.get(slot)!;
    const specific = MOST - (MOST - LEAST) * Math.exp(-Math.max(0, weight - 1) / SCALE);
    const coverage = Math.min(1, weight / (message.weight || 1));
    return 1 - (1 - specific) * (1 - COVERED * coverage * coverage);
  }
}

/** Whether a text holds one string of each of the needs. */
function holds(text: string, needs: Entry['needs']): boolean {
  for (let i = 0; i < needs.length; i++) if (!needs[i]!.some((needed) => text.includes(needed))) return false;
  return true;
}

function compile(pattern: string, { caseSensitive }: RegexTrigger): RE2JS {
  return RE2JS.compile(pattern, caseSensitive ? 0 : RE2JS.CASE_INSENSITIVE);
}

function readyAutomaton(trigger: RegexTrigger): Ready<Automaton> | null {
  const node = parsePattern(trigger.pattern);
  const asWritten = node && automatonOf(node, trigger.caseSensitive);
  return asWritten && { asWritten };
}

function foldedAutomaton(trigger: RegexTrigger): Automaton | null {
  const folded = foldPattern(trigger.pattern);
  const node = folded === trigger.pattern ? null : parsePattern(folded);
  return node && automatonOf(node, false);
}

function compileFolded(trigger: RegexTrigger): RE2JS | null {
  const folded = foldPattern(trigger.pattern);
  if (folded === trigger.pattern) return null;
  try {
    return compile(folded, trigger);
  } catch {
    // A range may lose its order by folding; then the pattern holds as it is written only.
    return null;
  }
}

/** The pattern for folded messages: 、 and （ of a pattern become signs of the syntax by folding, so they are escaped. */
function foldPattern(pattern: string): string {
  if (pattern.includes('\\Q')) return pattern;
  let folded = '';
  for (let at = 0; at < pattern.length; at++) {
    const unit = pattern.charCodeAt(at);
    const fold = unit < 0x80 ? unit : foldUnit(unit);
    folded += (fold < 0x80 && fold !== unit && /[^\w\s]/.test(String.fromCharCode(fold)) ? '\\' : '') + String.fromCharCode(fold);
  }
  return folded;
}

/** The groups, cut from the message as it was written: a folded match lies at the same places. */
function capturesOf(matcher: Matcher, text: string): Captures {
  const group = (key: number | string) => (matcher.start(key) < 0 ? null : text.slice(matcher.start(key), matcher.end(key)));
  const numbered: (string | null)[] = [];
  for (let i = 0; i <= matcher.groupCount(); i++) numbered.push(group(i));
  const named: Record<string, string | null> = {};
  for (const name of Object.keys(matcher.namedGroups)) named[name] = group(name);
  return { numbered, named };
}
