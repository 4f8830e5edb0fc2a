/**
 * A look at a drafted reply before it is inserted: does it promise what the shop does not, speak of itself as a machine,
 * or answer in another language? It warns, with the words that it is about; it never changes a text.
 */
import { findPersonal, IDENTITY, type Personal } from './learning/personal';
import { amountOf } from './learning/personal-facts';
import type { Turn } from './types';

export type WarningKind =
  /** An amount of money that nobody has named. */
  | 'price'
  /** A day, a time or a term that the shop's facts do not hold. */
  | 'date'
  /** A word that binds: 保证, 一定会, guaranteed. */
  | 'guarantee'
  /** Compensation, a refund, a present. */
  | 'compensation'
  /** A number, link or address that stands nowhere else. */
  | 'contact'
  /** It says that it is a machine. */
  | 'machine'
  | 'language';

/** One thing to look at. `text` are the words of the draft; of `language` it is empty. */
export interface Warning {
  kind: WarningKind;
  text: string;
}

export interface GuardContext {
  /** What the shop holds to be true: its facts, and its replies to like questions. */
  facts: readonly string[];
  message: string;
  /** Turns before the message, oldest first. */
  before: readonly Turn[];
}

/** More are not shown: the agent reads the draft in any case. */
const MOST_WARNINGS = 5;

/** What is to be looked at in a draft; none for a draft that keeps to what is known. Pure; linear in the texts. */
export function guard(draft: string, { facts, message, before }: GuardContext): Warning[] {
  const customer = [message, ...before.flatMap(({ role, text }) => (role === 'customer' ? [text] : []))].join('\n');
  // What an agent has said binds the shop already.
  const shop = [...facts, ...before.flatMap(({ role, text }) => (role === 'agent' ? [text] : []))].join('\n');
  const found = findPersonal(draft);
  const warnings = [
    ...machineIn(draft),
    ...promisesIn(draft, shop),
    ...found.filter(({ kind }) => kind === 'amount').filter((amount) => !isKnownAmount(amount, draft, shop, customer)).map(warning('price')),
    ...termsIn(draft, found).filter((term) => !isKnownTerm(term, draft, shop, customer)).map(warning('date')),
    ...found.filter(({ kind }) => IDENTITY.has(kind) && kind !== 'name').filter(({ value }) => !same(`${shop}\n${customer}`).includes(same(value))).map(warning('contact')),
    ...(speaksOtherwise(draft, message, before) ? [{ kind: 'language' as const, text: '' }] : []),
  ];
  const seen = new Set<string>();
  return warnings.filter(({ kind, text }) => !seen.has(`${kind} ${text}`) && seen.add(`${kind} ${text}`)).slice(0, MOST_WARNINGS);
}

interface Piece {
  value: string;
  start: number;
  end: number;
}

const warning = (kind: WarningKind) => ({ value }: Pick<Piece, 'value'>): Warning => ({ kind, text: value });

/** A number in any dress is the same number. */
const same = (text: string) => text.replace(/[\s\-－()（）]/g, '').toLowerCase();

// Prices and dates

/** What makes an amount or a day a promise. */
const GIVES = /退|赔|补|返|送|减|优惠|便宜|抵|refund|back|off\b|discount|compensat|credit/i;
const HAPPENS = /发|到|送|退|补|寄|出库|处理|安排|回复|答复|联系|完成|上架|到账|赔|换|修|ship|arriv|deliver|refund|send|dispatch|get back|reply|receive|process/i;
/** A day that is over promises nothing. */
const PAST = /昨|前天|刚才|刚刚|已经?于/;

function isKnownAmount({ value, start, end }: Personal, draft: string, shop: string, customer: string): boolean {
  const amount = amountOf(value);
  const named = (text: string) => (amount === null ? text.includes(value) : numbersIn(text).has(amount));
  return named(shop) || (named(customer) && !GIVES.test(clause(draft, start, end)));
}

/** What can be an amount: 99 in 满99包邮, not the figures of 3-5天. */
const NO_AMOUNT = /^\s?(?:[-~～—至到]\s?\d+)?\s?个?(?:小时|钟头|工作日|天|日|周|星期|月|年|分钟|点|号|折|%|hours?|hrs?|days?|weeks?|months?|min)/i;

function numbersIn(text: string): Set<number> {
  const figures = Array.from(text.matchAll(/\d+(?:,\d{3})*(?:\.\d+)?/g)).filter(({ 0: figure, index }) => !NO_AMOUNT.test(text.slice(index + figure.length, index + figure.length + 12)));
  return new Set(figures.map(([figure]) => Number(figure.replaceAll(',', ''))));
}

const COUNT = String.raw`(?:\d+(?:\.\d+)?(?:\s?[-~～—至到]\s?\d+(?:\.\d+)?)?|[一二两三四五六七八九十半]{1,3})`;
const TERM = new RegExp(String.raw`(?<![第\d])${COUNT}\s?个?(?:小时|钟头|工作日|天|日(?=内|之内|左右|[后以发到])|周|星期|礼拜|月(?!\d|[一二三四五六七八九十]{1,3}[日号])|分钟|年)|\b\d+(?:\s?(?:-|to)\s?\d+)?\s?(?:business |working )?(?:hours?|hrs?|days?|weeks?|months?|minutes?|mins?)\b`, 'giu');

/** Days, times and terms, none twice. */
function termsIn(draft: string, found: readonly Personal[]): Piece[] {
  const moments: Piece[] = found.filter(({ kind }) => kind === 'date' || kind === 'time');
  const terms = Array.from(draft.matchAll(TERM), ({ 0: value, index }): Piece => ({ value, start: index, end: index + value.length }));
  return [...moments, ...terms.filter((term) => moments.every(({ start, end }) => end <= term.start || start >= term.end))];
}

/** Words for a day alone, true of whatever day they are said on. */
const BARE_DAY = /^(?:今|明|后|当)[天日晚早]|^(?:today|tomorrow|tonight)/i;

function isKnownTerm({ value, start, end }: Piece, draft: string, shop: string, customer: string): boolean {
  const around = clause(draft, start, end);
  if (PAST.test(value)) return true;
  const promises = HAPPENS.test(around);
  if (BARE_DAY.test(value) && !promises) return true;
  return canonical(shop).includes(canonical(value)) || (!promises && canonical(customer).includes(canonical(value)));
}

const NUMERALS: Record<string, string> = { 一: '1', 二: '2', 两: '2', 三: '3', 四: '4', 五: '5', 六: '6', 七: '7', 八: '8', 九: '9', 十: '10' };

/** 三天, 3 天 and 3天 are one term, 1-3天 and 1～3天, too. */
function canonical(text: string): string {
  return text
    .replace(/(?<![一二两三四五六七八九十])[一二两三四五六七八九十](?![一二两三四五六七八九十])/g, (numeral) => NUMERALS[numeral]!)
    .replace(/[~～—至到]/g, '-')
    .replace(/[\s个]/g, '')
    .replace(/钟头/g, '小时')
    .replace(/星期|礼拜/g, '周')
    .toLowerCase();
}

// Promises

/** What binds, and what in the shop's own words would cover it; where left out, the same words. */
const PROMISES: readonly { kind: WarningKind; words: RegExp; covered?: RegExp }[] = [
  { kind: 'guarantee', words: /保证|承诺|绝对|百分之?百|100\s?%|必定|肯定[能会可是没有]|一定[能会可到给]|终身|永久|零风险|无效退款|\bguarantee[ds]?\b|\bpromise[ds]?\b|\bdefinitely\b|\babsolutely\b|\bfor sure\b|\blifetime\b/giu },
  { kind: 'compensation', words: /赔偿|赔付|赔[您你]|赔\s?\d|双倍|补偿|返现|免单|包赔|假一赔\S|\bcompensat\w+/giu },
  { kind: 'compensation', words: /补发|重发|重新发(?:货|一[件份包个])|\breplacement\b|\bresend\b/giu, covered: /补发|重发|重新发|replace|resend/i },
  { kind: 'compensation', words: /(?:送|赠送?)[您你]|免费送|小礼[品物]|优惠券|红包|代金券|\bvouchers?\b|\bcoupons?\b|\bfree of charge\b|\bfor free\b/giu },
  { kind: 'compensation', words: /(?:给|为|帮)[您你](?:全额)?退|全额退|退[您你]|补差价?|\bfull refund\b|\brefund you\b/giu, covered: /退款|退货|退换|全额退|补差|refund/i },
  { kind: 'compensation', words: /包退|包换|运费(?:我们|由我们|本店)出|\bfree returns?\b/giu },
];

const NOT_BEFORE = /(?:不|没|无法|不能|难以|未必|别|cannot|can['’]t|not|never|unable to)\s?(?:能|会|敢|可以|再|给|为|向|对|您|你|做|作)*\s?$/i;

function promisesIn(draft: string, shop: string): Warning[] {
  return PROMISES.flatMap(({ kind, words, covered }) =>
    Array.from(draft.matchAll(words))
      .filter(({ 0: word, index }) => !NOT_BEFORE.test(draft.slice(Math.max(0, index - 12), index)) && !(covered ? covered.test(shop) : shop.toLowerCase().includes(word.toLowerCase())))
      .map(({ 0: text }): Warning => ({ kind, text })),
  );
}

const MACHINE =
  /(?:作为|身为|我是|我只是|这里是)(?:一[个名款位]|您的)?\S{0,6}?(?:AI|人工智能|语言模型|大模型|机器人|智能助手|虚拟助手|聊天助手|智能客服)|(?:AI|人工智能|语言)(?:助手|模型)|\b(?:as|i am|i['’]m)(?: just| only)? an? (?:\w+ ){0,2}(?:ai|a\.i\.|language model|bot|chatbot|virtual assistant|machine)\b|\blanguage model\b|(?<!不)由.{1,12}(?:训练|开发)的/giu;

function machineIn(draft: string): Warning[] {
  return Array.from(draft.matchAll(MACHINE))
    .filter(({ index }) => !NOT_BEFORE.test(draft.slice(Math.max(0, index - 6), index)))
    .map(({ 0: text }) => ({ kind: 'machine', text }));
}

function clause(text: string, start: number, end: number): string {
  const before = text.slice(Math.max(0, start - 24), start).split(/[。！？!?\n；;]/).at(-1)!;
  return before + text.slice(start, end) + text.slice(end, end + 24).split(/[。！？!?\n；;]/)[0]!;
}

// Language

const SCRIPTS: readonly [string, RegExp][] = [
  ['kana', /[\p{Script=Hiragana}\p{Script=Katakana}]/gu],
  ['hangul', /\p{Script=Hangul}/gu],
  ['han', /\p{Script=Han}/gu],
  ['cyrillic', /\p{Script=Cyrillic}/gu],
  ['arabic', /\p{Script=Arabic}/gu],
  ['thai', /\p{Script=Thai}/gu],
  ['latin', /\p{Script=Latin}/gu],
];
/** Below so many letters a text says nothing of its language: OK, 3XL. */
const ENOUGH = { latin: 8, other: 2 } as const;

/** By script, so that German for English is not noticed. */
function speaksOtherwise(draft: string, message: string, before: readonly Turn[]): boolean {
  const asked = [message, ...before.filter(({ role }) => role === 'customer').map(({ text }) => text).reverse()];
  let expected: string | null = null;
  for (const text of asked) {
    expected = scriptOf(text);
    if (expected) break;
  }
  const spoken = scriptOf(draft);
  return expected !== null && spoken !== null && spoken !== expected;
}

/** The script that a text is written in; a Latin word weighs as much as a character of another. */
function scriptOf(text: string): string | null {
  const plain = text.replace(/\S*(?:https?:|www\.|@)\S*/g, ' ');
  const letters = new Map(SCRIPTS.map(([name, letter]) => [name, plain.match(letter)?.length ?? 0]));
  const words = plain.match(/\p{Script=Latin}+/gu)?.length ?? 0;
  // Japanese is written with Han characters, too; a sentence of it has kana.
  if (letters.get('kana')! >= ENOUGH.other && letters.get('kana')! * 4 > letters.get('han')!) return 'kana';
  const ranked = [...letters].map(([name, count]): [string, number] => [name, name === 'latin' ? words * 2 : count]).sort((a, b) => b[1] - a[1]);
  const [name] = ranked[0]!;
  return letters.get(name)! >= (name === 'latin' ? ENOUGH.latin : ENOUGH.other) ? name : null;
}
