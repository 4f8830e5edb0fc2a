/**
 * Chinese numerals as Arabic ones, where they count something: 三件 → 3件, 二十 → 20, 买一送一 → 买1送1. Numerals that
 * are part of a word stay (一下, 万一, 一般, 十分, 两三天).
 */
import { DIGIT, kindOf } from './characters';
import { NO_GAP, type Draft } from './draft';

const DIGITS = '零一二三四五六七八九';
const FORMAL_DIGITS = '〇壹贰叁肆伍陆柒捌玖';
const UNITS: Record<string, number> = { 十: 10, 百: 100, 千: 1_000, 万: 10_000, 亿: 100_000_000, 拾: 10, 佰: 100, 仟: 1_000 };
/** Behind one of these a lone numeral counts … */
const MEASURES =
  '个件份箱盒包袋瓶元块天号月年日点分秒小斤公克毫厘米升次单套双条张只台本支片折倍层楼岁位家批期周星礼组款种罐提把颗枚根串桶卷副对床辆部色代级型寸度人角毛钟刻';
/** … and in front of it when one of these stands before it. */
const LEADERS = '第买送满减拍发加打选周期拜付退补收差';
const LONGEST = 12;

/** Per unit: 1 + value of a digit, 20 + power of ten of a unit; 0 for all else. */
const DIGIT_BASE = 1;
const UNIT_BASE = 20;
const roles = new Uint8Array(0x10000);
for (const set of [DIGITS, FORMAL_DIGITS]) [...set].forEach((digit, value) => (roles[digit.charCodeAt(0)] = DIGIT_BASE + value));
roles['两'.charCodeAt(0)] = DIGIT_BASE + 2;
for (const [unit, size] of Object.entries(UNITS)) roles[unit.charCodeAt(0)] = UNIT_BASE + Math.round(Math.log10(size));
const marks = new Uint8Array(0x10000);
const MEASURE = 1;
const LEADER = 2;
for (const measure of MEASURES) marks[measure.charCodeAt(0)]! |= MEASURE;
for (const leader of LEADERS) marks[leader.charCodeAt(0)]! |= LEADER;
const [TWO, TEN, ONE, POINT, MINUTE, CLOCK, OF] = [...'两十一点分钟之'].map((c) => c.charCodeAt(0)) as [number, number, number, number, number, number, number];

/** Whether a unit may be part of a Chinese numeral. */
export function isNumeral(unit: number): boolean {
  return roles[unit] !== 0;
}

/** Writes `source` into `target` with its numerals evened out; every digit stands for the whole numeral. */
export function evenNumerals(source: Draft, target: Draft): void {
  target.clear(source.length * 9 + 16);
  for (let at = 0; at < source.length; ) {
    const end = roles[source.units[at]!] ? runEnd(source, at) : at;
    const value = end > at ? valueOf(source, at, end) : null;
    if (value === null) {
      const next = Math.max(end, at + 1);
      for (; at < next; at++) target.push(source.units[at]!, source.from[at]!, source.to[at]!, source.gap[at]!);
      continue;
    }
    for (let i = 0; i < value.length; i++) {
      target.push(value.charCodeAt(i), source.from[at]!, source.to[end - 1]!, i === 0 ? source.gap[at]! : NO_GAP);
    }
    at = end;
  }
}

function runEnd(draft: Draft, at: number): number {
  let end = at + 1;
  while (end < draft.length && draft.gap[end] === NO_GAP && roles[draft.units[end]!]) end++;
  return end;
}

function valueOf(draft: Draft, at: number, end: number): string | null {
  if (end - at > LONGEST || (at > 0 && draft.gap[at] === NO_GAP && kindOf(draft.units[at - 1]!) === DIGIT)) return null;
  const after = end < draft.length && draft.gap[end] === NO_GAP ? draft.units[end]! : 0;
  const first = draft.units[at]!;
  if (end - at === 1 && !counts(draft, at, after)) return null;
  let digits = '';
  let units = false;
  for (let i = at; i < end; i++) {
    const role = roles[draft.units[i]!]!;
    if (role >= UNIT_BASE) units = true;
    else digits += String(role - DIGIT_BASE);
  }
  if (units) return sum(draft, at, end);
  if (end - at === 2 || (end - at > 2 && first === TWO)) return null;
  return digits;
}

/** Whether a lone numeral counts something. */
function counts(draft: Draft, at: number, after: number): boolean {
  const unit = draft.units[at]!;
  const next = at + 2 < draft.length ? draft.units[at + 2]! : 0;
  if (roles[unit]! >= UNIT_BASE && unit !== TEN) return false;
  if (after === POINT && unit === ONE) return next === CLOCK;
  if (after === MINUTE) return unit === TEN ? next === CLOCK : next !== OF;
  if (marks[after]! & MEASURE) return true;
  const before = at > 0 && draft.gap[at] === NO_GAP ? draft.units[at - 1]! : 0;
  // 第一, 买一送一, 周一; but 发一下, 选一些: only where the clause goes on with something that leads, or ends.
  return unit !== TWO && (marks[before]! & LEADER) !== 0 && (after === 0 || (marks[after]! & LEADER) !== 0);
}

/** The value of a numeral with units, as in 三千二百零五; a last digit without unit takes the next lower one (一百二 = 120). */
function sum(draft: Draft, at: number, end: number): string | null {
  let total = 0;
  let section = 0;
  let digit = -1;
  let last = 1;
  let zero = false;
  for (let i = at; i < end; i++) {
    const role = roles[draft.units[i]!]!;
    if (role < UNIT_BASE) {
      if (digit > 0) return null;
      digit = role - DIGIT_BASE;
      if (digit === 0) zero = true;
      continue;
    }
    const size = 10 ** (role - UNIT_BASE);
    if (digit < 0 && !(size === 10 && section === 0 && i === at) && size < 10_000) return null;
    if (size >= 10_000) {
      section += Math.max(digit, 0);
      if (section === 0 || total > 0) return null;
      total = section * size;
      section = 0;
    } else section += (digit < 0 ? 1 : digit) * size;
    digit = -1;
    last = size;
    zero = false;
  }
  if (digit > 0) section += digit * (zero || last === 10 ? 1 : last / 10);
  return String(total + section);
}
