/**
 * What a text must hold to be matched by a pattern: strings of which at least one must be there. Looked for first, they
 * spare running the pattern at all. As in RE2's FilteredRE2 (prefilter.cc) and Google Code Search (R. Cox, "Regular
 * Expression Matching with a Trigram Index", 2012).
 */
import { foldForRegex } from '../text/fold';
import { weightOf } from '../text/words';
import type { Node } from './regex-syntax';

/** What is known of everything that a pattern matches. */
export interface Facts {
  /** At least one of these, folded, is in every text that matches; null when nothing is known. */
  required: string[] | null;
  /** The least that a match says, see `weightOf`. */
  weight: number;
  /** About how many steps the pattern takes per character. */
  size: number;
}

interface Known {
  /** All that the node can match, folded, when that is little. */
  exact: string[] | null;
  /** At least one of these is in all that the node matches. */
  required: string[] | null;
  weight: number;
  size: number;
}

const MAX_STRINGS = 64;
const MAX_PRODUCT = 16;
const MAX_LENGTH = 32;

/** The facts of a parsed pattern. */
export function factsOf(node: Node): Facts {
  const { exact, required, weight, size } = known(node);
  return { required: better(usable(exact), required), weight, size };
}

function known(node: Node): Known {
  switch (node.kind) {
    case 'literal': {
      const text = foldForRegex(node.text);
      return { exact: text.length <= MAX_LENGTH ? [text] : null, required: [text.slice(0, MAX_LENGTH)], weight: weightOf(text), size: text.length };
    }
    case 'class': {
      const members = node.members && [...new Set(node.members.map(foldForRegex))];
      const weight = members && members.length > 0 ? Math.min(...members.map(weightOf)) : 0;
      return { exact: members, required: null, weight, size: 1 };
    }
    case 'empty':
      return { exact: [''], required: null, weight: 0, size: 1 };
    case 'sequence':
      return sequence(node.parts.map(known));
    case 'either':
      return either(node.options.map(known));
    case 'repeat':
      return repeat(known(node.node), node.min, node.max);
  }
}

function sequence(parts: readonly Known[]): Known {
  let exact: string[] | null = [''];
  let required: string[] | null = null;
  let weight = 0;
  let size = 1;
  /** Exact strings of the parts since the last that was not exact. */
  let run: string[] = [''];
  for (const part of parts) {
    weight += part.weight;
    size += part.size;
    const joined: string[] | null = part.exact && run.length * part.exact.length <= MAX_PRODUCT ? product(run, part.exact) : null;
    if (joined) run = joined;
    else {
      required = better(usable(run), better(required, better(usable(part.exact), part.required)));
      run = part.exact && part.exact.length <= MAX_PRODUCT ? part.exact : [''];
      exact = null;
    }
  }
  if (exact) exact = run;
  return { exact, required: better(required, usable(run)), weight, size };
}

function product(heads: readonly string[], tails: readonly string[]): string[] | null {
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
  const union = (lists: (string[] | null)[]): string[] | null => {
    const all = new Set<string>();
    for (const list of lists) {
      if (!list) return null;
      for (const text of list) all.add(text);
    }
    return all.size <= MAX_STRINGS ? [...all] : null;
  };
  return {
    exact: union(options.map((option) => option.exact)),
    required: union(options.map((option) => better(usable(option.exact), option.required))),
    weight: Math.min(...options.map((option) => option.weight)),
    size: options.reduce((sum, option) => sum + option.size, 1),
  };
}

function repeat(node: Known, min: number, max: number): Known {
  const size = node.size * Math.max(1, Number.isFinite(max) ? max : min) + 1;
  const weight = node.weight * min;
  if (min === 0) {
    const exact = max === 1 && node.exact && node.exact.length < MAX_PRODUCT ? [...new Set([...node.exact, ''])] : null;
    return { exact, required: null, weight, size };
  }
  if (min === 1 && max === 1) return { ...node, weight, size };
  return { exact: null, required: better(usable(node.exact), node.required), weight, size };
}

/** A set with the empty string in it requires nothing. */
function usable(texts: string[] | null): string[] | null {
  return texts && texts.length > 0 && texts.length <= MAX_STRINGS && !texts.includes('') ? texts : null;
}

/** Of two sets that are both required, the one that fewer texts hold: long strings, few of them. */
function better(a: string[] | null, b: string[] | null): string[] | null {
  if (!a || !b) return a ?? b;
  const value = (texts: readonly string[]) => Math.min(...texts.map(weightOf)) - Math.log2(texts.length) / 3;
  return value(b) > value(a) ? b : a;
}
