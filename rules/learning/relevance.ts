/**
 * What the outcomes so far say about a message: which rules' replies are likely the answer. It learns at once from each
 * outcome and from nothing else; the same outcomes in the same order give the same state, bit for bit.
 */
import { Message } from '../message';
import { normalisedText } from '../normalise';
import type { Scope, Turn } from '../types';
import { Answers } from './answers';
import { encode, type Encoded } from './encode';
import { MAX_EXAMPLE, MAX_KNOWN_REPLY, readLesson, writeLesson, type Joined, type Lesson } from './lesson';
import { Model } from './model';
import { Wordings } from './wordings';

/** What was asked: a message, with the turns before it, oldest first. */
export interface Question {
  message: Message | string;
  before: readonly Turn[];
  scope: Scope;
}

/** A rule whose reply may be the answer. */
export interface Rating {
  /** Of the rules that give the answer the one that was told of last. */
  ruleId: string;
  /** How likely it is, 0..1, as measured over the outcomes so far. */
  probability: number;
  /** The nearest earlier message that it was the answer to, and of how many of the near ones; null and 0 without any near. */
  example: string | null;
  times: number;
}

/**
 * When a model has learned from twice so many outcomes it is to be made again from the last window of them: so memory and
 * time stay bounded, and what is long past is forgotten.
 */
const WINDOW = 4_096;

/** How many of the last lessons make a model what it is, of so many that it was ever told. */
export function lessonsNeeded(count: number): number {
  return count - Math.max(0, Math.floor(count / WINDOW) - 1) * WINDOW;
}

export class Relevance {
  readonly #model = new Model();
  /** Answers are known to the model by number. Per answer the rule by which lessons name it, and all that give it, the last that was told of at the end. */
  readonly #firsts: string[] = [];
  readonly #rules: string[][] = [];
  readonly #answers = new Map<string, number>();
  readonly #replies = new Answers();
  /** The messages that the model has learned from. */
  readonly #messages: string[] = [];
  readonly #wordings = new Wordings();
  #last: { text: string; before: readonly Turn[]; scope: Scope; encoded: Encoded } | null = null;

  /**
   * The rules whose replies may be the answer, likeliest first, at most ten. Rules that are not `allowed` (gone, disabled,
   * of another scope) are left out as if they had never been. Changes nothing and never throws.
   */
  rate(question: Question, allowed: (ruleId: string) => boolean = () => true): Rating[] {
    if (this.#model.size === 0) return [];
    const rules = new Map<number, string>();
    const opinions = this.#model.rate(this.#encode(question), (answer) => {
      const ruleId = this.#rules[answer]!.findLast(allowed);
      if (ruleId !== undefined) rules.set(answer, ruleId);
      return ruleId !== undefined;
    });
    return opinions.map(({ answer, probability, row, times }) => ({
      ruleId: rules.get(answer)!,
      probability,
      example: row < 0 ? null : this.#messages[row]!,
      times,
    }));
  }

  /** How many outcomes the model has learned from. */
  get size(): number {
    return this.#model.size;
  }

  /** Whether it is to be made again from the last lessons (`lessonsNeeded`). Until then it goes on learning. */
  get isFull(): boolean {
    return this.#model.size >= 2 * WINDOW;
  }

  /** The answer that a rule gives, by its number; undefined while no outcome told of it. */
  answerOf(ruleId: string): number | undefined {
    return this.#answers.get(ruleId);
  }

  /** The rule by which the answer is named that a rule gives or, without one, that a reply is nearly the same as. */
  answerId(ruleId: string, reply: string): string | undefined {
    const answer = this.#answers.get(ruleId) ?? this.#replies.find(reply.slice(0, MAX_KNOWN_REPLY));
    return answer === undefined ? undefined : this.#firsts[answer];
  }

  /** Whether a message, normalised, settles its answer; true while nothing is known of it. */
  isSettled(wording: string): boolean {
    return this.#wordings.isSettled(wording);
  }

  /**
   * Learns the outcome of a question: the answer, named by its first rule, that was right (accepted, edited or written),
   * or, with `right` false, was dismissed. `reply` is what it says, and `joined` the rules that give an answer from now on
   * or were just told of. Answers what it was, to be kept with the outcome for `relearn`.
   */
  learn(question: Question, answerId: string, right = true, { reply = '', joined = [] }: { reply?: string; joined?: readonly Joined[] } = {}): Uint8Array {
    const text = typeof question.message === 'string' ? question.message : question.message.original;
    const lesson: Lesson = {
      answerId,
      right,
      message: text.trim().slice(0, MAX_EXAMPLE),
      reply: reply.slice(0, MAX_KNOWN_REPLY),
      joined,
      question: this.#encode(question),
    };
    this.#take(lesson);
    return writeLesson(lesson);
  }

  /** Learns what an earlier `learn` answered, with the same result. Throws a RangeError when the bytes are damaged; nothing is learned then. */
  relearn(lesson: Uint8Array): void {
    this.#take(readLesson(lesson));
  }

  #take({ question, message, answerId, reply, right, joined }: Lesson): void {
    const number = this.#numberOf(answerId, reply);
    for (const join of joined) this.#join(join.ruleId, this.#numberOf(join.answerId, ''));
    if (right) this.#wordings.learn(normalisedText(message), number);
    this.#messages.push(message);
    this.#model.learn(question, number, right);
  }

  #numberOf(answerId: string, reply: string): number {
    const known = this.#answers.get(answerId);
    if (known !== undefined) return known;
    const number = this.#firsts.push(answerId) - 1;
    this.#rules.push([]);
    if (reply !== '') this.#replies.add(number, reply);
    this.#join(answerId, number);
    return number;
  }

  #join(ruleId: string, number: number): void {
    const before = this.#answers.get(ruleId);
    if (before !== undefined) this.#rules[before] = this.#rules[before]!.filter((other) => other !== ruleId);
    this.#answers.set(ruleId, number);
    this.#rules[number]!.push(ruleId);
  }

  /** The outcome of a question mostly comes after it was suggested for: then nothing is worked out twice. */
  #encode({ message, before, scope }: Question): Encoded {
    const text = typeof message === 'string' ? message : message.original;
    const last = this.#last;
    if (last && last.text === text && last.before === before && last.scope.shop === scope.shop && last.scope.platform === scope.platform) return last.encoded;
    const encoded = encode(typeof message === 'string' ? new Message(message) : message, before, scope);
    this.#last = { text, before, scope: { ...scope }, encoded };
    return encoded;
  }
}
