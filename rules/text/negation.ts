/**
 * Whether a negation stands in front of a word: 不好的, 没有发货, 别再发了, don't ship. Questions that hold a 不 or 没
 * are none (能不能, 有没有, 发不发货, 不是包邮吗), nor are words that happen to (不错, 特别, 没问题).
 */
import { IDEOGRAPH, kindOf } from './characters';
import type { Normalised } from '../normalise';

const NEGATIONS = new Set('不没别无未非勿莫甭');
/** As the negation is shown: with what belongs to it. */
const FULL = ['没有', '不用', '不要', '不能', '不会', '不可', '不想', '不再', '不是', '无法', '无需', '未能', '别再', '不给'];
/** What may stand between a negation and the word that it negates. */
const BETWEEN = new Set(
  '能 会 要 想 用 再 太 很 是 给 有 可 必 够 敢 肯 算 需 法 让 帮 全 都 被 给我 给你 给您 帮我 帮你 让我 让你 替我 跟我 那么 这么 怎么 可以 可能 应该 需要 打算 准备 愿意 一定 任何 特别 非常 什么 足够 及时 马上 立即 直接'.split(' '),
);
const MAX_BETWEEN = 5;
/** Words that hold one of the characters without negating what follows. */
const FROZEN = (
  '不错 不好意思 不过 不管 不论 不仅 不但 不只 不光 不然 不同 不少 不断 不久 不如 不妨 不愧 不瞒 差不多 对不起 来不及 了不起 不得不 不客气 没事 没关系 没问题 没错 没准 ' +
  '特别 别人 别的 别家 别处 区别 级别 个别 分别 识别 类别 性别 告别 鉴别 无线 无糖 无论 无所谓 无敌 无纺 无忧 无损 无缝 无菌 无香 无添加 非常 非得 非要 除非 是非 未来 未免 莫非 并非不'
).split(' ');
const frozenWith = new Map<string, string[]>();
for (const word of FROZEN) for (const character of new Set(word)) if (NEGATIONS.has(character)) frozenWith.set(character, [...(frozenWith.get(character) ?? []), word]);
/** In front of another negation these make it a yes: 不得不, 没有不, 不能不. */
const DOUBLED = /(?:不得|不能|不会|不是|没有|无一|莫)$/;

const ENGLISH = new Set(
  'no not never dont doesnt didnt cant cannot wont isnt arent wasnt werent without nor neither havent hasnt hadnt couldnt shouldnt wouldnt aint'.split(' '),
);
const ENGLISH_BETWEEN = new Set('to be been have has a an the any my your it want need like really very so yet even still get got going able that this is'.split(' '));
const SUBJECTS = new Set('i you we they he she it there this that'.split(' '));
const MAX_ENGLISH_BETWEEN = 3;

/**
 * The negation of the word that starts at `at` in the normalised text, as it stands there, or null. `original` tells
 * where a clause ends: what stands before a comma negates nothing behind it.
 */
export function negationBefore(message: Normalised, original: string, at: number, end: number): string | null {
  const first = message.text.charCodeAt(at);
  const found = kindOf(first) === IDEOGRAPH ? chinese(message, original, at, end) : null;
  return found ?? english(message, original, at, end);
}

/** Whether the word itself begins inside a yes-or-no question: 发[不发货] asks, and says no 不发货. */
export function isHalfQuestion(text: string, at: number): boolean {
  return NEGATIONS.has(text[at]!) && at > 0 && text[at - 1] === text[at + 1];
}

function chinese(message: Normalised, original: string, at: number, end: number): string | null {
  const { text } = message;
  for (let i = at; i > 0 && at - i <= MAX_BETWEEN && !parted(message, i); ) {
    if (BETWEEN.has(text.slice(Math.max(0, i - 2), i))) i -= 2;
    else if (NEGATIONS.has(text[i - 1]!)) return negates(message, original, i - 1, end) ? shown(text, i - 1) : null;
    else if (BETWEEN.has(text[i - 1]!)) i--;
    else return null;
  }
  return null;
}

function isFrozen(text: string, at: number): boolean {
  for (const word of frozenWith.get(text[at]!) ?? []) {
    for (let shift = word.indexOf(text[at]!); shift >= 0; shift = word.indexOf(text[at]!, shift + 1)) {
      if (text.startsWith(word, at - shift) && at - shift >= 0) return true;
    }
  }
  return false;
}

function negates(message: Normalised, original: string, at: number, end: number): boolean {
  const { text } = message;
  if (isFrozen(text, at)) return false;
  // 能不能, 有没有, 发不发货
  if (at > 0 && text[at - 1] === text[at + 1]) return false;
  if (DOUBLED.test(text.slice(Math.max(0, at - 2), at))) return false;
  // 不是包邮吗 supposes that it is.
  if (text.startsWith('不是', at) && asks(message, original, end)) return false;
  return true;
}

function asks({ text, end: ends }: Normalised, original: string, from: number): boolean {
  return text.indexOf('吗', from) >= 0 || /[?？]/.test(original.slice(ends[from - 1]));
}

function shown(text: string, at: number): string {
  return FULL.find((word) => text.startsWith(word, at)) ?? text[at]!;
}

/** Whether something stood in front of a unit: a comma, a space, an emoji. */
function parted({ start, end }: Normalised, at: number): boolean {
  return end[at - 1]! < start[at]!;
}

function english(message: Normalised, original: string, at: number, end: number): string | null {
  const words = message.text.slice(Math.max(0, at - 60), at).split(' ');
  if (words.at(-1) === '') words.pop();
  else return null;
  let before = at;
  for (let steps = 0; words.length > 0 && steps <= MAX_ENGLISH_BETWEEN; steps++) {
    const word = words.pop()!;
    if (commaBefore(message, original, before)) return null;
    before -= word.length + 1;
    if (ENGLISH.has(word)) return negatesEnglish(message.text, before, word, at, end) ? word : null;
    if (!ENGLISH_BETWEEN.has(word) && !SUBJECTS.has(word)) return null;
  }
  return null;
}

function commaBefore({ start, end }: Normalised, original: string, at: number): boolean {
  return at > 1 && /[,.;!?，。；！？]/.test(original.slice(end[at - 2], start[at]));
}

/** "why don't you ship" and "can't I return it" ask; "no problem" and "not only" deny nothing. */
function negatesEnglish(text: string, at: number, word: string, keyword: number, end: number): boolean {
  const between = text.slice(at + word.length, keyword).trim().split(' ');
  if (word !== 'no' && word !== 'not' && word !== 'never' && SUBJECTS.has(between[0]!)) return false;
  return !(word === 'no' && /^(?:problem|worries|doubt)/.test(text.slice(keyword, end)));
}
