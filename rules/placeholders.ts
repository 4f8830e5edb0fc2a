/**
 * Placeholders in replies: `{{customer}}`, `{{date+2}}`, `{{blank:金额}}` … docs/rules.md lists them for writers.
 * A reply is parsed into parts and filled from values that are handed in, once: a value that itself holds
 * `{{…}}` stays as it is. What cannot be filled becomes a marked blank, 〔金额〕, for the agent to fill in before
 * insertion; nothing is dropped and no hole is left.
 */
import { KIND_NAMES, kindSaid } from './learning/kinds';
import { valuesSaid } from './learning/said';
import type { Captures, Span, Turn } from './types';

/** The languages that dates, greetings and names of blanks are written in. */
export type ReplyLanguage = 'zh' | 'en';

const MOMENTS = ['date', 'time', 'weekday'] as const;
type Moment = (typeof MOMENTS)[number];

/** One piece of a reply, with where it stands in the text. */
export type Part = Span &
  (
    | { kind: 'text'; text: string }
    /** A value by its name: `customer`, `order`, `1`, a named capture, or a name that nobody knows. */
    | { kind: 'name'; name: string }
    /** A date, time or weekday; `shift` in days, for `time` in minutes, absent when none is written. */
    | { kind: 'moment'; moment: Moment; shift?: number }
    | { kind: 'choice'; options: string[] }
    | { kind: 'blank'; name: string }
    /** Written wrongly: without `}}`, with nothing inside, or with a shift that cannot be reckoned. Fills to a blank. */
    | { kind: 'broken'; problem: 'unclosed' | 'empty' | 'shift'; name: string }
  );

/** A place that the agent fills in; with `options`, by choosing one. */
export interface Blank {
  kind: 'blank';
  name: string;
  options?: string[];
}

/** A reply with its placeholders filled. */
export interface Filled {
  /** Texts and blanks in order; no two texts side by side, none empty. */
  parts: ({ kind: 'text'; text: string } | Blank)[];
  /** The whole as one text, blanks shown by their marks (`blankMark`). */
  text: string;
  /** How many blanks there are. */
  missing: number;
}

/** Everything that placeholders are filled from. */
export interface FillContext {
  /** Milliseconds since 1970-01-01 UTC. */
  now: number;
  /** Minutes east of UTC, for dates and times of day. */
  utcOffsetMinutes: number;
  /** The customer message that is answered. */
  message: string;
  /** Turns before the message, oldest first. */
  conversation: readonly Turn[];
  /** The groups of the regular expression that matched. */
  captures?: Captures | undefined;
  /** The customer's name, where the chat window tells it. */
  customer?: string | undefined;
  settings: {
    agent?: string | undefined;
    shop?: string | undefined;
    /** For replies whose own words do not show a language. Chinese when left out. */
    language?: ReplyLanguage | undefined;
  };
}

// Blanks in a text

/**
 * An invisible character (U+2063) behind the bracket tells a mark from brackets that a shop writes itself. It
 * takes no room, survives editing, copying and storing, and no input method types it.
 */
const SIGN = '\u2063';
const MARK = /〔\u2063(?:([^〔〕\u2063\n]*)〕)?/g;
const NAMELESS = '…';

/** The mark of a blank in a filled text, shown as 〔name〕. A name with `|` in it is a choice between its parts. */
export function blankMark(name: string): string {
  return `〔${SIGN}${tidyName(name)}〕`;
}

/**
 * The blanks that an edited text still holds, in order: while there is one, the text is not ready to insert.
 * Brackets of the shop's own are left alone. A mark that was half deleted counts as a blank named "…". With
 * `names` (those of the reply's blanks), brackets around such a name count even if an editor dropped the
 * invisible sign of the mark.
 */
export function findBlanks(text: string, names: readonly string[] = []): (Blank & Span)[] {
  const found: (Blank & Span)[] = [];
  for (const { 0: mark, 1: sign, 2: inside, index } of text.matchAll(/〔(\u2063?)(?:([^〔〕\u2063\n]*)〕)?/g)) {
    const name = tidyName(inside ?? '');
    const known = inside !== undefined && names.includes(name);
    if (sign || known) found.push({ ...blank(name), start: index, end: index + mark.length });
  }
  return found;
}

/** The text without leftovers of marks that were edited away, as it is inserted. Visible characters stay as they are. */
export function withoutMarks(text: string): string {
  return text.replaceAll(SIGN, '');
}

function tidyName(name: string): string {
  return name.replace(/[〔〕{}\u2063\s]+/g, ' ').trim() || NAMELESS;
}

function blank(name: string): Blank {
  const tidy = tidyName(name);
  return tidy.includes('|') ? { kind: 'blank', name: tidy, options: tidy.split('|') } : { kind: 'blank', name: tidy };
}

function choiceBlank(options: readonly string[]): Blank {
  return blank(options.join('|'));
}

// Parsing

/** Longest inside of a placeholder, in UTF-16 code units: a forgotten `}}` must not swallow the reply. */
const MAX_INSIDE = 1_000;
/** `{{{{`; or `{{`, its inside and `}}` if that follows; or the mark of a blank, so that a text once filled can be filled again. */
const TOKEN = new RegExp(
  String.raw`\{{4}|\{\{(?!\{)(?:((?:(?!\{\{|\}\})[^\n]){0,${MAX_INSIDE}})(\}\}))?|${MARK.source}`,
  'g',
);
const LEADING_NAME = /^[\p{L}\p{N}_]{1,40}/u;

/** Parses a reply. Never throws: what is written wrongly is a `broken` part. */
export function parseReply(text: string): Part[] {
  const parts: Part[] = [];
  const addText = (piece: string, start: number, end: number) => {
    const last = parts.at(-1);
    if (last?.kind === 'text' && last.end === start) Object.assign(last, { text: last.text + piece, end });
    else if (end > start) parts.push({ kind: 'text', text: piece, start, end });
  };
  let at = 0;
  for (const token of text.matchAll(TOKEN)) {
    addText(text.slice(at, token.index), at, token.index);
    at = token.index + token[0].length;
    if (token[0] === '{{{{') addText('{{', token.index, at);
    else if (token[0].startsWith('〔')) parts.push({ kind: 'blank', name: tidyName(token[3] ?? ''), start: token.index, end: at });
    else if (token[2]) parts.push({ ...inside(token[1]!), start: token.index, end: at });
    else {
      const name = LEADING_NAME.exec(text.slice(at, at + 40))?.[0] ?? '';
      at += name.length;
      parts.push({ kind: 'broken', problem: 'unclosed', name: name || NAMELESS, start: token.index, end: at });
    }
  }
  addText(text.slice(at), at, text.length);
  return parts;
}

/** A part without its place. */
type Inside<P = Part> = P extends Part ? Omit<P, 'start' | 'end'> : never;

/** What stands between `{{` and `}}`. Full-width signs of a Chinese keyboard count as their half-width forms. */
function inside(written: string): Inside {
  const name = written.trim();
  if (name === '') return { kind: 'broken', problem: 'empty', name: NAMELESS };
  const [, asked, rest] = /^(blank|choice)\s*[:：](.*)$/is.exec(name) ?? [];
  if (asked === undefined || rest === undefined) return moment(name) ?? { kind: 'name', name };
  const options = rest.split(/[|｜]/).filter((option) => option.trim()).map(tidyName);
  if (options.length === 0) return { kind: 'broken', problem: 'empty', name: NAMELESS };
  return asked.toLowerCase() === 'choice' ? { kind: 'choice', options } : { kind: 'blank', name: tidyName(options.join('/')) };
}

const SHIFT_UNITS: Record<Moment, Record<string, number>> = {
  date: { '': 1, d: 1, w: 7 },
  weekday: { '': 1, d: 1, w: 7 },
  time: { m: 1, h: 60 },
};
/** Ten years of days, seven days of minutes: what lies beyond is a slip of the keyboard. */
const MAX_SHIFT: Record<Moment, number> = { date: 3_660, weekday: 3_660, time: 10_080 };

function moment(written: string): Inside | undefined {
  const found = /^(date|time|weekday)(?:\s*([+-].*))?$/i.exec(written.normalize('NFKC').replaceAll('\u2212', '-'));
  if (!found) return undefined;
  const what = found[1]!.toLowerCase() as Moment;
  if (found[2] === undefined) return { kind: 'moment', moment: what };
  const [, sign, number, unit] = /^([+-])\s*(\d{1,6})\s*([a-z]*)$/i.exec(found[2]) ?? [];
  const size = Number(number) * (SHIFT_UNITS[what][unit?.toLowerCase() ?? ''] ?? NaN);
  if (!(size <= MAX_SHIFT[what])) return { kind: 'broken', problem: 'shift', name: written };
  return { kind: 'moment', moment: what, shift: sign === '-' ? -size : size };
}

/** A text as a reply that fills to just this text: its `{{` are escaped. For texts that were inserted, not written as replies. */
export function escapeReply(text: string): string {
  return withoutMarks(text).replaceAll('{{', '{{{{');
}

// Filling

/** Longest value that is put into a reply, in UTF-16 code units; a longer one is hardly meant, so it is a blank. */
const MAX_VALUE = 500;

type Value = string | Blank;

/** Fills a reply from the values of `context`. Never throws. */
export function fillReply(text: string, context: FillContext): Filled {
  const parsed = parseReply(text);
  const language = languageOf(parsed) ?? context.settings.language ?? 'zh';
  const parts: Filled['parts'] = [];
  for (const part of parsed) {
    const value = part.kind === 'text' ? part.text : valueOf(part, context, language);
    const last = parts.at(-1);
    if (typeof value !== 'string') parts.push(value);
    else if (last?.kind === 'text') last.text += value;
    else if (value !== '') parts.push({ kind: 'text', text: value });
  }
  return {
    parts,
    text: parts.map((part) => (part.kind === 'text' ? part.text : blankMark(part.name))).join(''),
    missing: parts.filter((part) => part.kind === 'blank').length,
  };
}

/** The language of a reply by its own words: Chinese characters against Latin words. */
function languageOf(parts: readonly Part[]): ReplyLanguage | undefined {
  const own = parts.map((part) => (part.kind === 'text' ? part.text : ' ')).join('');
  const han = own.match(/\p{Script=Han}/gu)?.length ?? 0;
  const latin = own.match(/\p{Script=Latin}+/gu)?.length ?? 0;
  if (han + latin === 0) return undefined;
  return han >= latin ? 'zh' : 'en';
}

function valueOf(part: Exclude<Part, { kind: 'text' }>, context: FillContext, language: ReplyLanguage): Value {
  switch (part.kind) {
    case 'blank':
    case 'broken':
      return blank(part.name);
    case 'choice':
      return part.options.length > 1 ? choiceBlank(part.options) : part.options[0]!;
    case 'moment': {
      const named = part.shift === undefined ? captured(part.moment, context) : undefined;
      return named ?? momentText(part.moment, part.shift ?? 0, context, language) ?? blank(part.moment);
    }
    case 'name': {
      const name = part.name.toLowerCase();
      return captured(part.name, context) ?? builtIn(name, context, language) ?? said(name, context) ?? blank(blankName(part.name, language));
    }
  }
}

/** What the regular expression captured under a number or a name. */
function captured(name: string, { captures }: FillContext): string | undefined {
  if (!captures) return undefined;
  if (/^\d{1,3}$/.test(name)) return given(captures.numbered[Number(name)]);
  return Object.hasOwn(captures.named, name) ? given(captures.named[name]) : undefined;
}

function builtIn(name: string, context: FillContext, language: ReplyLanguage): Value | undefined {
  switch (name) {
    case 'customer':
      return given(context.customer);
    case 'agent':
      return given(context.settings.agent);
    case 'shop':
      return given(context.settings.shop);
    case 'greeting':
      return greeting(context, language);
    case 'order': {
      const orders = findOrders(context.message, context.conversation);
      return orders.length > 1 ? choiceBlank(orders) : orders[0];
    }
    default:
      return undefined;
  }
}

/** What the customer said of a kind, `message:phone`; several are for the agent to choose from. */
function said(name: string, { message, conversation }: FillContext): Value | undefined {
  const kind = kindSaid(name);
  const values = kind ? valuesSaid(kind, { message, before: conversation }).filter((value) => given(value) === value) : [];
  return values.length > 1 ? choiceBlank(values) : values[0];
}

/** A value fit to be put into a reply, or nothing. It is never parsed: `{{…}}` in it stays as it is. */
function given(value: string | null | undefined): string | undefined {
  const text = withoutMarks(value ?? '').trim();
  return text === '' || text.length > MAX_VALUE ? undefined : text;
}

const BLANK_NAMES: ReadonlyMap<string, Record<ReplyLanguage, string>> = new Map([
  ['customer', { zh: '客户称呼', en: 'customer name' }],
  ['order', { zh: '订单号', en: 'order number' }],
  ['agent', { zh: '客服名', en: 'agent name' }],
  ['shop', { zh: '店铺名', en: 'shop name' }],
  ['greeting', { zh: '问候', en: 'greeting' }],
]);

function blankName(name: string, language: ReplyLanguage): string {
  if (/^\d{1,3}$/.test(name)) return language === 'zh' ? `内容${name}` : `detail ${name}`;
  const kind = kindSaid(name.toLowerCase());
  return (kind ? KIND_NAMES[kind] : BLANK_NAMES.get(name.toLowerCase()))?.[language] ?? name.replaceAll('|', '/');
}

// Dates and times

const MINUTE = 60_000;
const DAY = 1_440 * MINUTE;
const WEEKDAYS = {
  zh: ['星期日', '星期一', '星期二', '星期三', '星期四', '星期五', '星期六'],
  en: ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'],
};
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** The agent's local time as if it were UTC, or nothing when the clock gives no usable time. */
function local({ now, utcOffsetMinutes }: FillContext, shift = 0): Date | undefined {
  const date = new Date(now + utcOffsetMinutes * MINUTE + shift);
  return Number.isNaN(date.getTime()) ? undefined : date;
}

function momentText(what: Moment, shift: number, context: FillContext, language: ReplyLanguage): string | undefined {
  const date = local(context, shift * (what === 'time' ? MINUTE : DAY));
  const today = local(context);
  if (!date || !today) return undefined;
  if (what === 'date') return dateText(date, language);
  if (what === 'weekday') return WEEKDAYS[language][date.getUTCDay()];
  const days = Math.floor(date.getTime() / DAY) - Math.floor(today.getTime() / DAY);
  return timeText(date, days, language);
}

function dateText(date: Date, language: ReplyLanguage): string {
  const day = date.getUTCDate();
  return language === 'zh' ? `${date.getUTCMonth() + 1}月${day}日` : `${MONTHS[date.getUTCMonth()]} ${day}`;
}

/** A time of day, with the day when it is not today: "by 1:00" at eleven in the evening would be read wrongly. */
function timeText(date: Date, days: number, language: ReplyLanguage): string {
  const hours = date.getUTCHours();
  const minutes = String(date.getUTCMinutes()).padStart(2, '0');
  if (language === 'zh') {
    const day = days === 0 ? '' : days === 1 ? '明天' : days === -1 ? '昨天' : dateText(date, 'zh');
    return `${day}${String(hours).padStart(2, '0')}:${minutes}`;
  }
  const day = days === 0 ? '' : days === 1 ? ' tomorrow' : days === -1 ? ' yesterday' : ` on ${dateText(date, 'en')}`;
  return `${hours % 12 || 12}:${minutes} ${hours < 12 ? 'am' : 'pm'}${day}`;
}

/** From which minute of the day each greeting holds. */
const GREETINGS: Record<ReplyLanguage, readonly (readonly [number, string])[]> = {
  zh: [
    [0, '晚上好'],
    [300, '早上好'],
    [540, '上午好'],
    [690, '中午好'],
    [810, '下午好'],
    [1_080, '晚上好'],
  ],
  en: [
    [0, 'Good evening'],
    [300, 'Good morning'],
    [720, 'Good afternoon'],
    [1_080, 'Good evening'],
  ],
};

function greeting(context: FillContext, language: ReplyLanguage): string | undefined {
  const date = local(context);
  if (!date) return undefined;
  const minute = date.getUTCHours() * 60 + date.getUTCMinutes();
  return GREETINGS[language].findLast(([from]) => minute >= from)?.[1];
}

// Order numbers

/** Turns back that an order number is looked for. */
const ORDER_TURNS = 20;
/** 8 to 24 digits, perhaps in groups joined by hyphens; more are matched so as to be refused whole. */
const NUMBER = /(?<![A-Za-z\d.+]|[A-Za-z\d]-)\d(?:-?\d){7,39}(?!-?[A-Za-z\d]|\.\d)/g;
/** Words before a number that say what it is; the last one counts. The first group: something other than an order. */
const OTHER =
  '(?:快递|物流|运|邮|包裹)的?单|手机|电话|座机|联系方式|身份证|卡号|银行|验证码|税号|邮编|微信|qq|' +
  'tracking|waybill|parcel|phone|mobile|tel|call|card|account|code|zip|vat|sku';
const LABEL = new RegExp(String.raw`(${OTHER})|(订单|单号|\border)`, 'gi');
const LABEL_BEHIND = /^[\s，,：:]*(?:(?:这个|这是|是|的|is|my|the|for)\s*)*(?:订单|单号|order\b)/i;
const LABEL_REACH = 24;

/**
 * The order numbers that were named last: the message is looked through first, then the turns before it, newest
 * first. A number near 订单, 单号 or "order" goes before one that stands alone; telephone, card, identity and
 * tracking numbers and dates do not count. Several when one text names several, for the agent to choose.
 */
export function findOrders(message: string, conversation: readonly Turn[]): string[] {
  const turns = [{ role: 'customer', text: message }, ...conversation.slice(-ORDER_TURNS).reverse()];
  for (const { role, text } of turns) {
    const { labelled, alone } = ordersIn(text);
    if (labelled.length > 0) return labelled;
    if (role === 'customer' && alone.length > 0) return alone;
  }
  return [];
}

function ordersIn(text: string): { labelled: string[]; alone: string[] } {
  const plain = text.normalize('NFKC');
  const labelled = new Set<string>();
  const alone = new Set<string>();
  let before = 0;
  for (const { 0: number, index } of plain.matchAll(NUMBER)) {
    const end = index + number.length;
    const lead = plain.slice(Math.max(before, index - LABEL_REACH), index).split(/[。！？!?\n]/).at(-1)!;
    before = end;
    const digits = number.replaceAll('-', '');
    if (digits.length > 24) continue;
    const label = [...lead.matchAll(LABEL)].at(-1);
    if (label?.[2] || (!label && LABEL_BEHIND.test(plain.slice(end, end + LABEL_REACH)))) labelled.add(number);
    else if (!label && !looksOtherwise(number, digits)) alone.add(number);
  }
  return { labelled: [...labelled], alone: [...alone] };
}

/** Whether a number without a word beside it looks like a telephone number, a date or a Chinese identity number. */
function looksOtherwise(number: string, digits: string): boolean {
  if (/^1[3-9]\d{9}$/.test(digits) || (number.includes('-') && digits.length <= 11)) return true;
  const date = digits.length === 18 ? digits.slice(6, 14) : digits.length === 8 ? digits : '';
  return /^(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])$/.test(date);
}
