/**
 * Which answer a question wants, learned one outcome at a time: a linear model, two small nets, neighbours and the record of
 * each answer give their opinions, a pool takes them together, and a calibration says how sure that is. Past questions
 * are trained on again beside each new one (D. Rolnick et al., "Experience Replay for Continual Learning", 2019), the
 * less well known of a few drawn at a time.
 */
import { Calibration } from './calibration';
import { AGENT, fieldOf, MAX_FEATURES, type Encoded } from './encode';
import { Experience, type Row } from './experience';
import { Linear } from './linear';
import { Neighbours, type Election, type Votes } from './neighbours';
import { Net } from './net';
import { Pool } from './pool';
import { Random } from '../random';
import { emptyVector, type Vector } from './vector';

/** An answer that comes into question. */
export interface Opinion {
  answer: number;
  /** How likely it is the one that is wanted, 0..1. */
  probability: number;
  /** The nearest earlier question that had this answer, and how many of the near ones had; -1 and 0 without any. */
  row: number;
  times: number;
}

const SEED = 20_251_124;
const REPLAYS = 8;
/** Of so many rows drawn, the one that is known least is trained on. */
const DRAWN = 3;
const LINEAR_DROPOUT = 0.2;
const NET_DROPOUT = 0.4;
/** Answers that come into use when so many others have a column go without: their memory is bounded. */
const MAX_COLUMNS = 256;
/** How much a feature counts for the linear model and the net: of the message, the agent's last turn, the customer's before, the place. */
const FIELD_WEIGHTS = [1, 1, 0.3, 0.5];
/** A feature gets weights when so many questions hold it. */
const LEAST_HOLDING = 2;
const ELECTIONS: readonly Election[] = [
  { context: 0, voters: 30, power: 8, size: -0.3 },
  { context: 0.3, voters: 80, power: 2, size: 0 },
  { context: 1, voters: 80, power: 2, size: 0 },
];
/** Linear, nets, uses, recent uses, elections: what each counts before anything was learned. */
const FIRST_WEIGHTS = [0.5, 0.15, 0.15, 0, 0, 0.3, 0.2, 0.2];
/** No expert says less than this log-probability, nor an election less than this share. */
const FLOOR = -9;
const LEAST_SHARE = 0.002;
/** Recent uses are forgotten by a factor e in so many outcomes. */
const FORGETTING = 100;
/** How fast the rate of answers never given before is followed. */
const NOVELTY_SPAN = 100;
/** Bias, log-odds in the pool, log-odds of an answer known before, likeness of the nearest, log of uses, experience. */
const FIRST_CALIBRATION = [-4, 0.6, 0.3, 5, 0, 0];
/**
 * What is less like all earlier questions than this is the less sure for it, however well those went; less so with every
 * so many outcomes, as by then the calibration has seen strange ones, too.
 */
const LEAST_LIKENESS = 0.25;
const STRANGE_SPAN = 100;
const MOST_OPINIONS = 10;
/** The calibration learns from so many of the best. */
const JUDGED = 3;

/** 「好的」 is followed by a line that mostly follows such messages, whatever the agent said, or by what followed after this turn of the agent; anything else is this much less likely. */
const HELD_BACK = 0.2;
const SAME_TURN = 0.6;
const MANY_TURNS = 3;

/** What is known of an answer. */
interface Known {
  /** How often it was right. */
  uses: number;
  /** To messages that ask nothing, and after which turns of the agent, up to three. */
  bare: number;
  turns: number[];
  /** Its column in the linear model and the net; 0, which all share that were right at most once or came too late. */
  column: number;
  /** Recent uses as of the outcome `at`. */
  recent: number;
  at: number;
}

export class Model {
  readonly #experience = new Experience();
  readonly #neighbours = new Neighbours(this.#experience);
  readonly #linear = new Linear();
  readonly #nets = [new Net(32), new Net(131)];
  readonly #pool = new Pool(FIRST_WEIGHTS);
  readonly #calibration = new Calibration(FIRST_CALIBRATION);
  readonly #random = new Random(SEED);
  readonly #known: Known[] = [];
  /** Answers with a column of their own. */
  readonly #often: number[] = [];
  /** How many share column 0. */
  #once = 0;
  #columns = 1;
  /** Per feature its row in the linear model and the net, -1 before it has one. */
  #rows = new Int32Array(1 << 14).fill(-1);
  #nextRow = 0;
  /** How often of late the right answer was one never given before, 0..1. */
  #novelty = 1;
  readonly #asked = emptyVector(MAX_FEATURES);
  readonly #trained = emptyVector(MAX_FEATURES);
  /** The last question that was looked at since the last outcome, and what was found. */
  #seen: Encoded | null = null;
  #candidates: number[] = [];
  #nearest = new Map<number, Votes>();

  constructor() {
    this.#addColumn();
  }

  /** How many outcomes were learned. */
  get size(): number {
    return this.#experience.size;
  }

  /** The answers that come into question, most likely first, at most ten; answers that are not `allowed` are left out as if unknown. */
  rate(question: Encoded, allowed: (answer: number) => boolean): Opinion[] {
    this.#look(question);
    const { probability } = this.#pool;
    let total = 0;
    const open: { answer: number; share: number }[] = [];
    for (let i = 0; i < this.#candidates.length; i++) {
      const answer = this.#candidates[i]!;
      if (!allowed(answer)) continue;
      total += probability[i]!;
      open.push({ answer, share: probability[i]! });
    }
    open.sort((a, b) => b.share - a.share || a.answer - b.answer);
    let ceiling = 1;
    return open.slice(0, MOST_OPINIONS).map(({ answer, share }) => {
      const nearest = this.#nearest.get(answer);
      const strange = Math.min(1, (this.#likeness(nearest) * (1 + this.size / STRANGE_SPAN)) / LEAST_LIKENESS);
      ceiling = Math.min(ceiling, strange * this.#calibration.confidence(this.#signs(answer, share / total)));
      const heldBack = question.bare && !this.#followsHere(answer, nearest);
      return { answer, probability: heldBack ? ceiling * HELD_BACK : ceiling, row: nearest?.row ?? -1, times: nearest?.times ?? 0 };
    });
  }

  /** Learns that `answer` was what the question wanted, or that it was not. */
  learn(question: Encoded, answer: number, right: boolean): void {
    this.#judge(question, answer, right);
    this.#seen = null;
    const known = (this.#known[answer] ??= { uses: 0, bare: 0, turns: [], column: 0, recent: 0, at: 0 });
    if (right) this.#count(answer, known);
    if (right && question.bare) {
      known.bare++;
      const turn = turnOf(question);
      if (known.turns.length < MANY_TURNS && !known.turns.includes(turn)) known.turns.push(turn);
    }
    const row = this.#experience.add(question, answer, right);
    for (const feature of row.features) this.#open(feature);
    this.#train(row);
    for (let i = 0; i < REPLAYS && this.size > 1; i++) this.#train(this.#draw());
  }

  /** What was thought before the outcome teaches the pool and the calibration. */
  #judge(question: Encoded, answer: number, right: boolean): void {
    if (this.#known.length > 0) this.#look(question);
    const count = this.#candidates.length;
    const place = this.#candidates.indexOf(answer);
    if (count > 0) {
      const { probability } = this.#pool;
      const best = this.#candidates.map((_, i) => i).sort((a, b) => probability[b]! - probability[a]!);
      for (const i of right ? best.slice(0, JUDGED) : [place]) {
        if (i >= 0) this.#calibration.learn(this.#signs(this.#candidates[i]!, probability[i]!), right && i === place);
      }
    }
    if (!right) return;
    if (place >= 0) this.#pool.learn(count, place, this.#age);
    const isNew = (this.#known[answer]?.uses ?? 0) === 0;
    this.#novelty += ((isNew ? 1 : 0) - this.#novelty) / Math.min(NOVELTY_SPAN, this.size + 1);
  }

  #count(answer: number, known: Known): void {
    const now = this.size;
    known.recent = 1 + known.recent * Math.exp((known.at - now) / FORGETTING);
    known.at = now;
    known.uses++;
    if (known.uses === 1) this.#once++;
    if (known.uses < 2 || known.column > 0 || this.#columns === MAX_COLUMNS) return;
    this.#once--;
    known.column = this.#columns++;
    this.#often.push(answer);
    this.#addColumn();
  }

  #addColumn(): void {
    this.#linear.addColumn();
    for (const net of this.#nets) net.addColumn();
  }

  /** Experience as the pool sees it: 0 at 256 outcomes, 1 at 4,096. */
  get #age(): number {
    return (Math.log2(this.size + 2) - 8) / 4;
  }

  /** Leaves the candidates for a question in `#candidates`, and what the pool says of them. */
  #look(question: Encoded): void {
    if (this.#seen === question) return;
    this.#seen = question;
    const usesOf = (answer: number) => this.#known[answer]!.uses;
    const elections = this.#neighbours.score(question, () => ELECTIONS.map((election) => this.#neighbours.elect(election, usesOf)));
    this.#nearest = elections.at(-1)!;
    const candidates = new Set(this.#often);
    for (const votes of elections) for (const answer of votes.keys()) candidates.add(answer);
    this.#candidates = [...candidates];
    this.#pool.reserve(this.#candidates.length);
    this.#ask(question, elections);
    this.#pool.combine(this.#candidates.length, this.#age);
  }

  #ask(question: Encoded, elections: readonly Map<number, Votes>[]): void {
    const x = this.#fill(this.#asked, question.family, question.count, (i) => this.#experience.feature(question.hash[i]!), 0);
    const linear = this.#linear.predict(x);
    const nets = this.#nets.map((net) => net.predict(x));
    const totals = elections.map((votes) => totalOf(votes));
    const { opinions, experts } = this.#pool;
    this.#candidates.forEach((answer, candidate) => {
      const { uses, column, recent, at } = this.#known[answer]!;
      const share = column === 0 ? 1 / Math.max(1, this.#once) : 1;
      let to = candidate * experts;
      opinions[to++] = Math.max(FLOOR, Math.log(linear[column]! * share));
      for (const net of nets) opinions[to++] = Math.max(FLOOR, Math.log(net[column]! * share));
      opinions[to++] = Math.log(uses / this.size);
      opinions[to++] = Math.log((recent * Math.exp((at - this.size) / FORGETTING) + 0.01) / FORGETTING);
      elections.forEach((votes, i) => {
        const got = Math.max(0, votes.get(answer)?.votes ?? 0);
        opinions[to++] = Math.log((totals[i]! > 0 ? got / totals[i]! : 0) + LEAST_SHARE);
      });
    });
  }

  /** What the calibration looks at. */
  #signs(answer: number, share: number): number[] {
    const nearest = this.#nearest.get(answer);
    return [1, logOdds(share), -logOdds(this.#novelty), this.#likeness(nearest), Math.log(this.#known[answer]!.uses), this.#age];
  }

  /** How much of the question the nearest earlier one shares, about 0..1. */
  #likeness(nearest: Votes | undefined): number {
    return nearest && this.#neighbours.whole > 0 ? Math.min(1.5, nearest.score / this.#neighbours.whole) : 0;
  }

  #followsHere(answer: number, nearest: Votes | undefined): boolean {
    const { uses, bare, turns } = this.#known[answer]!;
    if (turns.length === MANY_TURNS && 2 * bare >= uses) return true;
    return nearest !== undefined && this.#neighbours.wholeAgent > 0 && nearest.agent >= SAME_TURN * this.#neighbours.wholeAgent;
  }

  #open(feature: number): void {
    if (feature >= this.#rows.length) {
      const wider = new Int32Array(2 * feature).fill(-1);
      wider.set(this.#rows);
      this.#rows = wider;
    }
    if (this.#rows[feature] !== -1 || this.#experience.holding(feature) < LEAST_HOLDING) return;
    this.#rows[feature] = this.#nextRow;
    for (const net of this.#nets) net.addRow(this.#nextRow);
    this.#nextRow++;
  }

  /** One of the rows before the last. */
  #draw(): Row {
    const { rows } = this.#experience;
    let drawn = rows[this.#random.below(rows.length - 1)]!;
    for (let i = 1; i < DRAWN; i++) {
      const other = rows[this.#random.below(rows.length - 1)]!;
      if (other.miss > drawn.miss) drawn = other;
    }
    return drawn;
  }

  #train(row: Row): void {
    const { features, family, count, answer, right } = row;
    const column = this.#known[answer]!.column;
    if (!right && column === 0) return;
    const featureAt = (i: number) => features[i]!;
    const before = this.#linear.train(this.#fill(this.#trained, family, count, featureAt, LINEAR_DROPOUT), column, right);
    row.miss = right ? 1 - before : before;
    for (const net of this.#nets) net.train(this.#fill(this.#trained, family, count, featureAt, NET_DROPOUT), column, right);
  }

  /** TF-IDF of unit length; a share of the features, drawn at random, is left out (dropout). */
  #fill(x: Vector, family: Uint8Array, count: Uint8Array, featureAt: (i: number) => number, dropout: number): Vector {
    x.length = 0;
    let square = 0;
    for (let i = 0; i < family.length; i++) {
      const feature = featureAt(i);
      const row = feature < 0 ? -1 : this.#rows[feature]!;
      if (row < 0 || (dropout > 0 && this.#random.next() < dropout)) continue;
      const idf = Math.log(1 + (this.size + 1) / (this.#experience.holding(feature) + 0.5));
      const value = FIELD_WEIGHTS[fieldOf(family[i]!)]! * count[i]! * idf;
      x.row[x.length] = row;
      x.value[x.length++] = value;
      square += value * value;
    }
    const scale = square > 0 ? 1 / Math.sqrt(square) : 0;
    for (let i = 0; i < x.length; i++) x.value[i]! *= scale;
    return x;
  }
}

/** Tells the agent's last turn from others. */
function turnOf({ hash, family }: Encoded): number {
  let turn = 0;
  for (let i = 0; i < hash.length; i++) if (fieldOf(family[i]!) === AGENT) turn ^= hash[i]!;
  return turn;
}

function totalOf(votes: Map<number, Votes>): number {
  let total = 0;
  for (const { votes: got } of votes.values()) if (got > 0) total += got;
  return total;
}

/** Kept within ±4: of a few answers the best is soon far ahead of the others, and says nothing by that. */
function logOdds(p: number): number {
  const kept = Math.min(0.98, Math.max(0.02, p));
  return Math.log(kept / (1 - kept));
}
