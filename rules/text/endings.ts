/**
 * What people add to a word without changing it: characters typed again and again (在吗吗吗, hellooo), a message typed
 * twice, particles at the end of a clause (好的呀). 吗, 不 and 没 carry meaning and stay.
 */
import { IDEOGRAPH, kindOf, LETTER } from './characters';
import { NO_GAP, PARTED, type Draft } from './draft';

const code = (character: string) => character.charCodeAt(0);

/** Particles that say nothing at the end of a clause. */
const EMPTY = '呀啊阿哦噢喔呢吧哈哇哟呦嘞咯呐诶欸';
/** Particles that stand for another: 么 and 嘛 ask like 吗, 啦 is 了 + 啊, 哒 and 滴 are 的. */
const STANDS_FOR: Record<string, string> = { 么: '吗', 嘛: '吗', 啦: '了', 哒: '的', 滴: '的' };
/** Words that these end, in which they are no particles: 什么, 怎么, 干嘛 … */
const NO_PARTICLE_AFTER: Record<string, string> = { 么: '什怎那这多要甚咋', 嘛: '干' };
/** Only 好哒, 好滴, 是滴 …; 一滴 is a word. */
const ONLY_AFTER: Record<string, string> = { 哒: '好是对行么', 滴: '好是对行' };
/** Said twice, these say no more than said once. Others do (谢谢, 天天), and three of them are two. */
const SINGLE = `${EMPTY}吗嘛么啦嗯恩额呃好对是行在快急有没喂亲`;
const TWICE_IS_ONCE = `${EMPTY}吗嘛么啦嗯恩额呃`;

const empty = new Set([...EMPTY].map(code));
const standsFor = new Map(Object.entries(STANDS_FOR).map(([from, to]) => [code(from), code(to)]));
const single = new Set([...SINGLE].map(code));
const twiceIsOnce = new Set([...TWICE_IS_ONCE].map(code));
const SECOND = code('呢');
/** Longest text that is looked at for being one phrase said again and again. */
const MAX_CHORUS = 200;

/** Drops what only lengthens. Works in place; the text never becomes empty by it. */
export function evenEndings(draft: Draft): void {
  collapseRepeats(draft);
  dropParticles(draft);
  dropChorus(draft);
}

/** 吗吗吗 → 吗, 谢谢谢 → 谢谢, hellooo → hello. XXXL, AAA and 1000 are no emphasis. */
function collapseRepeats(draft: Draft): void {
  let kept = 0;
  for (let at = 0; at < draft.length; ) {
    const unit = draft.units[at]!;
    let end = at + 1;
    while (end < draft.length && draft.units[end] === unit && draft.gap[end] === NO_GAP) end++;
    const stays = end - at === 1 ? 1 : staying(draft, at, end);
    for (let i = 0; i < stays; i++) draft.move(at + i, kept++);
    if (stays < end - at) draft.to[kept - 1] = draft.to[end - 1]!;
    at = end;
  }
  draft.length = kept;
}

function staying(draft: Draft, at: number, end: number): number {
  const unit = draft.units[at]!;
  const times = end - at;
  const kind = kindOf(unit);
  if (kind === IDEOGRAPH) return times === 2 ? (twiceIsOnce.has(unit) ? 1 : 2) : single.has(unit) ? 1 : 2;
  return kind === LETTER && times > 2 && endsLongWord(draft, at, end) ? 1 : times;
}

/** A word with two letters before the repeated one: short ones may be sizes and marks (XXXL, AAA, WWW). */
function endsLongWord(draft: Draft, at: number, end: number): boolean {
  const letter = (i: number) => i >= 0 && kindOf(draft.units[i]!) === LETTER;
  const before = letter(at - 1) && letter(at - 2) && draft.gap[at] === NO_GAP && draft.gap[at - 1] === NO_GAP;
  return before && (end >= draft.length || draft.gap[end] !== NO_GAP || !letter(end));
}

function dropParticles(draft: Draft): void {
  let kept = 0;
  let clause = 0;
  for (let at = 0; at < draft.length; at++) {
    if (draft.gap[at] === PARTED) clause = kept;
    const ends = draft.endsClause(at);
    draft.move(at, kept++);
    if (ends) kept = trimClause(draft, clause, kept);
  }
  // A message of particles alone is still a message.
  if (kept === 0 && draft.length > 0) kept = 1;
  draft.length = kept;
}

/** Takes the particles off a clause; answers where it now ends. */
function trimClause(draft: Draft, start: number, end: number): number {
  for (; end > start; end--) {
    const unit = draft.units[end - 1]!;
    const before = end - 1 > start ? draft.units[end - 2]! : 0;
    const stands = standsFor.get(unit);
    if (stands !== undefined) {
      if (standsHere(unit, before)) draft.units[end - 1] = stands;
      return end;
    }
    if (!empty.has(unit)) return end;
    // 货呢, 人呢 ask something: one word alone needs its 呢.
    if (unit === SECOND && end - start === 2 && !empty.has(before)) return end;
  }
  return end;
}

function standsHere(unit: number, before: number): boolean {
  if (before === 0) return false;
  const character = String.fromCharCode(unit);
  const previous = String.fromCharCode(before);
  if (NO_PARTICLE_AFTER[character]?.includes(previous)) return false;
  return ONLY_AFTER[character]?.includes(previous) ?? true;
}

/** 在吗在吗在吗 → 在吗. */
function dropChorus(draft: Draft): void {
  const { length, units } = draft;
  if (length < 4 || length > MAX_CHORUS) return;
  for (let i = 0; i < length; i++) if (kindOf(units[i]!) !== IDEOGRAPH) return;
  for (let period = 2; period * 2 <= length; period++) {
    if (length % period !== 0) continue;
    let same = period;
    while (same < length && units[same] === units[same - period]) same++;
    if (same === length) {
      draft.length = period;
      return;
    }
  }
}
