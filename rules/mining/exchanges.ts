/** A conversation as exchanges: what the customer wrote in one go, and what the agent answered to it. */
import type { HistoryTurn } from './types';

export interface Exchange {
  /** The customer's turns, oldest first; empty when the agent spoke first. */
  asked: string[];
  answered: string[];
  /** What the agent said last before it, null when nobody had spoken. */
  before: string | null;
}

/** The exchanges of a conversation in order. Turns without text count as not said; what is not answered is left out. */
export function exchangesOf(turns: readonly HistoryTurn[]): Exchange[] {
  const exchanges: Exchange[] = [];
  let open: Exchange = { asked: [], answered: [], before: null };
  for (const { role, text } of turns) {
    const said = text.trim();
    if (said === '') continue;
    if (role === 'agent') open.answered.push(said);
    else {
      if (open.answered.length > 0) {
        exchanges.push(open);
        open = { asked: [], answered: [], before: open.answered.at(-1)! };
      }
      open.asked.push(said);
    }
  }
  if (open.answered.length > 0) exchanges.push(open);
  return exchanges;
}
