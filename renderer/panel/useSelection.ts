import { useState } from 'react';
import type { PanelState } from '../../main/channels';
import { offeredIn } from './offered';

/** The card that the arrow keys stand on. */
export interface Selection {
  /** Index among the suggestions, -1 for none. */
  index: number;
  /** The agent went there, it is not just the first. */
  chosen: boolean;
  /** Moves by so many cards, staying inside the list, and focuses the card. */
  move(by: number): void;
}

/** DOM id of a card, so that it can be focused from outside. */
export const cardId = (index: number) => `card-${index}`;

/** Focuses a card, which also makes a screen reader read it. */
export function focusCard(index: number): void {
  document.getElementById(cardId(index))?.focus();
}

/** Stands on the first card until moved; on none while two are too close to call, so that the agent looks. */
export function useSelection(state: PanelState): Selection {
  const [chosen, setChosen] = useState<string | null>(null);
  const { ambiguous } = state;
  const suggestions = offeredIn(state);
  const found = suggestions.findIndex((suggestion) => suggestion.id === chosen);
  const index = found >= 0 ? found : ambiguous || suggestions.length === 0 ? -1 : 0;
  return {
    index,
    chosen: found >= 0,
    move(by) {
      const focused = suggestions.findIndex((_, i) => document.getElementById(cardId(i)) === document.activeElement);
      // the first press only shows where one stands
      const next = focused < 0 && by > 0 && index <= 0 ? 0 : Math.min(Math.max(index + by, 0), suggestions.length - 1);
      setChosen(suggestions[next]?.id ?? null);
      focusCard(next);
    },
  };
}
