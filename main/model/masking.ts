/**
 * Masks what is one person's own before a text leaves the machine, and puts it back into what comes back. The
 * recognisers are those of learning (rules/learning/personal.ts); here is only what stands in their place.
 */
import { findPersonal, halfWidth, IDENTITY, type PersonalKind } from '../../rules/learning/personal';
import { isPersonalLink } from '../../rules/learning/personal-numbers';
import { leftIn } from '../../rules/learning/refusal';
import { blankMark } from '../../rules/placeholders';
import type { Span } from '../../rules/types';

/** What a mask stands for; `text` is a piece that only looks like a mask. */
export type MaskKind = PersonalKind | 'text';

/** Latin letters and a number: models copy them faithfully, in a conversation of any language. */
const LABELS: Partial<Record<MaskKind, string>> = {
  link: 'LINK', email: 'EMAIL', phone: 'PHONE', id: 'IDCARD', card: 'CARD', order: 'ORDER', tracking: 'TRACK', code: 'CODE',
  wechat: 'WECHAT', qq: 'QQ', number: 'NUMBER', address: 'ADDRESS', name: 'NAME', text: 'TEXT',
};
const LABEL = Object.values(LABELS).join('|');

/** A mask, also with the small changes that models make to one: other brackets, a space, lower case. */
const MASK = new RegExp(String.raw`[〔【\[［<＜]\s?(${LABEL})[\s_-]?(\d{1,4})([a-z]?)\s?[〕】\]］>＞]`, 'iy');
/** Our brackets around anything else: a model's way to say that something has to be filled in. */
const BRACKETS = /〔([^〔〕\n]{0,40})〕/y;
/** The beginning of either, at the end of what has come so far. */
const BEGINNING = new RegExp(
  String.raw`^(?:〔[^〔〕\n]{0,40}|[【\[［<＜]\s?(?:${Object.values(LABELS).map(beginningOf).join('|')})?)$`,
  'i',
);
const OPENING = /[〔【[［<＜\ufffd\u2063]/;
/** What in a text would be taken for a mask, or for what the restorer takes away. */
const LOOKS_MASKED = new RegExp(String.raw`〔[^〔〕\n]{0,40}〕|${MASK.source}|[\ufffd\u2063]+`, 'gi');

/** P, PH … PHONE, PHONE1, PHONE12b: with a space or a sign before the number. */
function beginningOf(label: string): string {
  const letters = label.slice(1).split('').reduceRight((rest, letter) => `(?:${letter}${rest})?`, String.raw`(?:[\s_-]?(?:\d{1,4}(?:[a-z]?\s?)?)?)?`);
  return `${label[0]}${letters}`;
}

/** One masked value. */
export interface Masked {
  mask: string;
  kind: MaskKind;
  value: string;
}

/** More values than this in one conversation are a paste of a table; the oldest masks stay, further values share one. */
const MOST_VALUES = 2_000;
/** Texts that were looked at and what was found in them, in memory. */
const MOST_REMEMBERED = 300;
const LONGEST_REMEMBERED = 6_000;

/**
 * The masks of one conversation: the same value has the same mask throughout, the same number in another dress the same
 * number with a letter. Lives in memory only.
 */
export class Masker {
  readonly #byValue = new Map<string, Masked>();
  readonly #byMask = new Map<string, Masked>();
  /** The number of a value whatever its dress, and how many dresses it has. */
  readonly #numbers = new Map<string, { number: number; writings: number }>();
  readonly #counts = new Map<MaskKind, number>();

  /** Every value masked so far, in order. */
  get all(): Masked[] {
    return [...this.#byValue.values()];
  }

  /** Gets to know the values in texts, so that each is masked in all of them, also where only one says what it is. */
  learn(texts: Iterable<string>): void {
    for (const text of texts) for (const { kind, start, end } of look(text)) this.#maskOf(kind, text.slice(start, end));
  }

  /** The text with a mask in the place of each value. Restored, it is the same text again. */
  mask(text: string): string {
    let masked = '';
    let at = 0;
    for (const { kind, start, end } of withRepeats(text, look(text), this.#byValue.values())) {
      masked += text.slice(at, start) + this.#maskOf(kind, text.slice(start, end));
      at = end;
    }
    return masked + text.slice(at);
  }

  /** The text of a filled reply; its blanks stand in it as 〔name〕, which is how a model is to write one. */
  maskReply(text: string): string {
    return text.split(/(〔\u2063[^〔〕\u2063\n]*〕)/).map((piece, index) => (index % 2 === 1 ? piece.replace('\u2063', '') : this.mask(piece))).join('');
  }

  /** Puts the values back into a stream. */
  restorer(): Restorer {
    return new Restorer((label, number, letter) => this.#byMask.get(`〔${label.toUpperCase()}${Number(number)}${letter.toLowerCase()}〕`)?.value);
  }

  #maskOf(kind: MaskKind, value: string): string {
    const known = this.#byValue.get(value);
    if (known) return known.mask;
    const label = LABELS[kind]!;
    if (this.#byValue.size >= MOST_VALUES) return `〔${label}9999〕`;
    const dress = `${kind} ${halfWidth(value).replace(/[\s()\-\u2010-\u2013\u200b-\u200d\u2060]/g, '').toLowerCase()}`;
    let same = this.#numbers.get(dress);
    if (!same || same.writings > 24) {
      const number = (this.#counts.get(kind) ?? 0) + 1;
      this.#counts.set(kind, number);
      this.#numbers.set(dress, (same = { number, writings: 0 }));
    }
    const letter = same.writings === 0 ? '' : String.fromCharCode(97 + same.writings);
    same.writings++;
    const entry = { mask: `〔${label}${same.number}${letter}〕`, kind, value };
    this.#byValue.set(value, entry);
    this.#byMask.set(entry.mask, entry);
    return entry.mask;
  }
}

/** Text as it comes from a model, with the values back in their places, whatever pieces it comes in. */
export class Restorer {
  readonly #valueOf: (label: string, number: string, letter: string) => string | undefined;
  #held = '';

  constructor(valueOf: (label: string, number: string, letter: string) => string | undefined) {
    this.#valueOf = valueOf;
  }

  /** What can be shown after one more piece; the beginning of a mask is held back until it is whole. */
  push(piece: string): string {
    this.#held += piece;
    return this.#take(false);
  }

  /** What was still held back. */
  end(): string {
    return this.#take(true);
  }

  #take(last: boolean): string {
    let out = '';
    let at = 0;
    const text = this.#held;
    for (;;) {
      const opening = text.slice(at).search(OPENING);
      if (opening < 0) break;
      out += text.slice(at, at + opening);
      at += opening;
      const whole = this.#wholeAt(text, at);
      if (whole) {
        out += whole.shown;
        at = whole.end;
      } else if (!last && BEGINNING.test(text.slice(at))) {
        this.#held = text.slice(at);
        return out;
      } else out += text[at++];
    }
    this.#held = '';
    return out + text.slice(at);
  }

  /** A mask that the model made up is a blank for the agent to fill; so is a character that arrived broken. */
  #wholeAt(text: string, at: number): { shown: string; end: number } | null {
    if (text[at] === '\u2063') return { shown: '', end: at + 1 };
    if (text[at] === '\ufffd') return { shown: blankMark(''), end: at + /^\ufffd+/.exec(text.slice(at))![0].length };
    MASK.lastIndex = at;
    const mask = MASK.exec(text);
    if (mask) return { shown: this.#valueOf(mask[1]!, mask[2]!, mask[3]!) ?? blankMark(''), end: MASK.lastIndex };
    BRACKETS.lastIndex = at;
    const brackets = BRACKETS.exec(text);
    return brackets ? { shown: blankMark(brackets[1]!), end: BRACKETS.lastIndex } : null;
  }
}

interface Found extends Span {
  kind: MaskKind;
}

/** What was found in texts that were looked at lately: facts, replies and turns are asked about again with each call. */
const remembered = new Map<string, Found[]>();

function look(text: string): Found[] {
  const known = remembered.get(text);
  if (known) return known;
  const found = valuesIn(text);
  if (text.length <= LONGEST_REMEMBERED) remembered.set(text, found);
  if (remembered.size > MOST_REMEMBERED) remembered.delete(remembered.keys().next().value!);
  return found;
}

/** What must not leave in a text, in order. Looked at again until nothing is found: what stood beside one value may be another. */
function valuesIn(text: string): Found[] {
  const found: Found[] = Array.from(text.matchAll(LOOKS_MASKED), ({ 0: piece, index }) => ({ kind: 'text', start: index, end: index + piece.length }));
  for (let pass = 0; pass < 20; pass++) {
    const rest = without(text, found);
    const fresh: Found[] = findPersonal(rest).filter(({ kind, value }) => IDENTITY.has(kind) && (kind !== 'link' || isPersonalLink(value)));
    if (fresh.length === 0) fresh.push(...leftOver(rest));
    if (fresh.length === 0) break;
    const beside = without(rest, fresh);
    found.push(...fresh.map((one) => grown(one, rest, beside)));
  }
  return joined(found);
}

/** In order; what grew into its neighbour is one with it. */
function joined(found: Found[]): Found[] {
  const apart: Found[] = [];
  for (const one of found.sort((a, b) => a.start - b.start)) {
    const last = apart.at(-1);
    if (last && one.start < last.end) last.end = Math.max(last.end, one.end);
    else apart.push(one);
  }
  return apart;
}

/** Groups of digits behind a number and before it: a number in groups may be found only in part. */
const GOES_ON = /^(?:[ \-\u2010-\u2013\u200b-\u200d\u2060]\d{3,}(?![\d.%元块件个天年月日号点包盒]))+/;
const BEGAN = /(?:\d{4,}[ \-\u2010-\u2013\u200b-\u200d\u2060])+$/;

function grown({ kind, start, end }: Found, rest: string, beside: string): Found {
  const isDigit = (at: number) => /\d/.test(halfWidth(rest[at]!));
  const before = isDigit(start) ? (BEGAN.exec(halfWidth(beside.slice(Math.max(0, start - 60), start)))?.[0].length ?? 0) : 0;
  const behind = isDigit(end - 1) ? (GOES_ON.exec(halfWidth(beside.slice(end, end + 60)))?.[0].length ?? 0) : 0;
  return { kind, start: start - before, end: end + behind };
}

/** Seven digits and more in groups, whatever stands beside them, unless they are a day, a hotline or an amount. */
const DIGITS = /\d(?:[ \-\u2010-\u2013\u200b-\u200d\u2060]?\d){6,}/g;
const AMOUNT = /^\d{7,9}\s?[元块件个]/;
const HARMLESS = /^(?:(?:19|20)\d\d-\d{1,2}-\d{1,2}|(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])|[48]00[ -]?\d{3,4}[ -]?\d{3,4})$/;

/** A plainer look at what the recognisers leave. */
function leftOver(rest: string): Found[] {
  const plain = halfWidth(rest);
  const numbers = Array.from(plain.matchAll(DIGITS), ({ 0: digits, index }): Found => ({ kind: 'number', start: index, end: index + digits.length })).filter(
    ({ start, end }) => !HARMLESS.test(plain.slice(start, end)) && !AMOUNT.test(plain.slice(start, end + 2)),
  );
  const left = numbers.length > 0 ? null : leftIn(rest);
  const start = left === null ? -1 : plain.indexOf(left);
  return start < 0 ? numbers : [{ kind: left!.includes('@') ? 'email' : 'number', start, end: start + left!.length }];
}

/** The text with line ends, which no value reaches over, in the place of what was found: all else stays where it stood. */
function without(text: string, found: readonly Span[]): string {
  let rest = text;
  for (const { start, end } of found) rest = rest.slice(0, start) + '\n'.repeat(end - start) + rest.slice(end);
  return rest;
}

/** Values known from other texts, where this one repeats them without saying what they are. */
function withRepeats(text: string, found: readonly Found[], known: Iterable<Masked>): Found[] {
  const all = [...found];
  const values = [...known].filter(({ kind, value }) => kind !== 'text' && value.length >= (/^\d+$/.test(value) ? 4 : 2));
  for (const { kind, value } of values.sort((a, b) => b.value.length - a.value.length)) {
    for (let start = text.indexOf(value); start >= 0; start = text.indexOf(value, start + value.length)) {
      const end = start + value.length;
      if (!cutsWord(text, start, end) && all.every((other) => other.end <= start || other.start >= end)) all.push({ kind, start, end });
    }
  }
  return all.sort((a, b) => a.start - b.start);
}

/** 1234 is no part of 12345. */
function cutsWord(text: string, start: number, end: number): boolean {
  const joined = (at: number) => at > 0 && at < text.length && /[A-Za-z\d]/.test(text[at - 1]!) && /[A-Za-z\d]/.test(text[at]!);
  return joined(start) || joined(end);
}
