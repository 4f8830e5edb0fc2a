/** Amounts of money, dates and times, in figures and in Chinese numerals. */
import type { Recogniser } from './personal';

const MONTHS = '(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)';
const PART_OF_DAY = '(?:上午|下午|晚上|早上|中午|凌晨|傍晚|夜里|早晨)';
const NUMERAL = '[一二三四五六七八九十]';

export const MOMENTS: readonly Recogniser[] = [
  ['date', /(?<!\d)(?:19|20)\d{2}(?:(?:\s?[-/.年]\s?)(?:0?[1-9]|1[0-2])(?:\s?[-/.月]\s?)(?:[12]\d|3[01]|0?[1-9])(?:\s?[日号])?)(?!\d)/gu],
  ['date', /(?<!\d|\d[ -])(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?!\d)/gu],
  ['date', /(?<!\d)(?:1[0-2]|0?[1-9])月(?:[12]\d|3[01]|0?[1-9])(?:[日号])?(?!\d)/gu],
  ['date', new RegExp(`${NUMERAL}{1,3}月${NUMERAL}{1,3}[日号]`, 'gu')],
  ['date', new RegExp(String.raw`\b${MONTHS}\.? \d{1,2}(?:st|nd|rd|th)?(?:,? (?:19|20)\d{2})?\b`, 'giu')],
  ['date', new RegExp(String.raw`\b\d{1,2}(?:st|nd|rd|th)? (?:of )?${MONTHS}(?:,? (?:19|20)\d{2})?\b`, 'giu')],
  ['date', /(?<![\d/.])(?:1[0-2]|0?[1-9])\/(?:[12]\d|3[01]|0?[1-9])(?:\/(?:19|20)?\d\d)?(?![\d/])/gu],
  ['date', new RegExp(`(?:今|明|后|昨|前|大后|当)(?:天|日|晚|早)(?:${PART_OF_DAY}|早|晚)?`, 'gu')],
  ['date', /(?:[这本上下]个?){0,2}(?:周|星期|礼拜)[一二三四五六日天末]/gu],
  ['date', /(?<![\d.-])(?:[12]\d|3[01]|0?[1-9])[号日](?![楼院店线门库仓色链码机客])/gu],
  ['date', /\b(?:tomorrow|today|tonight)(?: (?:morning|afternoon|evening))?\b/giu],
  ['time', new RegExp(String.raw`(?:${PART_OF_DAY}\s?)?(?<![\d:：])(?:[01]?\d|2[0-4])[:：][0-5]\d(?:[:：][0-5]\d)?(?![\d:：])`, 'gu')],
  ['time', new RegExp(String.raw`(?:${PART_OF_DAY}\s?)?(?<![\d.])(?:[01]?\d|2[0-4])点(?:半|钟|[0-5]?\d分?)?`, 'gu')],
  ['time', new RegExp(`${PART_OF_DAY}${NUMERAL}{1,3}点(?:半|钟)?`, 'gu')],
  ['time', /(?<![\d.:])(?:1[0-2]|[1-9])(?::[0-5]\d)? ?(?:am|pm|a\.m\.|p\.m\.)(?![a-z])/giu],
];

const FIGURE = String.raw`\d{1,12}(?:,\d{3}){0,4}(?:\.\d{1,4})?`;

export const AMOUNTS: readonly Recogniser[] = [
  ['amount', new RegExp(String.raw`(?:[¥￥$£€]|\b(?:RMB|CNY|USD)) ?${FIGURE}(?: ?(?:元|块))?`, 'giu')],
  ['amount', new RegExp(String.raw`(?<![\d.]|\d[ -])${FIGURE} ?(?:元|块钱|块|圆|美元|毛钱|毛|角|dollars?\b|usd\b|pounds?\b|euros?\b|rmb\b|yuan\b)`, 'giu')],
  ['amount', /[一二三四五六七八九十百千万两零半]{1,9}(?:元|块钱|(?<!^一|[^一二三四五六七八九十百千万两零]一)块)/gu],
  // Without a unit behind a word that wants money.
  ['amount', new RegExp(String.raw`(?:退款|退还|退您|退你|退|补差价?|差价|实付|应付|金额|总共|一共|合计|返现|赔付|赔偿|优惠价?|只要|价格)(?:是|了|为|您|你)?\s?[:：]?\s?((?<![\d.])${FIGURE})(?![\d.]|\s?(?:[年月日号天个件包盒箱袋瓶小分秒条张只套斤克米厘毫次%折点GgMmKk倍]))`, 'gu')],
];

/** The number that an amount of money says, in its unit; null for one in Chinese numerals. */
export function amountOf(value: string): number | null {
  const figure = /\d+(?:,\d{3})*(?:\.\d+)?/.exec(value)?.[0];
  return figure === undefined ? null : Number(figure.replaceAll(',', ''));
}

/** A day of the calendar, with or without its year. */
export const FULL_DATE = new RegExp(String.raw`\d\s?[-/.年月]\s?\d|月|^\d{8}$|${MONTHS}`, 'i');

const SHORT_MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** The day that a date names, as far as the calendar tells it; null for 明天 and its like. Month and day are 1 to 12 and 1 to 31. */
export function dayOf(value: string): { year?: number; month: number; day: number } | null {
  const compact = /^((?:19|20)\d{2})(\d{2})(\d{2})$/.exec(value);
  const full = compact ?? /^(\d{4})\s?[-/.年]\s?(\d{1,2})\s?[-/.月]\s?(\d{1,2})/.exec(value);
  if (full) return { year: Number(full[1]), month: Number(full[2]), day: Number(full[3]) };
  const short = /^(\d{1,2})[月/](\d{1,2})/.exec(value);
  if (short) return { month: Number(short[1]), day: Number(short[2]) };
  const chinese = /^([一二三四五六七八九十]{1,3})月([一二三四五六七八九十]{1,3})/.exec(value);
  if (chinese) return { month: smallNumber(chinese[1]!), day: smallNumber(chinese[2]!) };
  const name = /[a-z]{3}/i.exec(value.replace(/\d(?:st|nd|rd|th)|\bof\b/gi, (piece) => piece[0]!))?.[0].toLowerCase();
  const month = SHORT_MONTHS.indexOf(name ?? '');
  const day = /(?<!\d)\d{1,2}(?!\d)/.exec(value)?.[0];
  const year = /(?:19|20)\d{2}/.exec(value)?.[0];
  if (month < 0 || day === undefined) return null;
  return { ...(year === undefined ? {} : { year: Number(year) }), month: month + 1, day: Number(day) };
}

/** 一 to 三十一. */
function smallNumber(numeral: string): number {
  const [tens, ones] = numeral.includes('十') ? numeral.split('十') : ['', numeral];
  const digit = (character: string | undefined) => '一二三四五六七八九'.indexOf(character ?? '') + 1;
  return (numeral.includes('十') ? 10 * (tens === '' ? 1 : digit(tens)) : 0) + (ones ? digit(ones) : 0);
}
