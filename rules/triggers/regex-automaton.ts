/**
 * Whether a pattern is found in a text, for the part of the syntax that regex-syntax.ts reads: its position automaton,
 * run on all its states at once, so in time linear in the text. It says yes or no alone, is made in microseconds and
 * takes a few hundred bytes; where the match lies and what its groups hold is asked of RE2 for the few patterns that
 * are offered.
 */
import { ANYWHERE, AT_END, MAX_POSITIONS, Positions, TooMuch } from './regex-positions';
import type { CharacterClass, Node } from './regex-syntax';

/** Steps that may still be taken for a message; shared by all patterns that look at it. */
export interface Fuel {
  left: number;
}

/** Makes the automaton of a parsed pattern; null when it needs what only RE2 has. */
export function automatonOf(node: Node, caseSensitive: boolean): Automaton | null {
  try {
    return new Automaton(new Positions(node, caseSensitive), caseSensitive);
  } catch (error) {
    if (error instanceof TooMuch) return null;
    throw error;
  }
}

// For the run at hand: where each position was last entered, and the positions reached by this character and the one before.
const entered = new Float64Array(MAX_POSITIONS);
let active = new Int32Array(MAX_POSITIONS);
let reached = new Int32Array(MAX_POSITIONS);
let reachedCount = 0;
/** Counts characters over all runs, so that `entered` need not be cleared. */
let step = 0;

export class Automaton {
  /**
   * Per position: its code (see `Positions`), where it may end, and where its followers begin; then their end; then the
   * followers, the positions that a match may begin with, and those that it may begin with at the start.
   */
  readonly #program: Int32Array;
  readonly #positions: number;
  readonly #begins: number;
  readonly #beginsAtStart: number;
  readonly #classes: readonly CharacterClass[] | null;
  readonly #caseSensitive: boolean;
  readonly #matchesNothing: boolean;
  readonly #matchesEmptyText: boolean;

  constructor({ codes, classes, follow, begins, beginsAtStart, ends, matchesNothing, matchesEmptyText }: Positions, caseSensitive: boolean) {
    const header = 3 * codes.length + 1;
    const followers = follow.reduce((sum, { length }) => sum + length, 0);
    const program = new Int32Array(header + followers + begins.length + beginsAtStart.length);
    let at = header;
    codes.forEach((code, position) => {
      program[3 * position] = code;
      program[3 * position + 1] = ends[position]!;
      program[3 * position + 2] = at;
      program.set(follow[position]!, at);
      at += follow[position]!.length;
    });
    program[header - 1] = at;
    program.set(begins, at);
    program.set(beginsAtStart, at + begins.length);
    this.#program = program;
    this.#positions = codes.length;
    this.#begins = at;
    this.#beginsAtStart = at + begins.length;
    this.#classes = classes.length > 0 ? classes : null;
    this.#caseSensitive = caseSensitive;
    this.#matchesNothing = matchesNothing;
    this.#matchesEmptyText = matchesEmptyText;
  }

  /** Whether the pattern is found in the text; undefined when the fuel ran out before that was known. */
  test(text: string, fuel: Fuel): boolean | undefined {
    if (this.#matchesNothing || (this.#matchesEmptyText && text === '')) return true;
    const program = this.#program;
    let activeCount = 0;
    for (let at = 0; at < text.length; ) {
      const start = at === 0;
      const code = text.codePointAt(at)!;
      const other = this.#caseSensitive ? code : otherCase(code);
      at += code > 0xffff ? 2 : 1;
      const accepted = at === text.length ? ANYWHERE | AT_END : ANYWHERE;
      step++;
      reachedCount = 0;
      for (let i = 0; i < activeCount; i++) {
        const position = active[i]!;
        // The entry behind the last position's is the end of its followers.
        const from = program[3 * position + 2]!;
        const to = position + 1 < this.#positions ? program[3 * position + 5]! : program[3 * position + 3]!;
        fuel.left -= to - from;
        if (this.#enter(from, to, code, other, accepted)) return true;
      }
      fuel.left -= this.#beginsAtStart - this.#begins;
      if (this.#enter(this.#begins, this.#beginsAtStart, code, other, accepted)) return true;
      if (start && this.#enter(this.#beginsAtStart, program.length, code, other, accepted)) return true;
      if (fuel.left < 0) return undefined;
      [active, reached] = [reached, active];
      activeCount = reachedCount;
    }
    return false;
  }

  /** Goes on to those of the positions listed there that take the character; true when a match ends at one of them. */
  #enter(from: number, to: number, code: number, other: number, accepted: number): boolean {
    const program = this.#program;
    for (let i = from; i < to; i++) {
      const position = program[i]!;
      if (entered[position] === step || !this.#takes(program[3 * position]!, code, other)) continue;
      entered[position] = step;
      if (program[3 * position + 1]! & accepted) return true;
      reached[reachedCount++] = position;
    }
    return false;
  }

  #takes(wanted: number, code: number, other: number): boolean {
    if (wanted >= 0) return wanted === code || wanted === other;
    const { ranges, negated } = this.#classes![~wanted]!;
    for (let i = 0; i < ranges.length; i++) {
      const [from, to] = ranges[i]!;
      if ((code >= from && code <= to) || (other >= from && other <= to)) return !negated;
    }
    return negated;
  }
}

function otherCase(code: number): number {
  const lower = code | 0x20;
  return lower >= 0x61 && lower <= 0x7a && code < 0x80 ? code ^ 0x20 : code;
}
