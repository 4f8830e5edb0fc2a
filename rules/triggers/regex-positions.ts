/** The positions of a pattern and how they follow each other (V. M. Glushkov, "The abstract theory of automata", 1961). */
import type { CharacterClass, Node } from './regex-syntax';

/** More positions, or more steps between them, are left to RE2. */
export const MAX_POSITIONS = 400;
const MAX_STEPS = 4_000;

/** Where a match may end. */
export const ANYWHERE = 1;
export const AT_END = 2;

/** The pattern needs what only RE2 has. */
export class TooMuch extends Error {}

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

export class Positions {
  /** Per position, the code point that it takes, or the complement of the number of a class. */
  readonly codes: number[] = [];
  readonly classes: CharacterClass[] = [];
  readonly follow: number[][] = [];
  /** Positions that a match may begin with: anywhere, and at the start of the text alone. */
  readonly begins: number[] = [];
  readonly beginsAtStart: number[] = [];
  /** Per position, whether a match may end there. */
  readonly ends: number[] = [];
  /** Matches nothing at all, wherever; matches the empty text. */
  matchesNothing = false;
  matchesEmptyText = false;
  #steps = 0;
  readonly #caseSensitive: boolean;

  /** Throws TooMuch. */
  constructor(node: Node, caseSensitive: boolean) {
    this.#caseSensitive = caseSensitive;
    for (const option of node.kind === 'either' ? node.options : [node]) this.#option(option);
  }

  /** One top-level alternative; a start or end of text may stand at its ends only. */
  #option(node: Node): void {
    const parts = node.kind === 'sequence' ? [...node.parts] : [node];
    let atStart = false;
    let atEnd = false;
    for (; parts[0]?.kind === 'start'; parts.shift()) atStart = true;
    for (; parts.at(-1)?.kind === 'end'; parts.pop()) atEnd = true;
    const { nullable, first, last } = this.#sequence(parts);
    (atStart ? this.beginsAtStart : this.begins).push(...first);
    for (const position of last) this.ends[position]! |= atEnd ? AT_END : ANYWHERE;
    if (!nullable) return;
    if (atStart && atEnd) this.matchesEmptyText = true;
    else this.matchesNothing = true;
  }

  #build(node: Node): Fragment {
    switch (node.kind) {
      case 'literal':
        return this.#literal(node.text);
      case 'class':
        return this.#class(node);
      case 'sequence':
        return this.#sequence(node.parts);
      case 'either': {
        const options = node.options.map((option) => this.#build(option));
        return { nullable: options.some((o) => o.nullable), first: options.flatMap((o) => o.first), last: options.flatMap((o) => o.last) };
      }
      case 'repeat':
        return this.#repeat(node.node, node.min, node.max);
      default:
        throw new TooMuch();
    }
  }

  #sequence(parts: readonly Node[]): Fragment {
    let all = EMPTY;
    for (const part of parts) all = this.#joined(all, this.#build(part));
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
    const least = max === Infinity ? Math.max(min, 1) : min;
    for (let i = 0; i < least; i++) {
      const copy = this.#build(node);
      if (max === Infinity && i === least - 1) for (const position of copy.last) this.#connect(position, copy.first);
      all = this.#joined(all, copy);
    }
    if (max === Infinity) return min === 0 ? { ...all, nullable: true } : all;
    for (let i = min; i < max; i++) all = this.#joined(all, { ...this.#build(node), nullable: true });
    return all;
  }

  #literal(text: string): Fragment {
    let first = -1;
    let last = -1;
    for (const character of text) {
      const code = character.codePointAt(0)!;
      this.#checkCase(code, code);
      const position = this.#position(code);
      if (last >= 0) this.#connect(last, [position]);
      else first = position;
      last = position;
    }
    return first < 0 ? EMPTY : { nullable: false, first: [first], last: [last] };
  }

  #class(characterClass: CharacterClass): Fragment {
    for (const [from, to] of characterClass.ranges) this.#checkCase(from, to);
    const known = this.classes.indexOf(characterClass);
    const number = known >= 0 ? known : this.classes.push(characterClass) - 1;
    const position = this.#position(~number);
    return { nullable: false, first: [position], last: [position] };
  }

  #position(code: number): number {
    const position = this.codes.length;
    if (position >= MAX_POSITIONS) throw new TooMuch();
    this.codes.push(code);
    this.follow.push([]);
    this.ends.push(0);
    return position;
  }

  #connect(position: number, to: readonly number[]): void {
    if ((this.#steps += to.length) > MAX_STEPS) throw new TooMuch();
    this.follow[position]!.push(...to);
  }

  /** Letters that have more than the two cases that we know are left to RE2. */
  #checkCase(from: number, to: number): void {
    if (this.#caseSensitive) return;
    if (CASED_BLOCKS.some(([first, last]) => from <= last && to >= first)) throw new TooMuch();
  }
}
