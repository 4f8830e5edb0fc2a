import { Message } from '../message';
import type { Scope, Turn } from '../types';
import { encode, type Encoded } from './encode';
import { Model } from './model';

/** What was asked: a message, with the turns before it, oldest first. */
export interface Question {
  message: Message | string;
  before: readonly Turn[];
  scope: Scope;
}

/** A rule whose reply may be the answer. */
export interface Rating {
  ruleId: string;
  /** How likely it is, 0..1. */
  probability: number;
  /** The nearest earlier message that it was the answer to, and how many of the near ones it was; null and 0 without any. */
  example: string | null;
  times: number;
}

export class Relevance {
  readonly #model = new Model();
  readonly #numbers = new Map<string, number>();
  readonly #rules: string[] = [];
  readonly #messages: string[] = [];
  #last: { text: string; before: readonly Turn[]; scope: Scope; encoded: Encoded } | null = null;

  rate(question: Question, allowed: (ruleId: string) => boolean = () => true): Rating[] {
    if (this.#model.size === 0) return [];
    return this.#model
      .rate(this.#encode(question), (answer) => allowed(this.#rules[answer]!))
      .map(({ answer, probability, row, times }) => ({ ruleId: this.#rules[answer]!, probability, example: row < 0 ? null : this.#messages[row]!, times }));
  }

  /** Whether some outcome spoke for, or against, a rule. */
  knows(ruleId: string): boolean {
    return this.#numbers.has(ruleId);
  }

  learn(question: Question, ruleId: string, right = true): void {
    const encoded = this.#encode(question);
    let number = this.#numbers.get(ruleId);
    if (number === undefined) {
      number = this.#rules.length;
      this.#numbers.set(ruleId, number);
      this.#rules.push(ruleId);
    }
    this.#messages.push(typeof question.message === 'string' ? question.message : question.message.original);
    this.#model.learn(encoded, number, right);
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
