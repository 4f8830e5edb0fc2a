/** Numbers and codes that belong to one person or one order, and links, e-mail addresses, WeChat and QQ names. */
import type { Recogniser } from './personal';

/** What may stand between the digits of one number. */
const GAP = String.raw`[ \-\u2010-\u2013\u200b-\u200d\u2060]`;
/** What may stand between a label and its number. */
const IS = String.raw`[\s:：#是为]{0,4}(?:(?:is|was|number|no)\b\.?[\s:：#]{0,3}){0,2}`;
/** What may stand between the groups of a labelled number. */
const SPACE = String.raw`[ \u200b-\u200d\u2060]`;
/** Where a number that follows another one begins something else: a date, a mobile number. */
const ELSE = String.raw`(?!(?:19|20)\d\d(?:-\d{1,2}-\d|年)|1[3-9]\d${SPACE}?\d{4}${SPACE}?\d{4}(?!\d))`;
/** What stands behind a number that is a count, a date, a time or a price. */
const UNIT = String.raw`[-.:：/]\d|%|\s?(?:[年月日号天件个元块点时分]|小时|(?:days?|hours?|pcs|pieces|items?|usd)\b)`;
/** The letters before a number; those of a carrier also with a space behind them. */
const LETTERS = `(?:(?:SF|YT|JD|JT|ZTO?|STO?|YD|DB|EMS)${SPACE}|[A-Za-z]{0,5})`;
/** Six digits or more in groups: 186 502 81817, SF 1234 5678 9012. */
const GROUPS = String.raw`${LETTERS}(?=\d(?:${SPACE}{0,2}\d){5})\d{2,8}(?:${SPACE}{1,2}${ELSE}\d{2,8}(?![A-Za-z\d]|${UNIT})){1,9}`;
/** A number or code behind a label: with a digit in it. */
const LABELLED = String.raw`(${GROUPS}|[A-Za-z\d](?:[A-Za-z\d]|[\-\u2010-\u2013](?=[A-Za-z\d])){2,39}(?![A-Za-z\d]))`;
const withDigit = (value: string) => /\d/.test(value);

const DOMAINS = 'com|cn|net|org|hk|tw|top|shop|vip|cc|io|me|co|uk|us|app|link|xyz|info|ltd|store|club|jp|site|online|ly';

export const NUMBERS: readonly Recogniser[] = [
  ['link', /(?:https?|ftp|taobao|tbopen|weixin|pinduoduo):\/\/[!-~]+/giu],
  ['email', /(?<![\w.%+-])[\w.%+-]+ ?@ ?[a-z\d-]{1,63}(?:\.[a-z\d-]{1,63}){1,5}/giu],
  ['link', /(?<![\w.@-])www\.[!-~]+/giu],
  ['link', new RegExp(String.raw`(?<![\w.@-])(?:[a-z\d-]{1,63}\.){1,4}(?:${DOMAINS})(?![\w-])(?:[/?#:][!-~]*)?`, 'giu')],
  // The word that carries a product or a coupon from app to app.
  ['link', /[¥￥$€₤] ?[A-Za-z\d]{8,16} ?[¥￥$€₤]/gu],

  ['tracking', new RegExp(String.raw`(?:(?:快递|物流|运|邮寄|包裹|货运|面)单(?:编号|号码|号)?|快递号|物流号|tracking|waybill|parcel number)${IS}${LABELLED}`, 'giu'), withDigit],
  ['order', new RegExp(String.raw`(?:订单(?:编号|号码|号|尾号)?|单号|交易号|\border)${IS}${LABELLED}`, 'giu'), withDigitRun],
  ['code', new RegExp(String.raw`(?:验证码|校验码|取件码|提货码|自提码|核销码|兑换码|券码|卡密|密码|passcode|password|\bPIN|verification code)${IS}${LABELLED}`, 'giu'), withDigit],
  ['qq', new RegExp(String.raw`(?:QQ|扣扣|企鹅)号?(?:码)?${IS}(${GROUPS}|\d{5,11}(?!\d))`, 'giu')],
  ['wechat', /(?:微信|薇信|威信|\bvx|\bwx|\bwechat|v信)(?:号|ID)?[\s:：是为]{0,4}([a-z][\w-]{5,19})(?![\w-])/giu, (value) => /[\d_-]/.test(value)],
  ['wechat', /(?:微信|薇信|威信|\bvx|\bwx|\bwechat|v信)(?:号|ID)?[\s是为]{0,2}[:：][\s]{0,2}([a-z][\w-]{5,19})(?![\w-])/giu],
  ['wechat', /(?:微信|薇信|威信)(?:号|ID)[\s:：是为]{0,4}([a-z][\w-]{5,19})(?![\w-])/giu],

  ['tracking', /(?<![A-Za-z\d])[A-Za-z]{2,5}\d{8,22}(?![A-Za-z\d])/gu],
  ['id', new RegExp(String.raw`(?<!\d)\d{6}${GAP}?\d{8}${GAP}?\d{3}[\dXx](?![A-Za-z\d])`, 'gu'), isIdentityNumber],
  ['id', new RegExp(String.raw`身份证(?:号码|号)?${IS}(\d(?:${GAP}?\d){13,16}${GAP}?[\dXx])(?![A-Za-z\d])`, 'gu')],
  ['phone', new RegExp(String.raw`(?<!\d)[(（]?(?:\+|00)?86[)）]?${GAP}{0,2}1${GAP}?[3-9](?:${GAP}?\d){9}(?!\d)`, 'gu')],
  ['card', new RegExp(String.raw`(?<!\d)\d(?:${GAP}?\d){12,18}(?!\d)`, 'gu'), isCardNumber],
  ['card', new RegExp(String.raw`(?:银行卡|卡号|账号|帐号|account(?: number)?|card number)(?:号码|号)?${IS}(\d(?:${GAP}?\d){7,22})(?!\d)`, 'giu')],
  ['phone', new RegExp(String.raw`(?<!\d)1${GAP}?[3-9](?:${GAP}?\d){9}(?!\d)`, 'gu')],
  ['phone', /(?<![\d.])1[3-9]\d[.·_/]\d{4}[.·_/]\d{4}(?![\d.])/gu],
  ['phone', new RegExp(String.raw`(?<!\d)[(（]?0\d{2,3}[)）]?${GAP}{0,2}\d{7,8}(?:(?:${GAP}|转|ext\.? ?)\d{1,6})?(?!\d)`, 'gu')],
  ['phone', /(?<!\d)\+\d{1,3}(?:[ \-.()]{0,2}\d){6,13}(?!\d)/gu],
  ['phone', /(?<![\d-])(?:\([2-9]\d{2}\) ?|(?![48]00)[2-9]\d{2}[-. ])\d{3}[-. ]\d{4}(?![\d-])/gu],
  ['phone', /(?<![\d-])\d{4}[- ]\d{4}(?![\d-])/gu, (value) => !/^(?:19|20)\d\d.(?:19|20)/.test(value)],
  ['phone', new RegExp(String.raw`(?:电话|手机|座机|联系方式|\btel|\bphone)(?:号码|号)?${IS}(\d{3,4}${GAP}?\d{4})(?!\d)`, 'giu')],
  // Six digits or more among letters: order and serial numbers, tokens.
  ['code', /(?<![A-Za-z\d-])[A-Za-z\d](?:[A-Za-z\d]|-(?=[A-Za-z\d])){9,}/gu, (value) => /[A-Za-z]/.test(value) && (value.match(/\d/g)?.length ?? 0) >= 6],
];

/** Behind a bare 订单 or "order", 订单3天内 is no number; three digits in a row are. */
function withDigitRun(value: string): boolean {
  return /\d{3}/.test(value.replace(/[\s\u200b-\u200d\u2060]/g, ''));
}

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECK = '10X98765432';

/** A Chinese identity number: its check character fits (GB 11643-1999, ISO 7064 MOD 11-2), or at least its date of birth. */
export function isIdentityNumber(value: string): boolean {
  const digits = value.replace(/[^\dXx]/g, '').toUpperCase();
  if (digits.length !== 18) return false;
  const sum = WEIGHTS.reduce((total, weight, at) => total + weight * Number(digits[at]), 0);
  return CHECK[sum % 11] === digits[17] || /^\d{6}(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])/.test(digits);
}

/** 13 to 19 digits whose check digit fits (ISO/IEC 7812-1, H. P. Luhn, US patent 2,950,048). */
export function isCardNumber(value: string): boolean {
  const digits = value.replace(/\D/g, '');
  let sum = 0;
  for (let at = digits.length - 1, double = false; at >= 0; at--, double = !double) {
    const digit = Number(digits[at]) * (double ? 2 : 1);
    sum += digit > 9 ? digit - 9 : digit;
  }
  return digits.length >= 13 && digits.length <= 19 && sum % 10 === 0;
}

/** A link that leads to one customer's order or carries their token; the shop's own pages are short and say nothing of anybody. */
export function isPersonalLink(value: string): boolean {
  const path = value.replace(/^[a-z]+:\/\//i, '').slice(0, 2_000);
  return value.length > 80 || /[?#@=¥￥$€₤]/.test(path) || /\d{5}/.test(path) || /\/[^/]*(?=[^/]{8})(?:[A-Za-z]+\d|\d+[A-Za-z])/.test(path);
}
