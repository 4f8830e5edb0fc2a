/**
 * What the outcomes so far say about a message: which rules' replies are likely the answer. It learns at once from each
 * outcome and from nothing else; the same outcomes in the same order give the same state, bit for bit.
 */
import { Message } from '../message';
import { normalisedText } from '../normalise';
import type { Scope, Turn } from '../types';
import { encode, type Encoded } from './encode';
import { MAX_EXAMPLE, readLesson, writeLesson } from './lesson';
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
  /** Answers are known to the model by number. */
  readonly #numbers = new Map<string, number>();
  readonly #rules: string[] = [];
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
    const opinions = this.#model.rate(this.#encode(question), (answer) => allowed(this.#rules[answer]!));
    return opinions.map(({ answer, probability, row, times }) => ({
      ruleId: this.#rules[answer]!,
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

  /** Whether some outcome spoke for a rule, or against it. */
  knows(ruleId: string): boolean {
    return this.#numbers.has(ruleId);
  }

  /** Whether a message, normalised, settles its answer; true while nothing is known of it. */
  isSettled(wording: string): boolean {
    return this.#wordings.isSettled(wording);
  }

  /**
   * Learns the outcome of a question: the rule whose reply was right (accepted, edited or written), or, with `right`
   * false, the one that was dismissed. Answers what it was, to be kept with the outcome for `relearn`.
   */
  learn(question: Question, ruleId: string, right = true): Uint8Array {
    const text = typeof question.message === 'string' ? question.message : question.message.original;
    const encoded = this.#encode(question);
    const message = text.trim().slice(0, MAX_EXAMPLE);
    this.#take(encoded, message, ruleId, right);
    return writeLesson({ ruleId, right, message, question: encoded });
  }

  /** Learns what an earlier `learn` answered, with the same result. Throws a RangeError when the bytes are damaged; nothing is learned then. */
  relearn(lesson: Uint8Array): void {
    const { question, message, ruleId, right } = readLesson(lesson);
    this.#take(question, message, ruleId, right);
  }

  #take(question: Encoded, message: string, ruleId: string, right: boolean): void {
    let number = this.#numbers.get(ruleId);
    if (number === undefined) {
      number = this.#rules.push(ruleId) - 1;
      this.#numbers.set(ruleId, number);
    }
    if (right) this.#wordings.learn(normalisedText(message), number);
    this.#messages.push(message);
    this.#model.learn(question, number, right);
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
