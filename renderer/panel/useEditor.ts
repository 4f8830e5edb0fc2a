import { useEffect, useRef, useState } from 'react';
import type { MessageView, PanelState, SuggestionView } from '../../main/channels';
import { send } from '../shared/bridge';
import { offeredIn } from './offered';

/** The one reply that is being edited. */
export interface Editing {
  message: MessageView;
  /** What is edited; null for a reply written from nothing. */
  suggestion: SuggestionView | null;
}

/** The open editor and all drafts. */
export interface Editor {
  editing: Editing | null;
  text: string;
  open(suggestion: SuggestionView | null): void;
  change(text: string): void;
  /** Back to the offered text. */
  reset(): void;
  /** Closes without inserting; the draft stays. Gives the keyboard back. */
  cancel(): void;
  /** Closes after inserting. */
  done(): void;
  /** Something was changed in this suggestion and is not inserted yet. */
  hasDraft(suggestion: SuggestionView): boolean;
}

/**
 * Drafts by message and rule, not by the suggestion's own id: when main suggests again for the same message the
 * same rule comes with a new id, and the text must be there still.
 */
const keyOf = (message: MessageView, suggestion: SuggestionView | null) => `${message.id}\n${suggestion?.explanation.ruleId ?? ''}`;

/** Drafts kept at most; the oldest goes first. */
const MAX_DRAFTS = 100;

/** Keeps what the agent types. No pushed state touches it: only the agent closes an editor that holds changes. */
export function useEditor(state: PanelState): Editor {
  const [editing, setEditing] = useState<Editing | null>(null);
  const [drafts, setDrafts] = useState<ReadonlyMap<string, string>>(new Map());
  const { message } = state;

  const key = editing && keyOf(editing.message, editing.suggestion);
  const offered = editing?.suggestion?.reply ?? '';
  const text = (key !== null ? drafts.get(key) : undefined) ?? offered;

  const open = (suggestion: SuggestionView | null) => {
    if (!message) return;
    setEditing({ message, suggestion });
    void send('panel:focus', { wanted: true, editing: true });
  };
  const change = (next: string) => {
    if (key === null) return;
    const kept = new Map(drafts);
    kept.delete(key);
    kept.set(key, next);
    for (const oldest of kept.keys()) {
      if (kept.size <= MAX_DRAFTS) break;
      kept.delete(oldest);
    }
    setDrafts(kept);
  };
  const done = () => {
    if (key === null) return;
    const kept = new Map(drafts);
    kept.delete(key);
    setDrafts(kept);
    setEditing(null);
  };
  const cancel = () => {
    setEditing(null);
    void send('panel:focus', { wanted: false, editing: false });
  };

  // A message that came in the same moment as the editor opened: nothing was typed yet, so nothing is lost.
  const overtaken = editing !== null && editing.message.id !== message?.id && text === offered;

  const latest = useRef({ state, open });
  useEffect(() => {
    latest.current = { state, open };
  });
  useEffect(
    () =>
      window.seat.on('panel:edit', ({ id }) => {
        const suggestion = offeredIn(latest.current.state).find((one) => one.id === id);
        if (suggestion) latest.current.open(suggestion);
      }),
    [],
  );

  return {
    editing: overtaken ? null : editing,
    text,
    open,
    change,
    reset: () => change(offered),
    cancel,
    done,
    hasDraft: (suggestion) => {
      const draft = message ? drafts.get(keyOf(message, suggestion)) : undefined;
      return draft !== undefined && draft !== suggestion.reply;
    },
  };
}
