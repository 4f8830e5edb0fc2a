/**
 * Regular expressions in RE2 syntax (re2js: R. Cox, "Regular Expression Matching: the Virtual Machine Approach"), which
 * take time linear in the message. A pattern is run only when the message holds a string that all its matches hold;
 * it is compiled when it is first run, and the latest used stay compiled.
 */
import { RE2JS } from 're2js';
import type { Message } from '../message';
import { foldUnit } from '../text/fold';
import { weightOf } from '../text/words';
import { Finder } from './finder';
import { factsOf, type Facts } from './regex-literals';
import { parsePattern } from './regex-syntax';
import type { Captures } from '../types';
import type { Found, Match, TriggerIndex, TriggerOf, Wanted } from './trigger';

type RegexTrigger = TriggerOf<'regex'>;

interface Entry {
  trigger: RegexTrigger;
  required: string[] | null;
  weight: number;
}

interface Compiled {
  asWritten: RE2JS;
  /** For messages in full width or traditional characters; null where that makes no difference. */
  folded: RE2JS | null;
}

/** Larger programs cost too much per character of a message: about a microsecond for each hundred instructions. */
const MAX_PROGRAM = 1_500;
/** Estimated sizes up to this are surely below. */
const SURELY_SMALL = 300;
const MAX_COMPILED = 1_000;
/** As for keywords: what a match is good for that says nothing, and one that says much. */
const LEAST = 0.32;
const MOST = 0.86;
const SCALE = 3;
const COVERED = 0.8;

export class RegexIndex implements TriggerIndex<'regex'> {
  readonly #finder = new Finder();
  /** Per required string, the triggers whose matches may hold it. */
  readonly #requiring = new Map<number, Set<number>>();
  /** Triggers of which nothing is known: they run on every message. */
  readonly #unfiltered = new Set<number>();
  readonly #entries = new Map<number, Entry>();
  /** By slot, the least recently used first. */
  readonly #compiled = new Map<number, Compiled>();

  check(trigger: RegexTrigger): void {
    const node = parsePattern(trigger.pattern);
    if (node && factsOf(node).size <= SURELY_SMALL) return;
    const size = compile(trigger.pattern, trigger).re2Input.prog.numInst() as number;
    if (size > MAX_PROGRAM) throw new Error(`the pattern is too large: ${size} steps, at most ${MAX_PROGRAM}; use smaller counts in {…}`);
  }

  add(slot: number, trigger: RegexTrigger): void {
    const node = parsePattern(trigger.pattern);
    const { required, weight }: Pick<Facts, 'required' | 'weight'> = node ? factsOf(node) : { required: null, weight: 1 };
    this.#entries.set(slot, { trigger, required, weight });
    if (!required) this.#unfiltered.add(slot);
    for (const text of required ?? []) {
      const id = this.#finder.add(text);
      const slots = this.#requiring.get(id);
      if (slots) slots.add(slot);
      else this.#requiring.set(id, new Set([slot]));
    }
  }

  remove(slot: number): void {
    const entry = this.#entries.get(slot);
    if (!entry) return;
    this.#entries.delete(slot);
    this.#compiled.delete(slot);
    this.#unfiltered.delete(slot);
    if (!entry.required) return;
    const ids = entry.required.map((text) => this.#finder.idOf(text));
    for (const id of ids) {
      const slots = this.#requiring.get(id);
      if (slots?.delete(slot) && slots.size === 0) this.#requiring.delete(id);
    }
    for (const text of entry.required) this.#finder.remove(text);
  }

  match(message: Message, wanted: Wanted, found: Found): void {
    const slots = new Set(this.#unfiltered);
    const ids = new Set<number>();
    this.#finder.scan(message.folded, (id) => ids.add(id));
    for (const id of ids) for (const slot of this.#requiring.get(id) ?? []) slots.add(slot);
    for (const slot of slots) {
      if (wanted(slot) && this.#run(message, slot)) found(slot, this.#confidence(message, slot));
    }
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

  #run(message: Message, slot: number) {
    const { asWritten, folded } = this.#compile(slot);
    const matcher = asWritten.matcher(message.trimmed);
    if (matcher.find()) return matcher;
    if (!folded && message.folded === message.trimmed) return null;
    if (this.#entries.get(slot)!.trigger.caseSensitive) return null;
    const second = (folded ?? asWritten).matcher(message.folded);
    return second.find() ? second : null;
  }

  #compile(slot: number): Compiled {
    let compiled = this.#compiled.get(slot);
    if (compiled) this.#compiled.delete(slot);
    else {
      const { trigger } = this.#entries.get(slot)!;
      compiled = { asWritten: compile(trigger.pattern, trigger), folded: compileFolded(trigger) };
      if (this.#compiled.size >= MAX_COMPILED) this.#compiled.delete(this.#compiled.keys().next().value!);
    }
    this.#compiled.set(slot, compiled);
    return compiled;
  }

  /** By how much the pattern itself says of the message: what stands for .* says nothing. */
  #confidence(message: Message, slot: number): number {
    const { weight } = this.#entries.get(slot)!;
    const specific = MOST - (MOST - LEAST) * Math.exp(-Math.max(0, weight - 1) / SCALE);
    const coverage = Math.min(1, weight / (weightOf(message.text) || 1));
    return 1 - (1 - specific) * (1 - COVERED * coverage * coverage);
  }
}

function compile(pattern: string, { caseSensitive }: RegexTrigger): RE2JS {
  return RE2JS.compile(pattern, caseSensitive ? 0 : RE2JS.CASE_INSENSITIVE);
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
function capturesOf(matcher: ReturnType<RE2JS['matcher']>, text: string): Captures {
  const group = (key: number | string) => (matcher.start(key) < 0 ? null : text.slice(matcher.start(key), matcher.end(key)));
  const numbered: (string | null)[] = [];
  for (let i = 0; i <= matcher.groupCount(); i++) numbered.push(group(i));
  const named: Record<string, string | null> = {};
  for (const name of Object.keys(matcher.namedGroups)) named[name] = group(name);
  return { numbered, named };
}
