/**
 * What agents answered, in memory that does not grow with the history. Near-same answers are counted as one; of the
 * answers the most frequent are kept by Space-Saving (A. Metwally, D. Agrawal, A. El Abbadi, "Efficient Computation of
 * Frequent and Top-k Elements in Data Streams", 2005): a new answer takes the place, and the count, of the rarest.
 * Of each answer a few texts are kept, and of the questions to it a random sample (J. Vitter, "Random Sampling with a
 * Reservoir", 1985).
 */
import { hashText } from '../text/hash';
import { guardOf } from '../text/lines';
import { dice } from '../text/sorted';
import { bandsOf, gramsOf } from './minhash';

/** One wording of a question, with a conversation in which it was asked. */
export interface Asked {
  text: string;
  /** The same for wordings that the engine takes for one. */
  key: string;
  conversation: string;
  times: number;
}

export interface Answer {
  key: string;
  guard: string;
  grams: Uint32Array;
  bands: number[];
  /** In how many conversations it was given, at most; `error` of them may have been others. */
  count: number;
  error: number;
  /** Its texts and how often each was sent. */
  texts: Map<string, number>;
  asked: Asked[];
  /** Different wordings that came by, kept or not. */
  wordings: number;
  last: string;
}

/** As like as this, two texts are one answer. */
const SAME = 0.75;
const MOST_TEXTS = 8;
const MOST_ASKED = 48;

export class Answers {
  readonly #byKey = new Map<string, Answer>();
  readonly #bands = new Map<number, Answer[]>();
  /** By count, oldest first: the first of the lowest is the next to go. */
  readonly #byCount = new Map<number, Set<Answer>>();
  #lowest = 1;
  #size = 0;

  /** `most`: how many answers are kept; `random` gives numbers in 0..1. */
  constructor(
    readonly most: number,
    readonly random: () => number,
  ) {}

  get size(): number {
    return this.#size;
  }

  [Symbol.iterator](): Iterator<Answer> {
    return this.#all();
  }

  *#all(): Generator<Answer> {
    for (const answers of this.#byCount.values()) yield* answers;
  }

  /** Counts an answer, once a conversation, and keeps what was asked. `key` is what its text is compared by. */
  add(text: string, key: string, asked: Omit<Asked, 'times'>): void {
    const answer = this.#find(key) ?? this.#begin(key);
    if (answer.last !== asked.conversation) {
      answer.last = asked.conversation;
      this.#move(answer, answer.count + 1);
    }
    countText(answer.texts, text);
    this.#ask(answer, asked);
  }

  #find(key: string): Answer | undefined {
    const known = this.#byKey.get(key);
    if (known) return known;
    const guard = guardOf(key);
    const grams = gramsOf(key);
    const compared = new Set<Answer>();
    let best: Answer | undefined;
    let likeness = SAME;
    for (const band of bandsOf(grams, hashText(guard))) {
      for (const answer of this.#bands.get(band) ?? []) {
        if (answer.guard !== guard || compared.has(answer)) continue;
        compared.add(answer);
        const like = dice(answer.grams, grams);
        if (like >= likeness) {
          best = answer;
          likeness = like;
        }
      }
    }
    return best;
  }

  #begin(key: string): Answer {
    const inherited = this.#size < this.most ? 0 : this.#evict();
    const grams = gramsOf(key);
    const guard = guardOf(key);
    const answer: Answer = { key, guard, grams, bands: bandsOf(grams, hashText(guard)), count: inherited, error: inherited, texts: new Map(), asked: [], wordings: 0, last: '' };
    this.#byKey.set(key, answer);
    for (const band of answer.bands) {
      const list = this.#bands.get(band);
      if (list) list.push(answer);
      else this.#bands.set(band, [answer]);
    }
    this.#size++;
    this.#place(answer);
    return answer;
  }

  /** Lets the rarest go; answers its count. */
  #evict(): number {
    while (!this.#byCount.get(this.#lowest)?.size) this.#lowest++;
    const answers = this.#byCount.get(this.#lowest)!;
    const [answer] = answers;
    answers.delete(answer!);
    this.#byKey.delete(answer!.key);
    for (const band of answer!.bands) {
      const left = this.#bands.get(band)!.filter((other) => other !== answer);
      if (left.length > 0) this.#bands.set(band, left);
      else this.#bands.delete(band);
    }
    this.#size--;
    return answer!.count;
  }

  #move(answer: Answer, count: number): void {
    const from = this.#byCount.get(answer.count)!;
    from.delete(answer);
    if (from.size === 0) this.#byCount.delete(answer.count);
    answer.count = count;
    this.#place(answer);
  }

  #place(answer: Answer): void {
    this.#lowest = Math.min(this.#lowest, answer.count);
    const same = this.#byCount.get(answer.count);
    if (same) same.add(answer);
    else this.#byCount.set(answer.count, new Set([answer]));
  }

  #ask(answer: Answer, asked: Omit<Asked, 'times'>): void {
    const known = answer.asked.find(({ key }) => key === asked.key);
    if (known) {
      known.times++;
      return;
    }
    answer.wordings++;
    const at = answer.asked.length < MOST_ASKED ? answer.asked.length : Math.floor(this.random() * answer.wordings);
    if (at < MOST_ASKED) answer.asked[at] = { ...asked, times: 1 };
  }
}

/** Counts a text; when there is no room, the rarest goes. */
function countText(texts: Map<string, number>, text: string): void {
  const times = texts.get(text);
  if (times === undefined && texts.size >= MOST_TEXTS) {
    let rarest = '';
    let least = Infinity;
    for (const [other, count] of texts) {
      if (count >= least) continue;
      rarest = other;
      least = count;
    }
    texts.delete(rarest);
  }
  texts.set(text, (times ?? 0) + 1);
}
