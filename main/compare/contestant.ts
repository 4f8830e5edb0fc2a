/** Whoever answers the held-out messages: rules, or a model behind an interface. */
import type { Case } from '../eval/rows';

/** What was answered to one message. */
export interface Answer {
  /** Best first; none where nothing would be shown. A model gives one. */
  replies: readonly string[];
  /** Tokens as the provider counts them; null where it does not say. Undefined for rules. */
  usage?: { prompt: number; completion: number; cached: number } | null;
}

/** How the shop answered what is like a message, for a prompt. */
export interface Precedent {
  question: string;
  reply: string;
}

/** Money for a million tokens. */
export interface Price {
  prompt: number;
  completion: number;
  /** Of the prompt, what comes from the provider's cache; as the prompt when left out. */
  cached?: number;
  /** As it is printed: "CNY", "USD". */
  currency: string;
}

/** A model that takes part. Whoever makes one masks what leaves the machine. */
export interface ModelContestant {
  /** As the profile is named. */
  name: string;
  kind: 'prompted' | 'fine-tuned';
  price?: Price | undefined;
  /**
   * Answers one message, asked once. Rejects when the provider fails, and soon after `signal` is aborted; a `code` of
   * the error, where it has one, is what failures are counted by.
   */
  answer(asked: Case, precedents: readonly Precedent[], signal: AbortSignal): Promise<Answer>;
}
