/** What kind of change an agent made to a reply: none, a light one that says the same better, or one that says something else. */
import { distance } from 'fastest-levenshtein';
import { plainText } from '../normalise';

export type EditKind = 'same' | 'light' | 'rewrite';

/** A reply counts as accepted when less than this share of it was changed. */
export const ACCEPTED_BELOW = 0.4;
/** The most of the core, courtesy and particles aside, that a light edit moves or changes; share of its length, 0..1. */
export const LIGHT_SHARE = 0.2;
/** The most words (Chinese: characters) that a light edit brings in, and the most that it takes out. */
export const LIGHT_WORDS = 2;
/** Latin words of at least this length that differ by at most this many letters are one word and its typing error. */
export const TYPO = { length: 4, letters: 2 };

/** Share of the offered reply that was changed, 0..1: Levenshtein distance over the longer length. */
export function shareChanged(offered: string, final: string): number {
  const longer = Math.max(offered.length, final.length);
  return longer === 0 ? 0 : distance(offered, final) / longer;
}

/** Whether a reply that was changed so far (`shareChanged`) still counts as accepted. */
export const isAccepted = (changed: number) => changed < ACCEPTED_BELOW;

/**
 * How `final` differs from `offered`. Light: punctuation, spaces, emoji, particles, greetings and thanks, a typing error,
 * one or two words of polish. Never light: another number, date, amount or day, a negation more or less, one of the words
 * that turn an answer round (大 for 小, 退 for 换), or more new words.
 */
export function editKind(offered: string, final: string): EditKind {
  const before = offered.trim();
  const after = final.trim();
  if (before === after) return 'same';
  if (factsOf(before) !== factsOf(after)) return 'rewrite';
  const [a, b] = [coreOf(before), coreOf(after)];
  if (a === b) return 'light';
  const added = surplus(wordsOf(b), wordsOf(a));
  const gone = surplus(wordsOf(a), wordsOf(b));
  pairTypos(added, gone);
  if (added.length > LIGHT_WORDS || gone.length > LIGHT_WORDS) return 'rewrite';
  if ([...added, ...gone].some((word) => TURNING.has(word))) return 'rewrite';
  return distance(a, b) <= LIGHT_SHARE * Math.max(a.length, b.length) ? 'light' : 'rewrite';
}

/** Particles and forms of address: they change the tone alone. */
const SOFT = /亲亲|亲爱的|亲爱哒|亲们|亲|客官|宝贝|哦|呢|哈|啦|呀|啊|噢|喔|哟|呦|哒|嘞|咯|滴|嗯|恩|嘻|呵|么么哒/gu;
/** Courtesy that promises nothing. */
const COURTESY =
  /您好|你好|早上好|上午好|中午好|下午好|晚上好|在的|谢谢|感谢|多谢|辛苦|麻烦|不好意思|非常抱歉|很抱歉|抱歉|对不起|不客气|请|您|你|咱们|我们|咱|这边|一下|的|\b(?:hi|hello|hey|dear|please|thanks|thank you|sorry|sure|kindly|sir|madam)\b/gu;
const ASSENT = /^(?:好的|好滴|好|嗯嗯|是的|ok|okay|sure|of course|certainly)(?=.)/u;

/**
 * What a reply says, without width, case, punctuation, emoji, particles and courtesy: replies with equal cores are the same
 * answer. Empty only where the text has no words.
 */
export function coreOf(reply: string): string {
  const text = plainText(reply);
  const soft = squeezed(text.replace(SOFT, ''));
  const core = squeezed(soft.replace(COURTESY, ''));
  const bare = squeezed(core.replace(ASSENT, ''));
  return (bare || core || soft || text) + (ASKS.test(reply) && !QUESTION_WORD.test(text) ? '?' : '');
}

/** 可以退？ asks what 可以退 grants. */
const ASKS = /[?？]/;
const QUESTION_WORD = /[吗哪几呢]|什么|怎么|多少|能不能|有没有|是不是|要不要|\b(?:who|what|when|where|which|why|how|is|are|do|does|did|can|could|would|will|may)\b/;

const squeezed = (text: string) => text.replace(/ {2,}/g, ' ').trim();

/** Days and parts of the day: another one is another promise. */
const DAYS = /[今明后昨前]天|大后天|[今明昨]晚|上午|下午|晚上|早上|中午|周[一二三四五六日末]|星期[一二三四五六日天]|tomorrow|today|tonight|yesterday|monday|tuesday|wednesday|thursday|friday|saturday|sunday/g;
/** Words that hold a negation and deny nothing. */
const HARMLESS = /不好意思|对不起|不客气|不用谢|没关系|不管|不论|不过|不仅|特别|分别|别的|别人|非常|无论|无线|未来|无纺/g;
const DENIALS = /[不没别无未非勿莫]|\b(?:not|no|never|cannot|without|dont|doesnt|didnt|cant|wont|isnt|arent|wasnt|werent|havent|hasnt|hadnt|couldnt|shouldnt|wouldnt)\b/g;

/** What may not differ: numbers with their decimals, days, and how often something is denied. */
export function factsOf(reply: string): string {
  const text = plainText(reply);
  const numbers = text.match(/\d+(?:\.\d+)?/g) ?? [];
  const days = text.replace(/(?:早上|上午|中午|下午|晚上)好/g, '').match(DAYS) ?? [];
  const denials = text.replace(HARMLESS, '').match(DENIALS) ?? [];
  return `${numbers.toSorted().join(' ')}|${days.toSorted().join(' ')}|${denials.length}`;
}

/** One of them more or less, and the answer is another. */
const TURNING = new Set(
  ('大 小 多 少 高 低 长 短 上 下 前 后 左 右 早 晚 新 旧 男 女 红 黑 白 蓝 绿 黄 紫 灰 粉 有 可 能 会 要 是 否 对 错 退 换 补 发 送 赠 收 付 免 包 到 开 关 全 半 甜 咸 辣 圆 中 申 韵 顺 邮 吗 只 必 须 保 证 已 了 ' +
    'will may can could must should shall all only free paid yes large small before after in out on off refund return exchange').split(' '),
);

/** Chinese characters one by one, other words whole. */
function wordsOf(core: string): string[] {
  return core.match(/\p{Script=Han}|[^\p{Script=Han}\s]+/gu) ?? [];
}

/** The words of `a` that `b` has not, as often as it lacks them. */
function surplus(a: readonly string[], b: readonly string[]): string[] {
  const left = new Map<string, number>();
  for (const word of b) left.set(word, (left.get(word) ?? 0) + 1);
  return a.filter((word) => {
    const count = left.get(word) ?? 0;
    left.set(word, count - 1);
    return count <= 0;
  });
}

/** Takes a word and its typing error out of both lists. They are short, or the edit is no light one anyway. */
function pairTypos(added: string[], gone: string[]): void {
  if (added.length > 20 || gone.length > 20) return;
  for (let at = added.length - 1; at >= 0; at--) {
    const word = added[at]!;
    const other = gone.findIndex((old) => isTypo(word, old));
    if (other < 0) continue;
    added.splice(at, 1);
    gone.splice(other, 1);
  }
}

function isTypo(word: string, old: string): boolean {
  if (Math.min(word.length, old.length) < TYPO.length || /\d/.test(word + old) || TURNING.has(word) || TURNING.has(old)) return false;
  return distance(word, old) <= TYPO.letters && word[0] === old[0];
}
