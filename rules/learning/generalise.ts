/**
 * From the wordings that gathered in one rule to keywords: a condition that holds for all of them and for no wording of a
 * rule with another answer. It is found over an inverted index of the pieces that the wordings share and checked by the
 * index that the engine itself uses.
 */
import { Message } from '../message';
import { normalisedText } from '../normalise';
import { KeywordsIndex } from '../triggers/keywords';
import type { KeywordsTrigger, RegexTrigger } from '../types';
import type { z } from 'zod';
import { byWorth, candidatesOf, intersection, postingsOf } from './keywords-found';

type Keywords = z.infer<typeof KeywordsTrigger>;

export interface Generalised {
  trigger: Keywords | z.infer<typeof RegexTrigger>;
  /** What it says, for whoever puts it into words. */
  inWords: {
    /** All of these … */
    all: string[];
    /** … and at least one of these. */
    any: string[];
    /** In this order … */
    ordered: boolean;
    /** … within so many characters. */
    within?: number;
    /** How many wordings it was made of, and how many of other rules it was checked against. */
    examples: number;
    others: number;
  };
}

/** Fewer wordings are no pattern. */
export const LEAST_EXAMPLES = 3;
/** The most keywords of which one is enough. */
const MOST_ANY = 6;
/** Each of them must be shared by so many wordings, or it would only repeat one of them. */
const LEAST_SHARED = 2;
/** Pairs of keywords are tried among so many of the best. */
const MOST_PAIRED = 60;
/** Wordings of other rules that hold both keywords of a pair, up to which the order may still tell them apart. */
const MOST_RIVALS = 200;

/**
 * Keywords that match all `examples` and none of `others`; null where nothing safe is found. The simplest that will do: one
 * keyword, two, two in their order, one of several, one together with one of several. Deterministic.
 */
export function generalise(examples: readonly string[], others: Iterable<string>): Generalised | null {
  const own = distinct(examples);
  if (own.length < LEAST_EXAMPLES) return null;
  const keywords = candidatesOf(own);
  const held = postingsOf(keywords, own).postings;
  // Most wordings of one answer share nothing: then the others need not be looked at.
  if (!covers(held, own.length)) return null;
  const rivals = [...others];
  const found = new Search(keywords, held, own, rivals);
  const trigger = found.one() ?? found.two() ?? found.twoInOrder() ?? found.oneOf() ?? found.oneWithOneOf();
  if (!trigger || !holds(trigger, own)) return null;
  const { all, any, ordered, within } = trigger;
  return { trigger, inWords: { all, any, ordered, ...(within === undefined ? {} : { within }), examples: own.length, others: rivals.length } };
}

/** Whether each of so many texts holds one of the keywords. */
function covers(postings: readonly Int32Array[], texts: number): boolean {
  const covered = new Set<number>();
  for (const posting of postings) for (const at of posting) covered.add(at);
  return covered.size === texts;
}

function distinct(examples: readonly string[]): string[] {
  const byKey = new Map<string, string>();
  for (const example of examples) {
    const key = normalisedText(example);
    if (key !== '' && !byKey.has(key)) byKey.set(key, example);
  }
  return [...byKey.values()];
}

const keywordsTrigger = (rest: Partial<Keywords>): Keywords => ({ kind: 'keywords', all: [], any: [], none: [], ordered: false, ...rest });

class Search {
  readonly #keywords: readonly string[];
  readonly #examples: readonly string[];
  readonly #rivals: readonly string[];
  /** Per keyword, in which examples and in which rivals it stands. */
  readonly #in: Int32Array[];
  readonly #against: Int32Array[];
  /** Numbers of the keywords that all examples share, the best first. */
  readonly #shared: number[];

  constructor(keywords: readonly string[], held: Int32Array[], examples: readonly string[], rivals: readonly string[]) {
    this.#keywords = keywords;
    this.#examples = examples;
    this.#rivals = rivals;
    this.#in = held;
    this.#against = postingsOf(keywords, rivals).postings;
    this.#shared = keywords.map((_, at) => at).filter((at) => this.#in[at]!.length === examples.length).sort((a, b) => byWorth(keywords[a]!, keywords[b]!));
  }

  one(): Keywords | null {
    const keyword = this.#shared.find((at) => this.#against[at]!.length === 0);
    return keyword === undefined ? null : keywordsTrigger({ all: [this.#keywords[keyword]!] });
  }

  two(): Keywords | null {
    for (const [a, b] of this.#pairs()) {
      if (intersection(this.#against[a]!, this.#against[b]!).length === 0) return keywordsTrigger({ all: [this.#keywords[a]!, this.#keywords[b]!] });
    }
    return null;
  }

  /** Two keywords that the others have, too, but not in this order or not so near. */
  twoInOrder(): Keywords | null {
    for (const [a, b] of this.#pairs()) {
      const rivals = intersection(this.#against[a]!, this.#against[b]!);
      if (rivals.length > MOST_RIVALS) continue;
      for (const all of [[this.#keywords[a]!, this.#keywords[b]!], [this.#keywords[b]!, this.#keywords[a]!]]) {
        const trigger = this.#nearest(all);
        if (trigger && !Array.from(rivals).some((at) => matches(trigger, [this.#rivals[at]!]) > 0)) return trigger;
      }
    }
    return null;
  }

  /** The narrowest window, of a few sizes, in which all examples hold the keywords in order. */
  #nearest(all: string[]): Keywords | null {
    const length = all.join('').length;
    for (const room of [4, 8, 16, 40]) {
      const trigger = keywordsTrigger({ all, ordered: true, within: length + room });
      if (holds(trigger, this.#examples)) return trigger;
    }
    return null;
  }

  oneOf(): Keywords | null {
    const any = this.#cover(null);
    return any && keywordsTrigger({ any });
  }

  oneWithOneOf(): Keywords | null {
    for (const at of this.#shared.slice(0, MOST_PAIRED)) {
      const any = this.#cover(this.#against[at]!, this.#keywords[at]);
      if (any) return keywordsTrigger({ all: [this.#keywords[at]!], any });
    }
    return null;
  }

  /**
   * A few keywords that no rival holds and of which each example holds one: greedy set cover (V. Chvátal, "A greedy
   * heuristic for the set-covering problem", 1979). With `among`, only these rivals count.
   */
  #cover(among: Int32Array | null, beside?: string): string[] | null {
    const pure = this.#keywords.flatMap((keyword, at) => {
      const against = among ? intersection(this.#against[at]!, among) : this.#against[at]!;
      return against.length === 0 && this.#in[at]!.length >= LEAST_SHARED && !beside?.includes(keyword) ? [at] : [];
    });
    const covered = new Uint8Array(this.#examples.length);
    const chosen: string[] = [];
    for (let left = this.#examples.length; left > 0; ) {
      if (chosen.length === MOST_ANY) return null;
      let best = -1;
      let most = 0;
      for (const at of pure) {
        let gain = 0;
        for (const example of this.#in[at]!) gain += 1 - covered[example]!;
        if (gain > most || (gain === most && gain > 0 && byWorth(this.#keywords[at]!, this.#keywords[best]!) < 0)) {
          most = gain;
          best = at;
        }
      }
      if (best < 0) return null;
      for (const example of this.#in[best]!) covered[example] = 1;
      left -= most;
      chosen.push(this.#keywords[best]!);
    }
    return chosen;
  }

  *#pairs(): Generator<[number, number]> {
    const best = this.#shared.slice(0, MOST_PAIRED);
    for (let j = 1; j < best.length; j++) {
      for (let i = 0; i < j; i++) {
        const [a, b] = [this.#keywords[best[i]!]!, this.#keywords[best[j]!]!];
        // One inside or over the edge of the other says nothing more.
        if (!a.includes(b) && !b.includes(a) && !overlap(a, b) && !overlap(b, a)) yield [best[i]!, best[j]!];
      }
    }
  }
}

/** Whether the end of one is the beginning of the other: 什么时 and 时候. */
function overlap(a: string, b: string): boolean {
  for (let length = 1; length < Math.min(a.length, b.length); length++) if (a.endsWith(b.slice(0, length))) return true;
  return false;
}

/** How many of the texts the engine's own index finds the trigger in. */
function matches(trigger: Keywords, texts: readonly string[]): number {
  const index = new KeywordsIndex();
  index.add(0, trigger);
  let count = 0;
  for (const text of texts) {
    let fit = 0;
    index.match(new Message(text), () => true, (_, confidence) => (fit = Math.max(fit, confidence)));
    if (fit > 0) count++;
  }
  return count;
}

/** Whether the keywords match every text. */
export const holds = (trigger: Keywords, examples: readonly string[]) => matches(trigger, examples) === examples.length;
