/**
 * Reads the common part of RE2's syntax: literals, classes, groups, alternatives, repetition, anchors. What a match
 * must hold is taken from it (see regex-literals.ts). Anything else (flags, \p{…}, [[:alpha:]] …) is not read, and such
 * a pattern is left to the regex engine alone.
 */
export type Node =
  | { kind: 'literal'; text: string }
  | CharacterClass
  | { kind: 'start' }
  | { kind: 'end' }
  /** \b or \B. */
  | { kind: 'border' }
  | { kind: 'sequence'; parts: Node[] }
  | { kind: 'either'; options: Node[] }
  | { kind: 'repeat'; node: Node; min: number; max: number };

/** One character inside one of the ranges, or, negated, inside none. */
export interface CharacterClass {
  kind: 'class';
  /** Code points, first and last of each range. */
  ranges: (readonly [number, number])[];
  negated: boolean;
}

const MAX_REPEAT = 1_000;
const MAX_DEPTH = 100;
const SETS: Record<string, (readonly [number, number])[]> = {
  d: [[0x30, 0x39]],
  w: [[0x30, 0x39], [0x41, 0x5a], [0x5f, 0x5f], [0x61, 0x7a]],
  s: [[0x09, 0x0a], [0x0c, 0x0d], [0x20, 0x20]],
};
/** All but the line feed. */
const ANY: CharacterClass = { kind: 'class', ranges: [[0x0a, 0x0a]], negated: true };
const SPECIAL = new Set('\\^$.|?*+()[]{}');
const ESCAPABLE = /[!-/:-@[-`{-~]/;

class NotRead extends Error {}

/** The parsed pattern, or null when it holds something that is not read. A pattern that is read is valid RE2. */
export function parsePattern(pattern: string): Node | null {
  try {
    const reader = new Reader(pattern);
    const node = reader.either(0);
    return reader.done ? node : null;
  } catch (error) {
    if (error instanceof NotRead) return null;
    throw error;
  }
}

class Reader {
  #at = 0;
  readonly #pattern: string;
  readonly #names = new Set<string>();

  constructor(pattern: string) {
    this.#pattern = pattern;
  }

  get done(): boolean {
    return this.#at >= this.#pattern.length;
  }

  either(depth: number): Node {
    if (depth > MAX_DEPTH) throw new NotRead();
    const options = [this.#sequence(depth)];
    while (this.#take('|')) options.push(this.#sequence(depth));
    return options.length === 1 ? options[0]! : { kind: 'either', options };
  }

  #sequence(depth: number): Node {
    const parts: Node[] = [];
    while (!this.done && this.#peek() !== '|' && this.#peek() !== ')') {
      const node = this.#repeated(this.#single(depth));
      const last = parts.at(-1);
      if (node.kind === 'literal' && last?.kind === 'literal') parts[parts.length - 1] = { kind: 'literal', text: last.text + node.text };
      else parts.push(node);
    }
    return parts.length === 1 ? parts[0]! : { kind: 'sequence', parts };
  }

  #single(depth: number): Node {
    const character = this.#next();
    if (character === '(') return this.#group(depth);
    if (character === '[') return this.#class();
    if (character === '.') return ANY;
    if (character === '^') return { kind: 'start' };
    if (character === '$') return { kind: 'end' };
    if (character === '\\') return this.#escape();
    if (SPECIAL.has(character) && character !== ']' && character !== '}') throw new NotRead();
    return { kind: 'literal', text: character };
  }

  #group(depth: number): Node {
    if (this.#take('?')) {
      const name = /^(?:P?<([A-Za-z_]\w*)>|:)/.exec(this.#pattern.slice(this.#at, this.#at + 100));
      if (!name || (name[1] !== undefined && this.#names.has(name[1]))) throw new NotRead();
      if (name[1] !== undefined) this.#names.add(name[1]);
      this.#at += name[0].length;
    }
    const node = this.either(depth + 1);
    if (!this.#take(')')) throw new NotRead();
    // Wrapped, so that a literal behind the group does not run into one in it: (ab)c* repeats c alone.
    return node.kind === 'literal' ? { kind: 'sequence', parts: [node] } : node;
  }

  #escape(): Node {
    const character = this.#next();
    const set = SETS[character.toLowerCase()];
    if (set) return { kind: 'class', ranges: set, negated: !SETS[character] };
    if (character === 'b' || character === 'B') return { kind: 'border' };
    if (ESCAPABLE.test(character)) return { kind: 'literal', text: character };
    throw new NotRead();
  }

  #class(): Node {
    const negated = this.#take('^');
    const ranges: (readonly [number, number])[] = [];
    for (let first = true; first || this.#peek() !== ']'; first = false) {
      const from = this.#member();
      if (typeof from !== 'number') ranges.push(...from);
      else if (this.#peek() === '-' && this.#pattern[this.#at + 1] !== ']') {
        this.#next();
        const to = this.#member();
        if (typeof to !== 'number' || to < from) throw new NotRead();
        ranges.push([from, to]);
      } else ranges.push([from, from]);
    }
    this.#next();
    return { kind: 'class', ranges, negated };
  }

  /** One member of a class, or the ranges of a set such as \w. */
  #member(): number | (readonly [number, number])[] {
    const character = this.#next();
    if (character === '[') throw new NotRead();
    if (character !== '\\') return character.codePointAt(0)!;
    const escaped = this.#next();
    if (SETS[escaped]) return SETS[escaped];
    if (ESCAPABLE.test(escaped)) return escaped.codePointAt(0)!;
    throw new NotRead();
  }

  #repeated(node: Node): Node {
    const bounds = this.#bounds();
    if (!bounds) return node;
    if (node.kind === 'start' || node.kind === 'end' || node.kind === 'border') throw new NotRead();
    this.#take('?');
    // A second repetition of the same thing is an error that the regex engine puts into words.
    if ('*+?{'.includes(this.#peek())) throw new NotRead();
    return { kind: 'repeat', node, ...bounds };
  }

  #bounds(): { min: number; max: number } | null {
    if (this.#take('*')) return { min: 0, max: Infinity };
    if (this.#take('+')) return { min: 1, max: Infinity };
    if (this.#take('?')) return { min: 0, max: 1 };
    if (this.#peek() !== '{') return null;
    const counted = /^\{(\d{1,4})(?:(,)(\d{0,4}))?\}/.exec(this.#pattern.slice(this.#at, this.#at + 12));
    if (!counted) throw new NotRead();
    const min = Number(counted[1]);
    const max = counted[2] === undefined ? min : counted[3] ? Number(counted[3]) : Infinity;
    if (min > MAX_REPEAT || (max > MAX_REPEAT && max !== Infinity) || max < min) throw new NotRead();
    this.#at += counted[0].length;
    return { min, max };
  }

  #peek(): string {
    return this.done ? '\u0000' : this.#pattern[this.#at]!;
  }

  #take(character: string): boolean {
    if (this.done || this.#pattern[this.#at] !== character) return false;
    this.#at++;
    return true;
  }

  /** The next whole character; the pattern must not end here. */
  #next(): string {
    if (this.done) throw new NotRead();
    const character = String.fromCodePoint(this.#pattern.codePointAt(this.#at)!);
    this.#at += character.length;
    return character;
  }
}
