import type { Outcome } from '../../rules/types';

const BEGIN = new Date(2026, 10, 20, 9).getTime();
let made = 0;

/** An outcome in which the agent wrote 好的 to 在吗; what is handed in differs. Each is a minute after the one before. */
export function outcomeOf(more: Partial<Outcome> = {}): Outcome {
  made++;
  return { id: `o${String(made).padStart(6, '0')}`, seat: 'seat-1', at: BEGIN + made * 60_000, kind: 'written', message: '在吗', conversation: 'chat|甲', scope: {}, shown: [], final: '好的', ...more };
}

/** What was suggested and changed before it was sent. */
export const editedOutcome = (message: string, offered: string, final: string, more: Partial<Outcome> = {}) =>
  outcomeOf({ kind: 'edited', message, offered, final, ruleId: 'r', variant: 0, changed: 0.5, shown: [{ ruleId: 'r', reply: offered }], ...more });
