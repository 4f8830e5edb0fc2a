/**
 * A message as it is compared: width, case, accents, traditional forms, spaces, punctuation, emoji, emoticons,
 * numerals, repeats and particles evened out, with the way back to the original characters.
 */
import { BREAK, DIGIT, expand, foldOf, IDEOGRAPH, kindOf, LETTER, MANY } from './text/characters';
import { Draft, NO_GAP, PARTED, WITHIN } from './text/draft';
import { emoticonAt } from './text/emoticons';
import { evenEndings } from './text/endings';
import { findEntities, type Entity } from './text/entities';
import { evenNumerals, isNumeral } from './text/numerals';
import { evenSpellings, isSpelling } from './text/spellings';

export type { Entity, EntityKind } from './text/entities';

/** A normalised message and the map to the original. */
export interface Normalised {
  /** Chinese without spaces or punctuation; other words parted by one space. */
  text: string;
  /** For each UTF-16 unit of `text`, where the stretch of the original that it stands for starts and ends. */
  start: readonly number[];
  end: readonly number[];
  /** Links, phone and order numbers …, as stretches of `text`. */
  entities: readonly Entity[];
}

const NONE: readonly Entity[] = [];
let draft = new Draft();
let other = new Draft();
let output = new Uint16Array(256);

/**
 * Evens out `original` and keeps the map to it. What differs only in width, case, accents, traditional forms, spaces,
 * punctuation, emoji, 三/3 before a measure, repeats or closing particles gets the same `text`. Never throws, whatever
 * the text holds; linear in its length.
 */
export function normalise(original: string): Normalised {
  return finished(prepare(original, { spellings: false, endings: true }));
}

/** As `normalise`, but repeats and closing particles stay, as keywords may name them; chat spellings are evened out. */
export function plainly(original: string): Normalised {
  return finished(prepare(original, { spellings: true, endings: false }));
}

/** As `normalise`, with chat spellings evened out, too: the form in which wordings are compared for likeness. */
export function wordingOf(original: string): Normalised {
  return finished(prepare(original, COMPARED));
}

function finished(entities: readonly Entity[]): Normalised {
  // Ordinary arrays: typed ones of this size lie outside the heap, where making and freeing them costs more.
  const start: number[] = [];
  const end: number[] = [];
  const text = decode(assemble(start, end));
  return { text, start, end, entities: entities.length === 0 ? NONE : placed(entities, start, end) };
}

/** `wordingOf` without the map. */
export function bareWordingOf(original: string): Pick<Normalised, 'text' | 'entities'> {
  const entities = prepare(original, COMPARED);
  // Where the entities are is told by the map.
  return entities.length > 0 ? finished(entities) : { text: decode(assemble(null, null)), entities };
}

/** The `text` of `normalise` alone, for what is only looked up. */
export function normalisedText(original: string): string {
  prepare(original, { spellings: false, endings: true });
  return decode(assemble(null, null));
}

/** The `text` of `plainly` alone. */
export function plainText(original: string): string {
  prepare(original, { spellings: true, endings: false });
  return decode(assemble(null, null));
}

interface Steps {
  spellings: boolean;
  endings: boolean;
}

const COMPARED: Steps = { spellings: true, endings: true };

/** Leaves the evened units in `draft`. */
function prepare(original: string, steps: Steps): readonly Entity[] {
  const entities = findEntities(original);
  draft.clear(original.length);
  const { numerals, spellings } = scan(original, entities);
  if (spellings && steps.spellings) {
    evenSpellings(draft, other);
    [draft, other] = [other, draft];
  }
  if (numerals) {
    evenNumerals(draft, other);
    [draft, other] = [other, draft];
  }
  if (steps.endings) evenEndings(draft);
  return entities;
}

/** Reads the original into `draft`, character by character; answers what there may be to even out. */
function scan(original: string, entities: readonly Entity[]): { numerals: boolean; spellings: boolean } {
  let gap = PARTED;
  let numerals = false;
  let spellings = false;
  let next = 0;
  for (let at = 0; at < original.length; ) {
    while (next < entities.length && entities[next]!.end <= at) next++;
    const inside = next < entities.length && at > entities[next]!.start;
    const unit = original.charCodeAt(at);
    const kind = kindOf(unit);
    if (kind >= IDEOGRAPH) {
      const folded = foldOf(unit);
      draft.push(folded, at, at + 1, inside ? WITHIN : gap);
      numerals ||= isNumeral(folded);
      spellings ||= isSpelling(folded);
      gap = NO_GAP;
      at++;
    } else if (kind === BREAK) {
      const emoticon = (unit === 0x5b || unit === 0x2f) && !inside ? emoticonAt(original, at) : 0;
      if (emoticon > 0) gap = PARTED;
      else gap = inNumber(original, at) ? pointOrNothing(original, at) : PARTED;
      at += emoticon || 1;
    } else if (kind === MANY) {
      const character = String.fromCodePoint(original.codePointAt(at)!);
      gap = scanMany(character, at, inside ? WITHIN : gap);
      at += character.length;
    } else at++;
  }
  return { numerals, spellings };
}

/** A character that stands for none or several; answers the gap behind it. */
function scanMany(character: string, at: number, gap: number): number {
  for (const unit of expand(character).split('')) {
    if (unit === ' ') gap = gap === WITHIN ? WITHIN : PARTED;
    else {
      draft.push(unit.charCodeAt(0), at, at + character.length, gap);
      if (gap !== WITHIN) gap = NO_GAP;
    }
  }
  return gap === WITHIN ? NO_GAP : gap;
}

const isDigitAt = (text: string, at: number) => at >= 0 && at < text.length && kindOf(text.charCodeAt(at)) === DIGIT;

/** A point or comma between digits. */
function inNumber(original: string, at: number): boolean {
  const unit = original.charCodeAt(at);
  return (unit === 0x2e || unit === 0xff0e || unit === 0x2c || unit === 0xff0c) && isDigitAt(original, at - 1) && isDigitAt(original, at + 1);
}

/** 3.5 keeps its point; 1,000 is one number; other commas part. */
function pointOrNothing(original: string, at: number): number {
  const unit = original.charCodeAt(at);
  if (unit === 0x2e || unit === 0xff0e) draft.push(0x2e, at, at + 1, NO_GAP);
  else if (!isDigitAt(original, at + 2) || !isDigitAt(original, at + 3) || isDigitAt(original, at + 4)) return PARTED;
  return NO_GAP;
}

/** Writes the draft into `output`, words parted by a space; answers the length. */
function assemble(start: number[] | null, end: number[] | null): number {
  const { units, gap, from, to, length } = draft;
  if (output.length < 2 * length) output = new Uint16Array(4 * length);
  let out = 0;
  let before = IDEOGRAPH;
  for (let at = 0; at < length; at++) {
    const kind = units[at] === 0x2e ? DIGIT : kindOf(units[at]!);
    const spaced = (kind === LETTER || kind === DIGIT) && (before === LETTER || before === DIGIT);
    if (spaced && (gap[at] === PARTED || (gap[at] === NO_GAP && kind !== before))) {
      start?.push(Math.min(from[at]!, to[at - 1]!));
      end?.push(Math.max(from[at]!, to[at - 1]!));
      output[out++] = 0x20;
    }
    start?.push(from[at]!);
    end?.push(to[at]!);
    output[out++] = units[at]!;
    before = kind;
  }
  return out;
}

/** Arguments of one call are bounded by the stack, so long texts go in pieces. */
const PIECE = 8_192;

function decode(length: number): string {
  if (length <= PIECE) return String.fromCharCode.apply(null, output.subarray(0, length) as unknown as number[]);
  let text = '';
  for (let at = 0; at < length; at += PIECE) {
    text += String.fromCharCode.apply(null, output.subarray(at, Math.min(length, at + PIECE)) as unknown as number[]);
  }
  return text;
}

/** The entities as stretches of the normalised text. */
function placed(entities: readonly Entity[], starts: readonly number[], ends: readonly number[]): Entity[] {
  const found: Entity[] = [];
  let at = 0;
  for (const { kind, start, end } of entities) {
    while (at < starts.length && starts[at]! < start) at++;
    const first = at;
    while (at < starts.length && ends[at]! <= end) at++;
    if (at > first) found.push({ kind, start: first, end: at });
  }
  return found;
}
