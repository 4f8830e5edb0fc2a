import type { Trigger } from '../../rules/types';

/** A rule that past conversations speak for; it holds only once the agent accepts it. */
export interface Proposal {
  id: string;
  name: string;
  triggers: Trigger[];
  replies: { text: string }[];
  /** How often it was asked, and in how many conversations. */
  times: number;
  conversations: number;
  /** Characters of typing that it would have saved. */
  saved: number;
  kind: 'answer' | 'greeting' | 'stalling' | 'closing';
  examples: { message: string; reply: string }[];
  /** The id of a rule in the library that it is alike. */
  alike?: string;
}

export interface Mined {
  proposals: Proposal[];
  read: { conversations: number; turns: number; skipped: number };
}

/** Finds rules in files of past conversations. */
export interface Miner {
  /** `onProgress`: how much is done of how much, in units of its own. Rejects when aborted, and with the reason where nothing can be read. */
  mineFiles(files: readonly string[], options: { onProgress(done: number, total: number): void; signal: AbortSignal }): Promise<Mined>;
}
