/** What was said before: conditions on it, and short questions that mean nothing without it. */
import { Message } from './message';
import { plainText, normalisedText } from './normalise';
import { bareness } from './text/courtesy';
import { isWhole } from './text/words';
import type { ContextCondition, Turn } from './types';

/** A conversation, normalised as far as it is asked for. */
export class Conversation {
  readonly #turns: readonly Turn[];
  readonly #texts = new Map<Turn, string>();

  constructor(turns: readonly Turn[]) {
    this.#turns = turns;
  }

  /** Whether the last turns hold all that is required and nothing that is excluded. */
  meets(condition: ContextCondition | undefined): boolean {
    if (!condition) return true;
    const texts = this.#turns.slice(-condition.turns).map((turn) => this.#text(turn));
    const said = (keyword: string) => texts.some((text) => holds(text, plainText(keyword)) || holds(text, normalisedText(keyword)));
    return condition.requires.every(said) && !condition.excludes.some(said);
  }

  /**
   * A short question (多久, 为什么, 那这个呢) together with what the customer asked before, and that turn; null when the
   * message says enough by itself or nothing was asked.
   */
  completed(message: Message): { whole: Message; turn: string; from: number } | null {
    if (!isElliptic(message.text)) return null;
    for (let at = this.#turns.length - 1; at >= Math.max(0, this.#turns.length - LOOK_BACK); at--) {
      const { role, text } = this.#turns[at]!;
      if (role !== 'customer' || text.length > MAX_TURN) continue;
      const normalised = normalisedText(text);
      if (normalised === '' || bareness(normalised) !== null || isElliptic(normalised)) continue;
      const lead = `${text.trim()}，`;
      return { whole: new Message(lead + message.trimmed), turn: text, from: lead.length };
    }
    return null;
  }

  #text(turn: Turn): string {
    let text = this.#texts.get(turn);
    if (text === undefined) this.#texts.set(turn, (text = plainText(turn.text)));
    return text;
  }
}

/** Turns that are looked through for what a short question is about. */
const LOOK_BACK = 6;
/** A longer turn is no question that a short one goes on with. */
const MAX_TURN = 200;

function holds(text: string, keyword: string): boolean {
  if (keyword === '') return false;
  for (let at = text.indexOf(keyword); at >= 0; at = text.indexOf(keyword, at + 1)) if (isWhole(text, at, at + keyword.length)) return true;
  return false;
}

const CHINESE_QUESTIONS =
  '多久 多长时间 多长 几天 几号 几点 哪天 啥时候 什么时候 何时 多少 多少钱 几个 为什么 为啥 怎么办 怎么弄 怎么 怎样 咋办 咋弄 哪里 哪儿 在哪 哪个 可以吗 可以不 行吗 行不 能吗 能不能 有吗 有没有 有没 ' +
  '是吗 真的吗 真的 一样吗 一样 会吗 要吗 好吗 呢 今天 明天 后天 今天吗 明天吗 这个 那个 这款 那款 另一个 另外一个 吗 的呢 不行吗 不能吗 不可以吗';
const ENGLISH_QUESTIONS =
  'how long|when|why|how|how much|how many|where|what about this|what about that|what about|which one|can i|is it|really|and this one|this one|that one';
const SOFTENERS = '那 就 大概 大约 还 还要 要 需要 得 会 到底 请问 亲 的 的话 了 呀 一般 最快 最晚 最多 总共 一共 then and so'.split(' ');
const MAX_ELLIPTIC = 12;
const questions = new Set([...CHINESE_QUESTIONS.split(' '), ...ENGLISH_QUESTIONS.split('|')]);
const softeners = new Set(SOFTENERS);

/** Whether a normalised message only asks for the missing part of what was said before. */
export function isElliptic(text: string): boolean {
  if (text === '') return false;
  if (questions.has(text)) return true;
  if (text.length > MAX_ELLIPTIC) return false;
  // Reached by softeners alone: 1; with a question among them: 2.
  const reached = new Uint8Array(text.length + 1);
  reached[0] = 1;
  for (let at = 0; at < text.length; at++) {
    if (!reached[at]) continue;
    for (let end = at + 1; end <= text.length; end++) {
      const piece = text.slice(at, end);
      if (questions.has(piece)) reached[end] = 2;
      else if (softeners.has(piece)) reached[end] = Math.max(reached[end]!, reached[at]!);
    }
  }
  return reached[text.length] === 2;
}
