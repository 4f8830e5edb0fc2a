import type { Trigger } from '../../rules/types';
import type { Problem } from '../problem';

/** A rule that past conversations speak for; it holds only once the agent accepts it. */
export interface Proposal {
  id: string;
  name: string;
  kind: 'answer' | 'greeting' | 'stalling' | 'closing';
  triggers: Trigger[];
  /** Best first; the others are variants of it. */
  replies: string[];
  /** In how many conversations it was answered so. */
  times: number;
  /** Keystrokes that it would have saved. */
  saved: number;
  evidence: { message: string; reply: string }[];
  /** The id of a rule in the library that gives the same answer. */
  alike?: string;
}

/** Which column of a table holds what, from 0. Without `conversation`, a long pause begins a new one. */
export interface Mapping {
  text: number;
  role: number;
  conversation?: number;
  time?: number;
  /** The first row names the columns. */
  header: boolean;
}

/** The columns of a table with what stands in their first rows, and what the miner makes of them. */
export interface Columns {
  columns: { name: string; samples: string[] }[];
  mapping: Partial<Mapping> & { header: boolean };
}

/** What the files themselves do not tell. */
export interface Hints {
  mapping?: Mapping;
  /** Names of speakers that are agents. */
  agents?: readonly string[];
  /** The two sides are named the wrong way round. */
  swapRoles?: boolean;
}

export interface Mined {
  proposals: Proposal[];
  read: { conversations: number; turns: number; skippedInAll: number };
  /** Why nothing is proposed. */
  problem?: Problem;
}

export interface MineOptions extends Hints {
  /** How much is done of how much, in bytes. */
  onProgress(done: number, total: number): void;
  signal: AbortSignal;
  /** Replies of rules that are there already: normalised text to the rule's id. */
  known: ReadonlyMap<string, string>;
}

/** Finds rules in files of past conversations. */
export interface Miner {
  /**
   * Rejects with a ProblemError where a file cannot be read or understood (`history-columns` and `history-roles` ask for
   * `mapping` and `agents`), and with the signal's reason when it is aborted.
   */
  mineFiles(files: readonly string[], options: MineOptions): Promise<Mined>;
  /** The columns of a table, null for other kinds of files. */
  lookAtColumns(file: string): Promise<Columns | null>;
}
