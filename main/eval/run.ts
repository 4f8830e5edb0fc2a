/** Runs a stream of messages through the engine and what it learns: suggest first, then learn the truth. */
import { Random } from '../../rules/random';
import type { Rule } from '../../rules/types';
import { ExactMatch, MiniSearchMatch, NlpMatch } from './baselines';
import { hitsOf, NearText, SameText, shareOf, Times, type Hits, type Judge, type Result } from './figures';
import type { Case, Row } from './rows';
import { Seat, type Learner } from './seat';

export interface EvalOptions {
  /** Shuffles the rows (never the turns) by Fisher–Yates with mulberry32 of this seed. */
  seed?: number;
  /** Rules that are there from the start. */
  rules?: readonly Rule[];
  /** Runs the same stream through exact match, MiniSearch and nlp.js, too. */
  baselines?: boolean;
}

interface Percentiles {
  p50: number;
  p99: number;
}

export interface EvalFigures extends Hits {
  /** How many messages were answered. */
  n: number;
  /** The share whose answer had been given before: no learner can do better. */
  ceiling: number;
  /** Of the last fifth. */
  last20: Hits & { shown: number; precisionWhenShown: number };
  /** The share for which the panel would have shown something, with the default thresholds; and how often its first was right then. */
  shown: number;
  precisionWhenShown: number;
  suggestMs: Percentiles;
  learnMs: Percentiles & { max: number };
  /** Memory of the whole process at the end, in 10⁶ bytes. */
  rssMb: number;
  /** With conversations: how many messages had a reply that was given before, and the hits among those. */
  givenBefore?: number;
  hit1OfGivenBefore?: number;
  hit3OfGivenBefore?: number;
  baselines?: Record<string, Hits & { last20: Hits; hit3OfGivenBefore?: number }>;
}

/**
 * Runs the rows in their order, or shuffled. `hit1` and `hit3` look at the engine's ranking however unsure it is; `shown`
 * and `precisionWhenShown` at what it offers with its default thresholds. Without a seed, rows are never held together.
 */
export async function evaluate(rows: AsyncIterable<Row>, { seed, rules = [], baselines = false }: EvalOptions = {}): Promise<EvalFigures> {
  let stream: Stream | undefined;
  for await (const row of seed === undefined ? rows : shuffled(rows, seed)) {
    stream ??= new Stream(row.kind === 'dialogue', rules, baselines);
    for (const asked of row.cases) await stream.run(asked);
  }
  return (stream ?? new Stream(false, rules, baselines)).figures();
}

async function* shuffled(rows: AsyncIterable<Row>, seed: number): AsyncGenerator<Row> {
  const all: Row[] = [];
  for await (const row of rows) all.push(row);
  yield* new Random(seed).shuffle(all);
}

class Stream {
  readonly #near: boolean;
  readonly #judge: Judge;
  readonly #seat: Seat;
  readonly #others: { name: string; learner: Learner; results: Result[] }[];
  readonly #results: Result[] = [];
  readonly #suggest = new Times();
  readonly #learn = new Times();

  constructor(near: boolean, rules: readonly Rule[], baselines: boolean) {
    this.#near = near;
    this.#judge = near ? new NearText() : new SameText();
    this.#seat = new Seat();
    for (const rule of rules) this.#seat.addRule(rule);
    const others: [string, Learner][] = baselines ? [['exact', new ExactMatch()], ['minisearch', new MiniSearchMatch()], ['nlp.js', new NlpMatch()]] : [];
    this.#others = others.map(([name, learner]) => ({ name, learner, results: [] }));
  }

  async run(asked: Case): Promise<void> {
    const begin = performance.now();
    const shown = this.#seat.suggest(asked);
    const suggested = performance.now();
    const ranked = this.#seat.rank(asked);
    const given = this.#judge.meet(asked.truth);
    const before = performance.now();
    this.#seat.learn(asked);
    this.#learn.add(performance.now() - before);
    this.#suggest.add(suggested - begin);
    this.#results.push(this.#result(asked, ranked, shown, given));
    for (const { learner, results } of this.#others) {
      const found = await learner.rank(asked);
      results.push(this.#result(asked, found, found, given));
      await learner.learn(asked);
    }
  }

  #result({ truth }: Case, ranked: readonly string[], shown: readonly string[], given: boolean): Result {
    const place = ranked.findIndex((reply) => this.#judge.isHit(reply, truth));
    const right = shown.length > 0 && this.#judge.isHit(shown[0]!, truth);
    return { first: place === 0, among: place >= 0 && place < 3, given, shown: shown.length > 0, right };
  }

  figures(): EvalFigures {
    const results = this.#results;
    const { p50, p99 } = this.#suggest.percentiles;
    return {
      n: results.length,
      ceiling: shareOf(results, ({ given }) => given),
      ...hitsOf(results),
      last20: { ...hitsOf(lastFifth(results)), ...shownOf(lastFifth(results)) },
      ...shownOf(results),
      ...(this.#near ? { givenBefore: results.filter(({ given }) => given).length, ...ofGiven(results) } : {}),
      suggestMs: { p50, p99 },
      learnMs: this.#learn.percentiles,
      rssMb: Math.round(process.memoryUsage().rss / 1e6),
      ...(this.#others.length > 0 ? { baselines: Object.fromEntries(this.#others.map(({ name, results }) => [name, this.#besides(results)])) } : {}),
    };
  }

  #besides(results: readonly Result[]): Hits & { last20: Hits } {
    return { ...hitsOf(results), last20: hitsOf(lastFifth(results)), ...(this.#near ? ofGiven(results) : {}) };
  }
}

function lastFifth<T>(all: readonly T[]): T[] {
  return all.slice(Math.floor(all.length * 0.8));
}

function shownOf(results: readonly Result[]): { shown: number; precisionWhenShown: number } {
  const shown = results.filter((result) => result.shown);
  return { shown: shareOf(results, (result) => result.shown), precisionWhenShown: shareOf(shown, ({ right }) => right) };
}

function ofGiven(results: readonly Result[]): { hit1OfGivenBefore: number; hit3OfGivenBefore: number } {
  const { hit1, hit3 } = hitsOf(results.filter(({ given }) => given));
  return { hit1OfGivenBefore: hit1, hit3OfGivenBefore: hit3 };
}
