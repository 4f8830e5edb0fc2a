/**
 * Earlier questions like this one: scored by BM25 over the features of each field (S. Robertson and H. Zaragoza, "The
 * Probabilistic Relevance Framework: BM25 and Beyond", 2009), and the nearest vote for their answers.
 */
import { AGENT, fieldOf, FIELDS, MAX_FEATURES, MESSAGE, type Encoded } from './encode';
import type { Experience } from './experience';

const K1 = 1.2;
const B = 0.75;
const IDF_POWER = 0.7;
/** By family: words, pairs, pairs with a gap, n-grams; of the message, the agent's last turn, the customer's before, the place. */
const WEIGHTS = [1.5, 0.6, 0.6, 0.8, 1, 0.5, 0, 0, 0.3, 0.15, 0, 0, 0.5, 0, 0, 0];
/** No more postings than this are read for one question; the rarest features, which tell most, come first. */
const BUDGET = 60_000;
const MOST = 80;

/** How neighbours vote. */
export interface Election {
  /** How much the context counts beside the message. */
  context: number;
  /** How many of the nearest vote, at most 80. */
  voters: number;
  /** A vote counts its score, as a share of the nearest's, to this power, times the uses of its answer to that one. */
  power: number;
  size: number;
}

/** The votes for one answer. */
export interface Votes {
  answer: number;
  votes: number;
  /** The nearest neighbour that spoke for it, its score, and how many did. */
  row: number;
  score: number;
  /** How much of its score comes from the agent's last turn. */
  agent: number;
  times: number;
}

export class Neighbours {
  readonly #experience: Experience;
  /** The nearest rows and their scores, nearest first. */
  readonly #row = new Int32Array(MOST);
  readonly #score = new Float64Array(MOST);
  #found = 0;
  readonly #order = new Float64Array(MAX_FEATURES);
  readonly #known = new Int32Array(MAX_FEATURES);
  /** What the whole message weighs: about the score of a row with the same message. */
  whole = 0;
  /** The same of the agent's last turn. */
  wholeAgent = 0;

  constructor(experience: Experience) {
    this.#experience = experience;
  }

  /** Scores all rows for a question and lets `read` call `elect`. */
  score<T>(question: Encoded, read: () => T): T {
    this.#accumulate(question);
    const answer = read();
    for (const scores of this.#experience.scores) {
      for (let i = 0; i < scores.met; i++) scores.sum[scores.touched[i]!] = 0;
      scores.met = 0;
    }
    return answer;
  }

  /** The votes by answer, in the order of their nearest. Within `score`. */
  elect({ context, voters, power, size }: Election, usesOf: (answer: number) => number): Map<number, Votes> {
    this.#find(context, voters);
    const votes = new Map<number, Votes>();
    const agent = this.#experience.scores[AGENT]!.sum;
    for (let i = 0; i < this.#found; i++) {
      const row = this.#row[i]!;
      const { answer, right } = this.#experience.rows[row]!;
      const uses = usesOf(answer);
      if (uses === 0) continue;
      const vote = (this.#score[i]! / this.#score[0]!) ** power * uses ** size * (right ? 1 : -1);
      const known = votes.get(answer);
      if (known) {
        known.votes += vote;
        if (right && known.times++ === 0) Object.assign(known, { row, score: this.#score[i]!, agent: agent[row]! });
      } else votes.set(answer, { answer, votes: vote, row, score: this.#score[i]!, agent: agent[row]!, times: right ? 1 : 0 });
    }
    return votes;
  }

  #accumulate({ hash, family }: Encoded): void {
    const experience = this.#experience;
    const { size } = experience;
    for (let field = 0; field < FIELDS; field++) {
      const scores = experience.scores[field]!;
      scores.fixed = K1 * (1 - B);
      scores.perLength = (K1 * B * size) / Math.max(1, experience.lengths[field]!);
    }
    const order = this.#order;
    let known = 0;
    this.whole = 0;
    this.wholeAgent = 0;
    for (let i = 0; i < hash.length; i++) {
      const feature = (this.#known[i] = experience.feature(hash[i]!));
      const holding = feature < 0 ? 0 : experience.holding(feature);
      const field = fieldOf(family[i]!);
      if (field === MESSAGE) this.whole += WEIGHTS[family[i]!]! * idf(size, holding);
      else if (field === AGENT) this.wholeAgent += WEIGHTS[family[i]!]! * idf(size, holding);
      if (feature >= 0 && WEIGHTS[family[i]!]! > 0) order[known++] = holding * MAX_FEATURES + i;
    }
    order.subarray(0, known).sort();
    let budget = BUDGET;
    for (let at = 0; at < known; at++) {
      const i = order[at]! % MAX_FEATURES;
      const holding = Math.floor(order[at]! / MAX_FEATURES);
      if ((budget -= holding) < 0 && at > 0) break;
      experience.accumulate(this.#known[i]!, WEIGHTS[family[i]!]! * idf(size, holding) * (K1 + 1), fieldOf(family[i]!));
    }
  }

  #find(context: number, voters: number): void {
    const [message, ...around] = this.#experience.scores;
    const { sum, touched, met } = message!;
    const [agent, earlier, place] = around.map((scores) => scores.sum) as [Float32Array, Float32Array, Float32Array];
    const scores = this.#score;
    const rows = this.#row;
    let found = 0;
    for (let i = 0; i < met; i++) {
      const row = touched[i]!;
      const score = context === 0 ? sum[row]! : sum[row]! + context * (agent[row]! + earlier[row]! + place[row]!);
      if (found === voters && score <= scores[voters - 1]!) continue;
      let at = found < voters ? found++ : voters - 1;
      for (; at > 0 && scores[at - 1]! < score; at--) {
        scores[at] = scores[at - 1]!;
        rows[at] = rows[at - 1]!;
      }
      scores[at] = score;
      rows[at] = row;
    }
    this.#found = found;
  }
}

function idf(size: number, holding: number): number {
  return Math.log(1 + (size - holding + 0.5) / (holding + 0.5)) ** IDF_POWER;
}

