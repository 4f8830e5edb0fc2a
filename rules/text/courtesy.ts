/**
 * Words of courtesy, all in normalised form: what a message may be without asking anything (好的, 谢谢, 在吗), and what
 * may stand before or behind a question without changing it (你好，… 谢谢).
 */

const GREETINGS =
  '你好 您好 你们好 哈喽 哈罗 在吗 在不在 在不 在没 有人吗 有人在吗 人呢 亲 亲亲 亲爱的 老板 掌柜 店家 店主 卖家 客服 小二 美女 帅哥 早上好 上午好 中午好 下午好 晚上好 早 早安 晚安 hi hello hey hallo 喂';
const THANKS =
  '谢谢 谢 谢了 谢谢了 谢谢你 谢谢您 谢谢亲 多谢 感谢 非常感谢 万分感谢 辛苦 辛苦了 您辛苦了 你辛苦了 麻烦你 麻烦您 麻烦了 麻烦你了 麻烦您了 拜托 拜托了 3q thx thanks thank_you thanks_a_lot thank_you_very_much cheers';
const ACKNOWLEDGEMENTS =
  '好 好的 好好 好好的 好了 好嘞 好勒 好滴 好哒 嗯 嗯嗯 嗯呢 嗯好 恩 恩恩 哦 噢 喔 额 行 行行 行的 可以 可以的 可以了 是 是的 是是 对 对的 对对 对对对 没错 明白 明白了 知道 知道了 了解 了解了 懂了 没了 没有了 没有 暂时没有 暂时没有了 暂时没了 没事 没事了 没关系 没问题 没问题了 不用了 不客气 那好 那行 那就好 那好的 算了 等等 等下 稍等 再见 拜拜 先这样 就这样 好说 ok okey okay k yes yep yeah no nope bye great got_it alright sure fine perfect 哈 哈哈 呵呵 嘻嘻 嘿嘿 88 886';
const LEADS = `${GREETINGS} 请问 请问下 请问一下 问下 问一下 问你一下 麻烦问下 麻烦问一下 想问下 想问一下 我想问下 我想问一下 麻烦 那个 please excuse_me`;
const TAILS = `${THANKS} 亲 哈 please`;

/** What a bare message is. */
export type Bare = 'greeting' | 'acknowledgement';

const greetings = phrases(GREETINGS);
const closings = phrases(`${THANKS} ${ACKNOWLEDGEMENTS}`);
const leads = phrases(LEADS);
const tails = phrases(TAILS);
/** More than this is said to ask something. */
const MAX_BARE = 24;

interface Phrases {
  known: Set<string>;
  longest: number;
  /** The units that one of them begins with, and ends with: most texts are told by these alone. */
  firsts: Set<string>;
  lasts: Set<string>;
}

/** Phrases of several words are written with "_" in the lists. */
function phrases(list: string): Phrases {
  const known = new Set(list.split(' ').map((phrase) => phrase.replaceAll('_', ' ')));
  const all = [...known];
  return {
    known,
    longest: Math.max(...all.map((phrase) => phrase.length)),
    firsts: new Set(all.map((phrase) => phrase[0]!)),
    lasts: new Set(all.map((phrase) => phrase.at(-1)!)),
  };
}

/** Whether a normalised message is nothing but greetings, or nothing but thanks and acknowledgements (with or without a greeting). */
export function bareness(text: string): Bare | null {
  if (text === '' || text.length > MAX_BARE) return null;
  if (covered(text, [greetings])) return 'greeting';
  return covered(text, [closings, greetings]) ? 'acknowledgement' : null;
}

/** Whether the text can be cut into phrases of the lists, spaces aside. */
function covered(text: string, lists: readonly Phrases[]): boolean {
  if (!lists.some(({ firsts }) => firsts.has(text[0]!)) || !lists.some(({ lasts }) => lasts.has(text.at(-1)!))) return false;
  const reached = new Uint8Array(text.length + 1);
  reached[0] = 1;
  for (let at = 0; at < text.length; at++) {
    if (!reached[at]) continue;
    if (text[at] === ' ') reached[at + 1] = 1;
    for (const { known, longest } of lists) {
      for (let end = at + 1; end <= Math.min(text.length, at + longest); end++) {
        if (!reached[end] && known.has(text.slice(at, end)) && wordEnds(text, at, end)) reached[end] = 1;
      }
    }
  }
  return reached[text.length] === 1;
}

const LATIN = /[a-z0-9]/;

/** Latin phrases are whole words: "no" is not the beginning of "nothing". */
function wordEnds(text: string, start: number, end: number): boolean {
  const joined = (left: number) => left >= 0 && left + 1 < text.length && LATIN.test(text[left]!) && LATIN.test(text[left + 1]!);
  return !joined(start - 1) && !joined(end - 1);
}

/** The message without greetings before and thanks behind; itself when nothing else would be left. */
export function withoutCourtesy(text: string): string {
  if (bareness(text) !== null) return text;
  let start = 0;
  let end = text.length;
  for (let found = leads.firsts.has(text[0]!); found; ) {
    found = false;
    for (let to = Math.min(end - 1, start + leads.longest); to > start; to--) {
      if (!leads.known.has(text.slice(start, to)) || !wordEnds(text, start, to)) continue;
      start = text[to] === ' ' ? to + 1 : to;
      found = true;
      break;
    }
  }
  for (let found = tails.lasts.has(text.at(-1)!); found; ) {
    found = false;
    for (let from = Math.max(start + 1, end - tails.longest); from < end; from++) {
      if (!tails.known.has(text.slice(from, end)) || !wordEnds(text, from, end)) continue;
      end = text[from - 1] === ' ' ? from - 1 : from;
      found = true;
      break;
    }
  }
  return start === 0 && end === text.length ? text : text.slice(start, end);
}
