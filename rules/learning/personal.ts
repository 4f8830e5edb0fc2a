/**
 * What in a text is one customer's own: telephone and identity numbers, addresses, names, orders, links, and the amounts
 * and dates of their case. One table of recognisers, for learning (slots.ts) and for masking what goes to a model.
 *
 * Each pattern takes time linear in the text: it begins at the edge of a word or at a fixed word, and its repetitions are
 * bounded or cannot overlap with what follows them.
 */
import type { Span } from '../types';
import { ADDRESSES } from './personal-addresses';
import { NAMES } from './personal-names';
import { AMOUNTS, MOMENTS } from './personal-facts';
import { NUMBERS } from './personal-numbers';

export type PersonalKind =
  | 'link'
  | 'email'
  | 'phone'
  | 'id'
  | 'card'
  | 'order'
  | 'tracking'
  /** A pick-up or verification code, or another code of letters and digits. */
  | 'code'
  | 'wechat'
  | 'qq'
  /** A long number that does not say what it is. */
  | 'number'
  | 'address'
  | 'name'
  | 'amount'
  | 'date'
  | 'time'
  /** What is quoted or named as the product. */
  | 'product';

/** One thing that is a customer's own. */
export interface Personal extends Span {
  kind: PersonalKind;
  /** As it stands in the text, in half width. */
  value: string;
}

/** What tells who somebody is, where they live, or what they bought; the rest tells of their case. */
export const IDENTITY: ReadonlySet<PersonalKind> = new Set<PersonalKind>([
  'link', 'email', 'phone', 'id', 'card', 'order', 'tracking', 'code', 'wechat', 'qq', 'number', 'address', 'name',
]);

/**
 * A kind, how it is found in the text in half width, and what else must hold of the value. Of a pattern, which is global,
 * the value is group 1, which ends where the match ends, or the whole match.
 */
export type Recogniser = readonly [kind: PersonalKind, finder: RegExp | ((text: string) => Iterable<Span>), holds?: (value: string) => boolean];

/** Products, where they are quoted or named. */
const PRODUCTS: readonly Recogniser[] = [
  ['product', /[《「『“【]([^《》「」『』“”【】\n]{2,40})(?=[》」』”】])/gu],
  ['product', /(?:商品(?:名称?)?|宝贝|款式|型号)\s?[:：]\s?([^\n,，。;；!！?？:：]{2,40})/gu],
];

/** In this order: where two overlap, the earlier one holds. */
const RECOGNISERS: readonly Recogniser[] = [...NUMBERS, ...ADDRESSES, ...MOMENTS, ...AMOUNTS, ...NAMES, ...PRODUCTS];
const LAST_RESORT: readonly Recogniser[] = [
  // A hotline (400-…, 800-…) is the shop's.
  ['number', /(?<!\d)(?![48]00\d{7}(?!\d))\d{7,}/gu],
  ['number', /[零〇一二三四五六七八九幺壹贰叁肆伍陆柒捌玖](?:[ -]?[零〇一二三四五六七八九幺壹贰叁肆伍陆柒捌玖]){6,}/gu],
  ['number', /(?<!\d)\d{2,9}(?:[ -]\d{2,9}){1,7}(?!\d)/gu, (value) => /\d{4}/.test(value) && value.replace(/\D/g, '').length >= 11],
  ['number', /(?<![\d-])(?![48]00-)\d{2,8}(?:-\d{2,8}){2,6}(?![\d-])/gu, (value) => value.replace(/\D/g, '').length >= 9],
];

/** Nothing is personal in a text without one of these. */
const WORTH_A_LOOK = /[\d@《「『“【¥￥$£€零〇一二三四五六七八九十幺壹]|[\uff10-\uff19]|亲爱的|先生|女士|小姐|太太|老师|师傅|同学|阿姨|经理|收|姓|名|称|旺旺|联系|我是|我叫|本人|地址|寄|发[到往]|送到|[今明后昨前]|周|星期|礼拜|月|[省市区县]|商品|宝贝|款式|型号|[a-z]/i;

/** Everything personal in a text, in order, none overlapping. Never throws; linear in the text. */
export function findPersonal(text: string): Personal[] {
  if (!WORTH_A_LOOK.test(text)) return [];
  const plain = halfWidth(text);
  let found: Personal[] = [];
  for (const recogniser of [...RECOGNISERS, ...LAST_RESORT]) {
    const fresh = matchesOf(recogniser, plain, found);
    if (fresh.length > 0) found = [...found, ...fresh].sort((a, b) => a.start - b.start);
  }
  return found;
}

/** What a recogniser finds in the gaps that are left. */
function matchesOf([kind, finder, holds]: Recogniser, plain: string, found: readonly Personal[]): Personal[] {
  const fresh: Personal[] = [];
  let next = 0;
  for (const span of typeof finder === 'function' ? finder(plain) : valuesOf(finder, plain)) {
    const { start } = span;
    const end = trimmedEnd(plain, start, span.end);
    while (next < found.length && found[next]!.end <= start) next++;
    if (end <= start || (next < found.length && found[next]!.start < end)) continue;
    const value = plain.slice(start, end);
    if (!holds || holds(value)) fresh.push({ kind, start, end, value });
  }
  return fresh;
}

function* valuesOf(pattern: RegExp, plain: string): Generator<Span> {
  for (const match of plain.matchAll(pattern)) {
    const end = match.index + match[0].length;
    yield { start: end - (match[1] ?? match[0]).length, end };
  }
}

const TRAILING = new Set(' \t\n,，、.;:!?)\'"]}-');

/** Spaces and signs at the end of a value are not part of it. */
function trimmedEnd(text: string, start: number, end: number): number {
  let at = end;
  while (at > start && TRAILING.has(text[at - 1]!)) at--;
  return at;
}

/** The text with full-width letters, digits and signs in half width, unit by unit. The comma, the colon and their like stay. */
export function halfWidth(text: string): string {
  return text.replace(/[\uff03-\uff07\uff0a\uff0b\uff0d-\uff19\uff1d\uff20-\uff3a\uff3c\uff3f\uff41-\uff5a\u3000]/g, (unit) =>
    unit === '\u3000' ? ' ' : String.fromCharCode(unit.charCodeAt(0) - 0xfee0),
  );
}
