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

class TooLarge extends Error {}

interface Fragment {
  nullable: boolean;
  first: number[];
  last: number[];
}

const EMPTY: Fragment = { nullable: true, first: [], last: [] };
const EITHER_CASE = /[a-z]/i;
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
  /** Per position, whether a match may end there: 1 anywhere, 2 at the end of the text alone. */
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
    const seen = new Int32Array(this.#codes.length);
    let active: number[] = [];
    for (let at = 0, step = 1; at < text.length; step++) {
      const code = text.codePointAt(at)!;
      const start = at === 0;
      at += code > 0xffff ? 2 : 1;
      const accepted = at === text.length ? 3 : 1;
      const next: number[] = [];
      const enter = (positions: readonly number[]): boolean => {
        fuel.left -= positions.length;
        for (const position of positions) {
          if (seen[position] === step || !this.#takes(position, code)) continue;
          seen[position] = step;
          if (this.#ends[position]! & accepted) return true;
          next.push(position);
        }
        return false;
      };
      for (const position of active) if (enter(this.#follow[position]!)) return true;
      if (enter(this.#begins) || (start && enter(this.#beginsAtStart))) return true;
      if (fuel.left < 0) return undefined;
      active = next;
    }
    return false;
  }

  #takes(position: number, code: number): boolean {
    const wanted = this.#codes[position]!;
    const other = this.#caseSensitive ? code : otherCase(code);
    if (wanted >= 0) return wanted === code || wanted === other;
    const { ranges, negated } = this.#classes[position]!;
    return ranges.some(([from, to]) => (code >= from && code <= to) || (other >= from && other <= to)) !== negated;
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
    for (const position of last) this.#ends[position]! |= atEnd ? 2 : 1;
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
  return code < 0x80 && EITHER_CASE.test(String.fromCharCode(code)) ? code ^ 0x20 : code;
}
