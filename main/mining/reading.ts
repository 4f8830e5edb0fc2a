/** What all readers of history have in common. */
import type { HistoryConversation } from '../../rules/mining/types';

/** Why a line, a row or a conversation was left out. */
export type SkipReason = 'not-json' | 'no-turns' | 'unknown-role' | 'too-long' | 'wrong-bytes' | 'bad-row' | 'no-speaker';

export interface Skipped {
  file: string;
  /** From 1; the row of a table counts as a line. */
  line: number;
  why: SkipReason;
}

export interface ReadOptions {
  /** Which columns of a table hold what; guessed when left out. */
  mapping?: Mapping | undefined;
  /** Names of speakers that are agents, where their names alone do not tell. */
  agents?: readonly string[] | undefined;
  skip(line: number, why: SkipReason): void;
  onBytes(count: number): void;
}

/** Which column holds what: by number from 0. Without `conversation`, a long pause begins a new one. */
export interface Mapping {
  text: number;
  role: number;
  conversation?: number;
  time?: number;
  /** The first row names the columns. */
  header: boolean;
}

export type Conversations = AsyncGenerator<HistoryConversation>;

/** Longest conversation that is taken in, in turns; what follows is left out. */
export const MOST_TURNS = 5_000;
