/**
 * Slots: what in a sent reply is this customer's own becomes a placeholder, filled from the message that is answered or
 * asked for, so that one customer's data never turns up in another's reply. What cannot be made safe is refused.
 */
import { escapeReply, fillReply, parseReply } from '../placeholders';
import { MAX_REPLY_LENGTH, type Span } from '../types';
import { KIND_NAMES } from './kinds';
import { amountOf, FULL_DATE } from './personal-facts';
import { findPersonal, halfWidth, IDENTITY, type Personal } from './personal';
import { isPersonalLink } from './personal-numbers';
import { GAP, leftIn, type Refused } from './refusal';
import type { Kept } from './templates';
import { everythingSaid, type Question, type Said } from './said';

export type { Refusal, Refused } from './refusal';
export type { Question } from './said';
export { wordingSlotted } from './wording';

/** More slots than this make a form to fill in, not an answer. */
const MOST_SLOTS = 12;

/**
 * A sent reply as a text that can be learned: personal values as placeholders, `{{…}}` of its own escaped. Filled for
 * the same question, and its blanks with the values that stood there, it is the sent text again. `kept` are stretches of
 * the trimmed reply that are placeholders already.
 */
export function slotted(reply: string, question: Question, kept: readonly Kept[] = []): { text: string } | Refused {
  const sent = reply.trim();
  if (sent === '') return { refused: 'empty', what: '' };
  if (sent.length > MAX_REPLY_LENGTH) return { refused: 'too-long', what: sent.slice(0, 100) };
  const slots = slotsOf(sent, question, kept);
  const fresh = slots.filter(({ placeholder }) => placeholder === undefined).length;
  if (fresh > MOST_SLOTS) return { refused: 'too-many', what: slots.map(({ value }) => value).join(' ') };
  const fill = filler(question);
  const language = /\p{Script=Han}/u.test(sent) || !/[a-z]/i.test(sent) ? 'zh' : 'en';
  let text = '';
  let literal = '';
  let at = 0;
  for (const slot of slots) {
    const piece = sent.slice(at, slot.start);
    literal += piece + GAP;
    text += escapeReply(piece) + (slot.placeholder ?? placeholderFor(slot, sent.slice(slot.start, slot.end), fill, language));
    at = slot.end;
  }
  literal += sent.slice(at);
  text += escapeReply(sent.slice(at));
  if (!/[\p{L}\p{N}]/u.test(literal) && fresh > 0) return { refused: 'only-personal', what: sent };
  const left = leftIn(literal);
  if (left !== null) return { refused: 'unsafe', what: left };
  return text.length > MAX_REPLY_LENGTH ? { refused: 'too-long', what: sent.slice(0, 100) } : { text };
}

/** Reads a placeholder as it would be filled for the question; what needs a clock or the settings is not asked for. */
function filler(question: Question): (placeholder: string) => string[] {
  const known = new Map<string, string[]>();
  return (placeholder) => {
    let values = known.get(placeholder);
    if (!values) {
      const { parts } = fillReply(placeholder, { now: 0, utcOffsetMinutes: 0, message: question.message, conversation: question.before, settings: {} });
      values = parts.flatMap((part) => (part.kind === 'text' ? [part.text] : (part.options ?? [])));
      known.set(placeholder, values);
    }
    return values;
  };
}

/** From the message where the value stands there, written alike; else a blank of its kind. */
function placeholderFor({ kind }: Personal, written: string, fill: (placeholder: string) => string[], language: 'zh' | 'en'): string {
  const candidates = kind === 'order' ? ['{{order}}', `{{message:${kind}}}`] : [`{{message:${kind}}}`];
  return candidates.find((candidate) => fill(candidate).includes(written)) ?? `{{blank:${KIND_NAMES[kind][language]}}}`;
}

/** A stretch that becomes a placeholder: a given one, or one for its kind. */
type Slot = Personal & { placeholder?: string };

/** What in the reply is this customer's own, in order. */
function slotsOf(sent: string, question: Question, kept: readonly Kept[]): Slot[] {
  const said = everythingSaid(question);
  const given = kept.map(({ start, end, placeholder }): Slot => ({ kind: 'product', start, end, value: sent.slice(start, end), placeholder }));
  const own = findPersonal(sent).filter((found) => isOwn(found, sent, said));
  // What reaches over the edge of a given one is cut at the edge.
  const free = own.flatMap((found) => outside(found, given));
  const all = [...given, ...free];
  return [...all, ...repeated(sent, all, said)].sort((a, b) => a.start - b.start);
}

/** What is left of a stretch without others that lie in it or over its edges. */
function outside(found: Personal, others: readonly Span[]): Personal[] {
  let pieces = [found];
  for (const { start, end } of others) {
    pieces = pieces.flatMap((piece) => {
      if (end <= piece.start || start >= piece.end) return [piece];
      const before = { ...piece, end: start, value: piece.value.slice(0, start - piece.start) };
      const after = { ...piece, start: end, value: piece.value.slice(end - piece.start) };
      return [before, after].filter((rest) => rest.end > rest.start);
    });
  }
  return pieces;
}

/** Values that the customer named as theirs, where the reply repeats them without saying what they are. */
function repeated(sent: string, own: readonly Personal[], said: Said): Personal[] {
  const plain = halfWidth(sent);
  const found: Personal[] = [];
  for (const [kind, values] of said) {
    if (!IDENTITY.has(kind) || kind === 'link') continue;
    for (const value of values) {
      if (value.length < 2) continue;
      for (let start = plain.indexOf(value); start >= 0; start = plain.indexOf(value, start + value.length)) {
        const end = start + value.length;
        const free = [...own, ...found].every((other) => other.end <= start || other.start >= end);
        if (free && !isInsideWord(plain, start, end)) found.push({ kind, start, end, value });
      }
    }
  }
  return found;
}

const WORD = /[A-Za-z\d]/;

/** 1234 is no part of 12345. */
function isInsideWord(text: string, start: number, end: number): boolean {
  const joined = (at: number) => at > 0 && at < text.length && WORD.test(text[at - 1]!) && WORD.test(text[at]!);
  return joined(start) || joined(end);
}

/** Words around an amount that make it the shop's rule, not the customer's case: 满99元包邮. */
const RULE_BEFORE = /(?:满|每.?|超过?|不足|不满|低于|高于|达到?|至少|最低|起步|首重|续重|凡|消费|面值)\s?[了到]?$/;
const RULE_AFTER = /^\s?(?:以上|以下|以内|起|包邮|免邮|免运费|优惠券|无门槛|券|红包|的?优惠|\/|一[件包盒袋个瓶箱条公斤]|每)/;
/** Words in the clause of a date that make it the shop's calendar, not the customer's case. */
const CALENDAR = /活动|大促|促销|优惠|满减|截止|截至|放假|假期|春节|国庆|元旦|中秋|期间|统一|所有|之前的订单|双\s?1[12]|双十[一二]|年货节|聚划算|预售|开抢|上新|营业|恢复|有效期|使用|开始|起(?=发|，|$)|\b(?:sale|offer|holiday|until|closed|open)\b/i;
/** A bare word for a day is true of whatever day it is said on. */
const ANY_DAY = /^(?:[今明后昨前]天|当天|today|tomorrow)$/i;

function isOwn({ kind, value, start, end }: Personal, sent: string, said: Said): boolean {
  const repeats = said.get(kind)?.has(value) ?? false;
  switch (kind) {
    case 'link':
      return repeats || isPersonalLink(value);
    case 'product':
      return repeats;
    case 'amount': {
      if (RULE_BEFORE.test(sent.slice(Math.max(0, start - 6), start)) || RULE_AFTER.test(sent.slice(end, end + 6))) return false;
      const amount = amountOf(value);
      // To the cent: nobody's rule.
      if (amount !== null && /\.\d[1-8]/.test(value)) return true;
      return repeats || (amount !== null && [...(said.get('amount') ?? [])].some((other) => amountOf(other) === amount));
    }
    case 'date':
      if (FULL_DATE.test(value)) return repeats || !(CALENDAR.test(clauseAround(sent, start, end)) || isRange(sent, start, end));
      return repeats && !ANY_DAY.test(value);
    case 'time':
      return repeats && !isRange(sent, start, end);
    default:
      return true;
  }
}

function clauseAround(text: string, start: number, end: number): string {
  const before = text.slice(Math.max(0, start - 20), start).split(/[。！？!?\n；;]/).at(-1)!;
  return before + text.slice(start, end) + text.slice(end, end + 20).split(/[。！？!?\n；;]/)[0]!;
}

/** 9:00-22:00 are the shop's hours, 11月1日-11月11日 the days of an offer. */
function isRange(text: string, start: number, end: number): boolean {
  return /[-~—–至到]\s?$/.test(text.slice(Math.max(0, start - 2), start)) || /^\s?[-~—–至到]\s?(?:次日|晚上|下午|早上|凌晨)?\s?\d/.test(text.slice(end, end + 6));
}

/** The literal text of a reply, its placeholders left out. */
export function literalOf(reply: string): string {
  return parseReply(reply).map((part) => (part.kind === 'text' ? part.text : GAP)).join('');
}
