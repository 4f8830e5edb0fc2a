/** What the same stream gives without us: exact match, MiniSearch over words and Chinese characters, and nlp.js. */
import MiniSearch from 'minisearch';
import type { Nlp } from '@nlpjs/nlp';
import type { Case } from './rows';
import type { Learner } from './seat';

export class ExactMatch implements Learner {
  readonly #replies = new Map<string, string[]>();

  rank({ message }: Case): string[] {
    return (this.#replies.get(message.trim()) ?? []).slice(0, 3);
  }

  /** The latest comes first. */
  learn({ message, truth }: Case): void {
    const wording = message.trim();
    const before = this.#replies.get(wording) ?? [];
    this.#replies.set(wording, [truth, ...before.filter((reply) => reply !== truth)]);
  }
}

/** So many of the likest messages speak for their answers; of 10, 20, 50 and all the best. */
const HITS = 20;

/** Each message is a document; an answer's score is that of its messages together. */
export class MiniSearchMatch implements Learner {
  readonly #index = new MiniSearch<{ id: number; text: string }>({ fields: ['text'], tokenize: words, processTerm: (term) => term.toLowerCase() });
  readonly #replies: string[] = [];

  rank({ message }: Case): string[] {
    const scores = new Map<string, number>();
    for (const { id, score } of this.#index.search(message, { combineWith: 'OR' }).slice(0, HITS)) {
      const reply = this.#replies[id as number]!;
      scores.set(reply, (scores.get(reply) ?? 0) + score);
    }
    return [...scores].sort(([, a], [, b]) => b - a).slice(0, 3).map(([reply]) => reply);
  }

  learn({ message, truth }: Case): void {
    this.#index.add({ id: this.#replies.length, text: message });
    this.#replies.push(truth);
  }
}

/** Trained first when so many were learned, then whenever there are so many times as many as the last time. */
const TRAINED = { first: 50, growth: 1.25 };
/** Its training takes time with the number of answers, and minutes with thousands. */
const MOST_ANSWERS = 400;

/**
 * nlp.js with its own words and stems of the language of the stream: each answer is an intent, each message a document.
 * It cannot learn one message more, so it is trained from nothing at 50 messages and whenever there are a quarter more:
 * what it answers is at most a fifth behind. With more than 400 answers it gives up and answers nothing.
 */
export class NlpMatch implements Learner {
  readonly #learned: { message: string; truth: string }[] = [];
  readonly #answers = new Set<string>();
  #next = TRAINED.first;
  #nlp: Nlp | undefined;
  #language: 'zh' | 'en' = 'en';

  async rank({ message }: Case): Promise<string[]> {
    if (!this.#nlp) return [];
    const { classifications } = await this.#nlp.process(this.#language, message);
    return classifications.filter(({ intent }) => intent !== 'None').slice(0, 3).map(({ intent }) => intent);
  }

  async learn({ message, truth }: Case): Promise<void> {
    this.#learned.push({ message, truth });
    this.#answers.add(truth);
    if (this.#answers.size > MOST_ANSWERS) this.#nlp = undefined;
    else if (this.#learned.length >= this.#next) await this.#train();
  }

  async #train(): Promise<void> {
    this.#next = Math.ceil(this.#learned.length * TRAINED.growth);
    const [{ containerBootstrap }, { Nlp }, { LangEn }, { LangZh }] = await Promise.all([import('@nlpjs/core'), import('@nlpjs/nlp'), import('@nlpjs/lang-en'), import('@nlpjs/lang-zh')]);
    const container = await containerBootstrap();
    for (const part of [Nlp, LangEn, LangZh]) container.use(part);
    const nlp = new Nlp({ container, autoSave: false, nlu: { log: false } });
    const han = this.#learned.filter(({ message }) => /\p{Script=Han}/u.test(message)).length;
    this.#language = 2 * han > this.#learned.length ? 'zh' : 'en';
    nlp.addLanguage(this.#language);
    for (const { message, truth } of this.#learned) nlp.addDocument(this.#language, message, truth);
    await nlp.train();
    this.#nlp = nlp;
  }
}

const PIECES = /\p{Script=Han}+|[\p{L}\p{N}]+/gu;
const HAN = /^\p{Script=Han}/u;

/** Words; Chinese as its characters, by themselves and in pairs: with the pairs alone it finds a tenth less. */
export function words(text: string): string[] {
  return (text.normalize('NFKC').match(PIECES) ?? []).flatMap((piece) => {
    if (!HAN.test(piece)) return [piece];
    const characters = Array.from(piece);
    return characters.concat(characters.slice(1).map((character, at) => characters[at]! + character));
  });
}
