import type { PanelState, SuggestionView } from '../../main/channels';

/** The rule that a model's draft stands in for, where drafts and suggestions are told apart by their rules. */
export const DRAFT_RULE = 'model';

/** A draft that has words and is not being written, as a suggestion: it is edited, inserted and dismissed like one. */
export function draftSuggestion({ draft }: PanelState): SuggestionView | null {
  if (!draft || draft.reply === '' || draft.state === 'sending' || draft.state === 'thinking' || draft.state === 'writing') return null;
  const { id, reply, blanks, key, editKey } = draft;
  const explanation = { ruleId: DRAFT_RULE, ruleName: '', trigger: { index: 0, kind: 'exact' as const }, matched: [], for: [], against: [] };
  return { id, reply, blanks, source: 'written', level: 'maybe', explanation, key, editKey };
}

/** Everything that can be inserted, in the order of the cards. */
export function offeredIn(state: PanelState): SuggestionView[] {
  const draft = draftSuggestion(state);
  return draft ? [...state.suggestions, draft] : state.suggestions;
}
