/**
 * What one character is and how it is compared: width, case, accents and traditional forms evened out. Answers for
 * the basic plane are kept in tables that fill as characters are met, so that start-up pays nothing.
 */
import traditional from 'opencc-js/dict/TSCharacters';

/** What is done with a character; from IDEOGRAPH on it is kept. */
export type Kind = number;
/** Invisible, half of a pair, or an accent on another letter: dropped without a trace. */
export const GONE = 1;
/** Punctuation, a symbol, a space: dropped, but it parts words. */
export const BREAK = 2;
/** An apostrophe: dropped, and the letters around it are one word (don't → dont). */
export const JOIN = 3;
/** Stands for several units or for none, or is itself two units long: see `expand`. */
export const MANY = 4;
/** A character of a script that is written without spaces. */
export const IDEOGRAPH = 5;
export const LETTER = 6;
export const DIGIT = 7;

const kinds = new Uint8Array(0x10000);
const folds = new Uint16Array(0x10000);

const BREAKS = /[\p{P}\p{S}\p{Z}\s]/u;
/** Controls, format signs, unassigned; accents, variation selectors. */
const NOTHING = /\p{C}|[\u{300}-\u{36f}]|[\u{1ab0}-\u{1aff}]|[\u{1dc0}-\u{1dff}]|[\u{20d0}-\u{20ff}]|[\u{fe00}-\u{fe0f}]|[\u{fe20}-\u{fe2f}]/u;
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\u30fc]/u;
const ACCENTED = /[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}]/u;
const APOSTROPHE = /['\u2018\u2019\u02bc\uff07]/;

/** The kind of a UTF-16 unit; MANY for one whose folded form is not one unit, surrogates included. */
export function kindOf(unit: number): Kind {
  return kinds[unit] || meet(unit);
}

/** The form that a unit of kind IDEOGRAPH, LETTER or DIGIT is compared in. */
export function foldOf(unit: number): number {
  if (!kinds[unit]) meet(unit);
  return folds[unit]!;
}

/** A hostile text may hold any number of rare characters; what is remembered of them is bounded. */
const MAX_EXPANSIONS = 4_096;
const expansions = new Map<string, string>();

/** The folded form of a character of kind MANY: none, one or several units, a space where it parts words. */
export function expand(character: string): string {
  const known = expansions.get(character);
  if (known !== undefined) return known;
  let text = '';
  for (const piece of fold(character)) {
    const kind = classOf(piece);
    if (kind === BREAK) text += ' ';
    else if (kind >= IDEOGRAPH) text += piece;
  }
  if (expansions.size < MAX_EXPANSIONS) expansions.set(character, text);
  return text;
}

function meet(unit: number): Kind {
  let kind = MANY;
  if (unit < 0xd800 || unit > 0xdfff) {
    const character = String.fromCharCode(unit);
    kind = classOf(character);
    if (kind === BREAK || kind >= IDEOGRAPH) {
      const folded = fold(character);
      kind = folded.length === 1 ? classOf(folded) : MANY;
      folds[unit] = folded.charCodeAt(0);
    }
  }
  kinds[unit] = kind;
  return kind;
}

function classOf(character: string): Kind {
  if (APOSTROPHE.test(character)) return JOIN;
  if (BREAKS.test(character)) return BREAK;
  if (NOTHING.test(character)) return GONE;
  if (UNSPACED.test(character)) return IDEOGRAPH;
  return /\p{Nd}/u.test(character) ? DIGIT : LETTER;
}

/** Compatibility forms that stand for more than this are left alone: one Arabic sign is a sentence of 18. */
const LONGEST_EXPANSION = 4;
let simplified: Uint16Array | null = null;

/** NFKC, lower case, no accents, simplified. */
function fold(character: string): string {
  const composed = character.normalize('NFKC');
  let text = (composed.length > LONGEST_EXPANSION ? character : composed).toLowerCase();
  if (ACCENTED.test(text)) text = text.normalize('NFKD').replace(/[\u0300-\u036f]/g, '');
  simplified ??= readTraditional();
  let out = '';
  for (let i = 0; i < text.length; i++) out += String.fromCharCode(simplified[text.charCodeAt(i)] || text.charCodeAt(i));
  return out;
}

/**
 * Traditional to simplified, character by character (OpenCC's TSCharacters). For comparing that is enough, since
 * rules and messages go through the same table. Read when the first character is asked for.
 */
function readTraditional(): Uint16Array {
  const table = new Uint16Array(0x10000);
  for (let at = 0; at < traditional.length; ) {
    const bar = traditional.indexOf('|', at);
    const end = bar < 0 ? traditional.length : bar;
    // Pairs outside the basic plane are rare names; they stay as they are.
    if (end - at === 3) table[traditional.charCodeAt(at)] = traditional.charCodeAt(at + 2);
    at = end + 1;
  }
  return table;
}
