/** What the same stream gives without us: exact match, and MiniSearch over words and Chinese character bigrams. */
import MiniSearch from 'minisearch';
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

const HITS = 50;

/** Each message is a document; the answers of the best, each once. */
export class MiniSearchMatch implements Learner {
  readonly #index = new MiniSearch<{ id: number; text: string }>({ fields: ['text'], tokenize: words, processTerm: (term) => term.toLowerCase() });
  readonly #replies: string[] = [];

  rank({ message }: Case): string[] {
    const found = new Set<string>();
    for (const { id } of this.#index.search(message, { combineWith: 'OR' }).slice(0, HITS)) {
      found.add(this.#replies[id as number]!);
      if (found.size === 3) break;
    }
    return [...found];
  }

  learn({ message, truth }: Case): void {
    this.#index.add({ id: this.#replies.length, text: message });
    this.#replies.push(truth);
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
