/** What is counted of one contestant. */
import { Times, hitsOf, NearText, shareOf, type Result } from '../eval/figures';
import type { Answer, Price } from './contestant';

/** Shares are of all messages, 0..1, unless said otherwise. */
export interface Figures {
  name: string;
  kind: 'rules' | 'learned' | 'prompted' | 'fine-tuned';
  /** Messages that it was judged on: those that it failed at count as not answered. */
  n: number;
  /** It showed something. */
  coverage: number;
  /** The first reply is what the agent sent, but for space around it. */
  same: number;
  /** The first reply is nearly that: character F1 of at least 0.8. */
  near: number;
  /** One of the first three is. */
  near3: number;
  /** Of the messages that it answered, how often the first reply is nearly right. */
  nearWhenAnswered: number;
  /** Of answers that came, ms. */
  latencyMs: { p50: number; p95: number };
  /** Sums over all answers; null where no provider said, or for rules. `cached` is a part of `prompt`. */
  tokens: { prompt: number; completion: number; cached: number; answers: number } | null;
  /** Of those tokens; null without a price. */
  cost: { total: number; per1000: number; currency: string } | null;
  /** Failures by kind; empty for rules. */
  failures: Record<string, number>;
  /** Messages that it was not asked any more, after too many failures in a row. */
  notAsked: number;
}

/** Counts for one contestant, message by message. */
export class Tally {
  readonly results: Result[] = [];
  readonly #judge = new NearText();
  readonly #times = new Times();
  readonly #failures: Record<string, number> = {};
  readonly #tokens = { prompt: 0, completion: 0, cached: 0, answers: 0 };
  #same = 0;
  #notAsked = 0;

  constructor(
    readonly name: string,
    readonly kind: Figures['kind'],
    readonly price?: Price,
  ) {}

  answered({ replies, usage }: Answer, truth: string, ms: number): void {
    const shown = replies.slice(0, 3).map((reply) => reply.trim()).filter((reply) => reply !== '');
    const place = shown.findIndex((reply) => this.#judge.isHit(reply, truth));
    this.results.push({ first: place === 0, among: place >= 0, given: true, shown: shown.length > 0, right: place === 0 });
    if (shown[0] === truth.trim()) this.#same++;
    this.#times.add(ms);
    if (!usage) return;
    this.#tokens.prompt += usage.prompt;
    this.#tokens.completion += usage.completion;
    this.#tokens.cached += Math.min(usage.cached, usage.prompt);
    this.#tokens.answers++;
  }

  failed(code: string): void {
    this.#failures[code] = (this.#failures[code] ?? 0) + 1;
    this.results.push(NOTHING);
  }

  skipped(): void {
    this.#notAsked++;
    this.results.push(NOTHING);
  }

  figures(): Figures {
    const { results } = this;
    const { hit1: near, hit3: near3 } = hitsOf(results);
    return {
      name: this.name,
      kind: this.kind,
      n: results.length,
      coverage: shareOf(results, ({ shown }) => shown),
      same: results.length === 0 ? 0 : Math.round((this.#same / results.length) * 1e4) / 1e4,
      near,
      near3,
      nearWhenAnswered: shareOf(results.filter(({ shown }) => shown), ({ right }) => right),
      latencyMs: { p50: this.#times.at(0.5), p95: this.#times.at(0.95) },
      tokens: this.#tokens.answers === 0 ? null : this.#tokens,
      cost: this.#cost(),
      failures: this.#failures,
      notAsked: this.#notAsked,
    };
  }

  #cost(): Figures['cost'] {
    const { prompt, completion, cached, answers } = this.#tokens;
    if (!this.price || answers === 0) return null;
    const total = ((prompt - cached) * this.price.prompt + cached * (this.price.cached ?? this.price.prompt) + completion * this.price.completion) / 1e6;
    return { total, per1000: (total / answers) * 1000, currency: this.price.currency };
  }
}

const NOTHING: Result = { first: false, among: false, given: true, shown: false, right: false };
