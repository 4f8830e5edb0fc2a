/**
 * From past conversations to rules: what is asked again and again in different wordings, and what is answered to it.
 * Conversations are added one by one and not kept; what is kept has a fixed size (answers.ts, seen.ts).
 */
import { isElliptic } from '../conversation';
import { Message } from '../message';
import { bareness } from '../text/courtesy';
import { weightOf } from '../text/words';
import { normalisedText } from '../normalise';
import { Answers } from './answers';
import { exchangesOf, type Exchange } from './exchanges';
import { Random } from '../random';
import { asks, lineKey, lineKind } from '../text/lines';
import { masksToBlanks, withoutMasks } from './masks';
import { proposalsOf, type ProposeOptions } from './propose';
import { RoleCheck } from './roles';
import { Seen } from './seen';
import type { HistoryConversation, MiningParts, Proposal } from './types';

/** How many different answers are kept. */
const MOST_ANSWERS = 10_000;
const MOST_COURTESIES = 500;
/** Longer replies and questions are read but teach nothing: a page of text is no answer to offer, and no wording to expect. */
const LONGEST_REPLY = 600;
const LONGEST_QUESTION = 120;
/** Shorter conversations may well be the same word for word without being one conversation. */
const TELLING = 60;
const TELLING_STRETCH = 20;
const LEAST_WEIGHT = 2;
const LONGEST_ANSWER = 16;
const LONGEST_THANKS = 12;
const THANKS = /谢谢?|感谢|thanks|thank you/i;

/** What was read. */
export interface MinedCounts {
  conversations: number;
  turns: number;
  /** Conversations that were there already, by their id or their content. */
  twice: number;
  /** Turns of agents and of customers, empty ones left out. */
  agentTurns: number;
  customerTurns: number;
}

export class Miner {
  readonly counts: MinedCounts = { conversations: 0, turns: 0, twice: 0, agentTurns: 0, customerTurns: 0 };
  readonly #parts: MiningParts;
  readonly #seen = new Seen();
  readonly #stretches = new Seen();
  readonly #roles = new RoleCheck();
  readonly #kept: { answers: Answers; greetings: Answers; closings: Answers };

  /** `seed` is for the sample of wordings that is kept: the same history and seed give the same proposals. */
  constructor(parts: MiningParts, { mostAnswers = MOST_ANSWERS, seed = 1 }: { mostAnswers?: number; seed?: number } = {}) {
    const source = new Random(seed);
    const random = () => source.next();
    this.#parts = parts;
    const courtesies = Math.min(mostAnswers, MOST_COURTESIES);
    this.#kept = { answers: new Answers(mostAnswers, random), greetings: new Answers(courtesies, random), closings: new Answers(courtesies, random) };
  }

  /** How many answers are kept now; never more than twice `mostAnswers`. */
  get size(): number {
    return this.#kept.answers.size + this.#kept.greetings.size + this.#kept.closings.size;
  }

  /** True when the agent's turns read as a customer's and the other way round. */
  get rolesSwapped(): boolean {
    return this.#roles.swapped;
  }

  /** Takes in one conversation; one that was there before is only counted. */
  add(conversation: HistoryConversation): void {
    const { id, turns } = conversation;
    const content = turns.map(({ role, text }) => `${role[0]}${text}`).join('\n');
    const sameId = this.#seen.add(`id ${id}`);
    const sameContent = content.length >= TELLING && this.#seen.add(`content ${content}`);
    if (sameId || sameContent) {
      this.counts.twice++;
      return;
    }
    this.counts.conversations++;
    this.counts.turns += turns.length;
    for (const { role, text } of turns) {
      if (text.trim() === '') continue;
      if (role === 'agent') this.counts.agentTurns++;
      else this.counts.customerTurns++;
    }
    this.#roles.add(turns);
    for (const exchange of this.#fresh(exchangesOf(turns))) this.#take(exchange, id);
  }

  /** Without stretches of a conversation that was there before: exports overlap. Two exchanges in a row tell one. */
  #fresh(exchanges: readonly Exchange[]): Exchange[] {
    const copied = new Set<Exchange>();
    for (let i = 0; i + 1 < exchanges.length; i++) {
      const pair = [exchanges[i]!, exchanges[i + 1]!];
      const content = pair.map(({ asked, answered }) => [...asked, ...answered].join('\n')).join('\n\n');
      if (content.length >= TELLING_STRETCH && this.#stretches.add(content)) for (const exchange of pair) copied.add(exchange);
    }
    return exchanges.filter((exchange) => !copied.has(exchange));
  }

  /** The rules that the history so far speaks for, those first that would have saved most typing. */
  propose(options: ProposeOptions = {}): Proposal[] {
    return proposalsOf(this.#kept, options);
  }

  #take({ asked, answered, before }: Exchange, conversation: string): void {
    if (asked.length === 0) return;
    const lines = answered.filter((line) => line.length <= LONGEST_REPLY);
    const bare = bareness(normalisedText(asked.join(' ')));
    if (bare !== null) {
      // 是的 to a question of the agent's is an answer, and what follows goes on from it.
      if (bare === 'greeting' || before === null || !asks(before)) this.#courtesy(bare, asked, lines, conversation);
      return;
    }
    const question = this.#question(asked);
    if (question === null || isReplyTo(before, question)) return;
    // Greetings around an answer are rules of their own, not part of it; so is a line that stalls before it.
    const said = lines.filter((line) => !['greeting', 'closing'].includes(lineKind(line)));
    const telling = said.filter((line) => lineKind(line) !== 'stalling');
    const kept = telling.length > 0 ? telling : said;
    if (kept.length === 0) return;
    this.#count(this.#kept.answers, kept.join('\n'), question, conversation);
  }

  /** The wording of what was asked, without greetings in front; null when it asks nothing that could be told from other things. */
  #question(asked: readonly string[]): string | null {
    const telling = asked.filter((line) => !isCourtesy(line));
    const joined = (telling.length > 0 ? telling : asked).join('，');
    if (joined.length > LONGEST_QUESTION) return null;
    const slotted = this.#parts.wordingSlotted(joined);
    if (slotted === null) return null;
    const wording = withoutMasks(slotted);
    const { core, normalised } = new Message(wording);
    if (isElliptic(core) || isCourtesy(core) || weightOf(core) < LEAST_WEIGHT || normalised.entities.length > 0) return null;
    return wording;
  }

  #courtesy(bare: 'greeting' | 'acknowledgement', asked: readonly string[], lines: readonly string[], conversation: string): void {
    const question = asked.join('，');
    for (const line of lines) {
      const kind = lineKind(line);
      if (bare === 'greeting' && kind === 'greeting') this.#count(this.#kept.greetings, line, question, conversation);
      if (bare === 'acknowledgement' && (kind === 'closing' || kind === 'nod')) this.#count(this.#kept.closings, line, question, conversation);
    }
  }

  #count(into: Answers, text: string, question: string, conversation: string): void {
    const slotted = this.#parts.slotted(text, question);
    if ('refused' in slotted) return;
    const reply = masksToBlanks(slotted.text);
    const said = withoutMasks(reply);
    // 您好 is all greeting and leaves no key.
    const key = lineKey(said) || normalisedText(said);
    if (key === '' || reply.length > LONGEST_REPLY) return;
    into.add(reply, key, { text: question, key: normalisedText(question), conversation });
  }
}

/** Whether the customer only answers what the agent asked (哪里的呢 – 广东): that asks nothing that could be asked again. */
function isReplyTo(before: string | null, said: string): boolean {
  return before !== null && asks(before) && !asks(said) && said.length <= LONGEST_ANSWER;
}

/** Whether a line only greets, thanks or agrees: 好吧, 哦好谢谢啦. */
function isCourtesy(line: string): boolean {
  return bareness(normalisedText(line)) !== null || (line.length <= LONGEST_THANKS && THANKS.test(line) && !asks(line.replace(THANKS, '')));
}
