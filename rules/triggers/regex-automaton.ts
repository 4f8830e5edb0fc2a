/**
 * Whether a pattern is found in a text, for the part of the syntax that regex-syntax.ts reads: a position automaton
 * (V. M. Glushkov, "The abstract theory of automata", 1961), run on all its states at once, so in time linear in the
 * text. It says yes or no alone, and is made in microseconds; where the match lies and what its groups hold is asked of
 * RE2 for the few patterns that are offered.
 */
import type { CharacterClass, Node } from './regex-syntax';

/** More positions, or more steps between them, are left to RE2. */
const MAX_POSITIONS = 400;
const MAX_STEPS = 4_000;

/** Steps that may still be taken for a message; shared by all patterns that look at it. */
export interface Fuel {
  left: number;
}

/** Where a match may end. */
const ANYWHERE = 1;
const AT_END = 2;

/** One run over a text. */
interface Run {
  /** Per position, the last step at which it was entered. */
  seen: Int32Array;
  next: number[];
  step: number;
  /** The character of this step, and its other case. */
  code: number;
  other: number;
  accepted: number;
}

class TooLarge extends Error {}

interface Fragment {
  nullable: boolean;
  first: number[];
  last: number[];
}

const EMPTY: Fragment = { nullable: true, first: [], last: [] };
/** Blocks with letters of two cases other than A to Z, for which RE2 knows more pairs than we do. */
const CASED_BLOCKS: readonly (readonly [number, number])[] = [
  [0x80, 0x58f],
  [0x10a0, 0x10ff],
  [0x13a0, 0x13ff],
  [0x1c80, 0x1fff],
  [0x2100, 0x218f],
  [0x24b6, 0x24e9],
  [0x2c00, 0x2d2f],
  [0xa640, 0xa7ff],
  [0xab30, 0xabbf],
  [0xff21, 0xff5a],
  [0x10400, 0x1e943],
];

/** Makes the automaton of a parsed pattern; null when it needs what only RE2 has. */
export function automatonOf(node: Node, caseSensitive: boolean): Automaton | null {
  try {
    return new Automaton(node, caseSensitive);
  } catch (error) {
    if (error instanceof TooLarge) return null;
    throw error;
  }
}

export class Automaton {
  readonly #caseSensitive: boolean;
  /** Per position, the code point that it takes, or -1 and a class. */
  readonly #codes: number[] = [];
  readonly #classes: (CharacterClass | undefined)[] = [];
  readonly #follow: number[][] = [];
  /** Positions that a match may begin with: anywhere, and at the start of the text alone. */
  readonly #begins: number[] = [];
  readonly #beginsAtStart: number[] = [];
  /** Per position, whether a match may end there. */
  readonly #ends: number[] = [];
  #matchesNothing = false;
  #matchesEmptyText = false;
  #steps = 0;

  constructor(node: Node, caseSensitive: boolean) {
    this.#caseSensitive = caseSensitive;
    for (const option of node.kind === 'either' ? node.options : [node]) this.#option(option);
  }

  /** Whether the pattern is found in the text; undefined when the fuel ran out before that was known. */
  test(text: string, fuel: Fuel): boolean | undefined {
    if (this.#matchesNothing || (this.#matchesEmptyText && text === '')) return true;
    const run: Run = { seen: new Int32Array(this.#codes.length), next: [], step: 0, code: 0, other: 0, accepted: 0 };
    let active: number[] = [];
    for (let at = 0; at < text.length; ) {
      const start = at === 0;
      run.code = text.codePointAt(at)!;
      run.other = this.#caseSensitive ? run.code : otherCase(run.code);
      run.step++;
      at += run.code > 0xffff ? 2 : 1;
      run.accepted = at === text.length ? ANYWHERE | AT_END : ANYWHERE;
      for (let i = 0; i < active.length; i++) if (this.#enter(this.#follow[active[i]!]!, run, fuel)) return true;
      if (this.#enter(this.#begins, run, fuel) || (start && this.#enter(this.#beginsAtStart, run, fuel))) return true;
      if (fuel.left < 0) return undefined;
      const done = active;
      active = run.next;
      done.length = 0;
      run.next = done;
    }
    return false;
  }

  /** Goes on to those of the positions that take the character; true when a match ends at one of them. */
  #enter(positions: readonly number[], run: Run, fuel: Fuel): boolean {
    fuel.left -= positions.length;
    for (let i = 0; i < positions.length; i++) {
      const position = positions[i]!;
      if (run.seen[position] === run.step || !this.#takes(position, run.code, run.other)) continue;
      run.seen[position] = run.step;
      if (this.#ends[position]! & run.accepted) return true;
      run.next.push(position);
    }
    return false;
  }

  #takes(position: number, code: number, other: number): boolean {
    const wanted = this.#codes[position]!;
    if (wanted >= 0) return wanted === code || wanted === other;
    const { ranges, negated } = this.#classes[position]!;
    for (let i = 0; i < ranges.length; i++) {
      const [from, to] = ranges[i]!;
      if ((code >= from && code <= to) || (other >= from && other <= to)) return !negated;
    }
    return negated;
  }

  /** One top-level alternative; a start or end of text may stand at its ends only. */
  #option(node: Node): void {
    const parts = node.kind === 'sequence' ? [...node.parts] : [node];
    let atStart = false;
    let atEnd = false;
    for (; parts[0]?.kind === 'start'; parts.shift()) atStart = true;
    for (; parts.at(-1)?.kind === 'end'; parts.pop()) atEnd = true;
    const { nullable, first, last } = this.#sequence(parts);
    (atStart ? this.#beginsAtStart : this.#begins).push(...first);
    for (const position of last) this.#ends[position]! |= atEnd ? AT_END : ANYWHERE;
    if (!nullable) return;
    if (atStart && atEnd) this.#matchesEmptyText = true;
    else this.#matchesNothing = true;
  }

  #build(node: Node): Fragment {
    switch (node.kind) {
      case 'literal':
        return this.#sequence([...node.text].map((text) => ({ kind: 'literal', text })));
      case 'class':
        return this.#position(-1, node);
      case 'sequence':
        return this.#sequence(node.parts);
      case 'either': {
        const options = node.options.map((option) => this.#build(option));
        return { nullable: options.some((o) => o.nullable), first: options.flatMap((o) => o.first), last: options.flatMap((o) => o.last) };
      }
      case 'repeat':
        return this.#repeat(node.node, node.min, node.max);
      default:
        throw new TooLarge();
    }
  }

  #sequence(parts: readonly Node[]): Fragment {
    let all = EMPTY;
    for (const part of parts) {
      const next = part.kind === 'literal' && [...part.text].length === 1 ? this.#position(part.text.codePointAt(0)!, undefined) : this.#build(part);
      all = this.#joined(all, next);
    }
    return all;
  }

  #joined(a: Fragment, b: Fragment): Fragment {
    for (const position of a.last) this.#connect(position, b.first);
    return {
      nullable: a.nullable && b.nullable,
      first: a.nullable ? [...a.first, ...b.first] : a.first,
      last: b.nullable ? [...a.last, ...b.last] : b.last,
    };
  }

  /** x{2,4} is x x (x (x)?)?, x{2,} is x x x*. */
  #repeat(node: Node, min: number, max: number): Fragment {
    let all = EMPTY;
    const least = Number.isFinite(max) ? min : Math.max(min, 1);
    for (let i = 0; i < least; i++) {
      const copy = this.#build(node);
      if (max === Infinity && i === least - 1) for (const position of copy.last) this.#connect(position, copy.first);
      all = this.#joined(all, copy);
    }
    if (max === Infinity) return min === 0 ? { ...all, nullable: true } : all;
    for (let i = min; i < max; i++) all = this.#joined(all, { ...this.#build(node), nullable: true });
    return all;
  }

  #position(code: number, characterClass: CharacterClass | undefined): Fragment {
    this.#check(code, characterClass);
    const position = this.#codes.length;
    if (position >= MAX_POSITIONS) throw new TooLarge();
    this.#codes.push(code);
    this.#classes.push(characterClass);
    this.#follow.push([]);
    this.#ends.push(0);
    return { nullable: false, first: [position], last: [position] };
  }

  #connect(position: number, to: readonly number[]): void {
    if ((this.#steps += to.length) > MAX_STEPS) throw new TooLarge();
    this.#follow[position]!.push(...to);
  }

  /** Letters that have more than the two cases that we know are left to RE2. */
  #check(code: number, characterClass: CharacterClass | undefined): void {
    if (this.#caseSensitive) return;
    const ranges = characterClass ? characterClass.ranges : [[code, code] as const];
    for (const [from, to] of ranges) if (CASED_BLOCKS.some(([first, last]) => from <= last && to >= first)) throw new TooLarge();
  }
}

function otherCase(code: number): number {
  const lower = code | 0x20;
  return lower >= 0x61 && lower <= 0x7a && code < 0x80 ? code ^ 0x20 : code;
}
