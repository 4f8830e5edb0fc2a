/**
 * Words that are common in any talk. A library of a few rules cannot know it; as it grows, its own counts take over.
 */
import { featuresOf, PAIR, WORD } from './features';

/** The share of rules, of whatever subject, whose wordings hold the word or the pair. */
const SHARE = 0.3;
const COMMON =
  '的 了 我 是 有 不 这个 你 吗 在 好 就 也 要 没有 能 会 到 可以 上 下 来 去 得 你们 我们 那个 怎么 什么 时候 为什么 还 多少 给 人 一个 一下 现在 今天 明天 昨天 真 说 想 看 都 个 么 呢 啊 吧 ' +
  '请问 不是 还是 就是 是不是 有没有 能不能 可不可以 这样 那么 这么 知道 一直 已经 比较 觉得 喜欢 家 天 大 小 很 太 和 把 被 让 对 用 做 里 出 过 后 前 东西 ' +
  'the a to i my is it of and for in on you do can how what when where why be are was have has not this that with me your will there please would';

let shares: Map<number, number> | null = null;

/** For each common feature, the share of rules that hold it. Made when it is first asked for. */
export function commonShares(): ReadonlyMap<number, number> {
  return (shares ??= readCommon());
}

function readCommon(): Map<number, number> {
  const found = new Map<number, number>();
  for (const phrase of COMMON.split(' ')) {
    const { hash, family, length } = featuresOf({ text: phrase, entities: [] });
    const pairs: number[] = [];
    for (let i = 0; i < length; i++) {
      if (family[i] === WORD) found.set(hash[i]!, SHARE);
      else if (family[i] === PAIR) pairs.push(hash[i]!);
    }
    // The first and the last pair are those with the edges of the text.
    for (const pair of pairs.slice(1, -1)) found.set(pair, SHARE);
  }
  return found;
}
