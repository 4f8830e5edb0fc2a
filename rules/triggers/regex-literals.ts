/**
 * What a text must hold to be matched by a pattern: strings of which at least one must be there. Looked for first, they
 * spare running the pattern at all. As in RE2's FilteredRE2 (prefilter.cc) and Google Code Search (R. Cox, "Regular
 * Expression Matching with a Trigram Index", 2012).
 */
import { foldForRegex } from '../text/fold';
import { weightOf } from '../text/words';
import type { CharacterClass, Node } from './regex-syntax';

/** What is known of everything that a pattern matches. */
export interface Facts {
  /** Each is a set of strings, folded, of which every matching text holds at least one; the most telling set first. */
  needs: string[][];
  /** The least that a match says, see `weightOf`. */
  weight: number;
  /** About how many steps the pattern takes per character. */
  size: number;
}

interface Known extends Facts {
  /** All that the node can match, folded, when that is little. */
  exact: string[] | null;
}

const MAX_STRINGS = 64;
const MAX_PRODUCT = 16;
const MAX_LENGTH = 32;
const MAX_NEEDS = 4;

/** The facts of a parsed pattern. */
export function factsOf(node: Node): Facts {
  const { exact, needs, weight, size } = known(node);
  return { needs: telling([...usable(exact), ...needs]), weight, size };
}

function known(node: Node): Known {
  switch (node.kind) {
    case 'literal': {
      const text = foldForRegex(node.text);
      const exact = text.length <= MAX_LENGTH ? [text] : null;
      return { exact, needs: exact ? [] : [[text.slice(0, MAX_LENGTH)]], weight: weightOf(text), size: text.length };
    }
    case 'class': {
      const members = membersOf(node);
      return { exact: members, needs: [], weight: members ? leastWeight(members) : 0, size: 1 };
    }
    case 'start':
    case 'end':
    case 'border':
      return { exact: [''], needs: [], weight: 0, size: 1 };
    case 'sequence':
      return sequence(node.parts.map(known));
    case 'either':
      return either(node.options.map(known));
    case 'repeat':
      return repeat(known(node.node), node.min, node.max);
  }
}

/** The characters of a class, folded; null when there are many. */
function membersOf({ ranges, negated }: CharacterClass): string[] | null {
  const size = ranges.reduce((sum, [from, to]) => sum + to - from + 1, 0);
  if (negated || size > MAX_STRINGS) return null;
  const members = new Set<string>();
  for (const [from, to] of ranges) for (let code = from; code <= to; code++) members.add(foldForRegex(String.fromCodePoint(code)));
  return [...members];
}

function sequence(parts: readonly Known[]): Known {
  const needs: string[][] = [];
  let broken = false;
  /** What the parts since the last break can match together. */
  let run: string[] = [''];
  for (const { exact, needs: own } of parts) {
    const joined = exact && product(run, exact);
    if (joined) run = joined;
    else {
      needs.push(...usable(run), ...own);
      broken = true;
      run = exact && exact.length <= MAX_PRODUCT ? exact : [''];
      if (exact && run !== exact) needs.push(...usable(exact));
    }
  }
  return {
    exact: broken ? null : run,
    needs: telling(broken ? [...needs, ...usable(run)] : needs),
    weight: parts.reduce((sum, part) => sum + part.weight, 0),
    size: parts.reduce((sum, part) => sum + part.size, 1),
  };
}

/** Every head with every tail; null when that is too much. */
function product(heads: readonly string[], tails: readonly string[]): string[] | null {
  if (heads.length * tails.length > MAX_PRODUCT) return null;
  const all = new Set<string>();
  for (const head of heads) {
    for (const tail of tails) {
      if (head.length + tail.length > MAX_LENGTH) return null;
      all.add(head + tail);
    }
  }
  return [...all];
}

function either(options: readonly Known[]): Known {
  const exact = union(options.map((option) => option.exact));
  const each = options.map((option) => telling([...usable(option.exact), ...option.needs])[0] ?? null);
  const needs = union(each);
  return {
    exact,
    needs: needs && !exact ? [needs] : [],
    weight: Math.min(...options.map((option) => option.weight)),
    size: options.reduce((sum, option) => sum + option.size, 1),
  };
}

function union(lists: readonly (string[] | null)[]): string[] | null {
  const all = new Set<string>();
  for (const list of lists) {
    if (!list) return null;
    for (const text of list) all.add(text);
  }
  return all.size <= MAX_STRINGS ? [...all] : null;
}

function repeat(node: Known, min: number, max: number): Known {
  const size = node.size * Math.max(1, Number.isFinite(max) ? max : min) + 1;
  const weight = node.weight * min;
  if (min === 1 && max === 1) return { ...node, size };
  if (min > 0) return { exact: null, needs: telling([...usable(node.exact), ...node.needs]), weight, size };
  const exact = max === 1 && node.exact && node.exact.length < MAX_PRODUCT ? [...new Set([...node.exact, ''])] : null;
  return { exact, needs: [], weight, size };
}

/** As a need, unless it needs nothing: a set with the empty string in it is always met. */
function usable(texts: string[] | null): string[][] {
  return texts && texts.length > 0 && texts.length <= MAX_STRINGS && !texts.includes('') ? [texts] : [];
}

/** The most telling first: those that few texts meet, of long strings and few of them. */
function telling(needs: string[][]): string[][] {
  if (needs.length < 2) return needs;
  const value = (texts: readonly string[]) => leastWeight(texts) - Math.log2(texts.length) / 3;
  return [...needs].sort((a, b) => value(b) - value(a)).slice(0, MAX_NEEDS);
}

function leastWeight(texts: readonly string[]): number {
  return texts.length === 0 ? 0 : Math.min(...texts.map((text) => weightOf(text)));
}
