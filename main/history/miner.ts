/** What the page for past conversations needs of mining: a part of what it takes and answers. */
import type { Proposal as MinedRule, ProposalEvidence } from '../../rules/mining/types';
import type { MappingGuess } from '../mining/columns';
import type { Mined as Mining, MiningOptions, MiningRead } from '../mining/mining';

export type { Mapping } from '../mining/reading';

/** A rule that past conversations speak for; it holds only once the agent accepts it. */
export type Proposal = Omit<MinedRule, 'conversations' | 'evidence'> & { evidence: Pick<ProposalEvidence, 'message' | 'reply'>[] };

/** The columns of a table with what stands in their first rows, and what the miner makes of them. */
export type Columns = Pick<MappingGuess, 'columns' | 'mapping'>;

/** What the files themselves do not tell. */
export type Hints = Pick<MiningOptions, 'mapping' | 'agents' | 'swapRoles'>;

export type Mined = Pick<Mining, 'problem'> & { proposals: Proposal[]; read: Pick<MiningRead, 'conversations' | 'turns' | 'skippedInAll'> };

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
