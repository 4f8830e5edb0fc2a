/** What mining reads and what it hands out. */
import type { Trigger } from '../types';

/** One turn of a past conversation. `time` only orders; it may be in any form. */
export interface HistoryTurn {
  role: 'customer' | 'agent';
  text: string;
}

/** A past conversation, oldest turn first. */
export interface HistoryConversation {
  id: string;
  turns: readonly HistoryTurn[];
}

export type ProposalKind = 'answer' | 'greeting' | 'stalling' | 'closing';

/** One place in the history that speaks for a proposal; personal data is already out of both texts. */
export interface ProposalEvidence {
  message: string;
  reply: string;
  conversation: string;
}

/** A rule that the history speaks for. Nothing holds before somebody accepts it. */
export interface Proposal {
  /** Stable for the same answer: mining the same history again gives the same id. */
  id: string;
  name: string;
  kind: ProposalKind;
  /**
   * `exact` for messages that are this question word for word, `examples` for its most different wordings, with
   * questions in `not` that look alike but were answered otherwise.
   */
  triggers: Trigger[];
  /** Best first; the others are variants of it. */
  replies: string[];
  /** In how many conversations it was answered so, as far as was kept; never more than it was. */
  times: number;
  /** Ids of a few of those conversations. */
  conversations: string[];
  /** Keystrokes that it would have saved over the history. Proposals are sorted by it. */
  saved: number;
  evidence: ProposalEvidence[];
  /** The id of a rule that is already in the library and gives the same answer. */
  alike?: string;
}

/** What takes personal data out of texts. Handed in, so that mining and learning share one implementation. */
export interface MiningParts {
  /** The reply with what belongs to one customer replaced by placeholders, or why it cannot be made safe. */
  slotted(reply: string, question: string): { text: string } | { refused: string };
  /** The wording without what belongs to one customer; null when nothing safe is left of it. */
  wordingSlotted(message: string): string | null;
}
