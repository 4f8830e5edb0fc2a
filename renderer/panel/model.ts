import { createContext, useContext, useState, type RefObject } from 'react';
import type { PanelState, SuggestionView } from '../../main/channels';
import { send } from '../shared/bridge';
import { offeredIn } from './offered';
import { useEditor, type Editor } from './useEditor';
import { useSelection, type Selection } from './useSelection';

/** What the parts of the panel share: the pushed state, what is being typed, and what the agent can do. */
export interface PanelModel {
  state: PanelState;
  editor: Editor;
  selection: Selection;
  /** A newer message waits: the replies below answer the old one. */
  stale: boolean;
  /** An insertion is under way. */
  waiting: boolean;
  /** The suggestion whose reasons are shown in full. */
  whyOpen: string | null;
  toggleWhy(id: string): void;
  targetsOpen: boolean;
  setTargetsOpen(open: boolean): void;
  insert(suggestion: SuggestionView, andSend?: boolean): void;
  /** Inserts what is in the editor. */
  insertEdited(): void;
  dismiss(suggestion: SuggestionView): void;
  showNewest(): void;
}

const Model = createContext<PanelModel | null>(null);
export const ModelProvider = Model.Provider;

/** The panel's model; only inside the panel. */
export function usePanel(): PanelModel {
  const model = useContext(Model);
  if (!model) throw new Error('usePanel outside of the panel');
  return model;
}

/** Builds the model from the pushed state. `latest` also holds a state that is not rendered yet. */
export function usePanelModel(state: PanelState, latest: RefObject<PanelState | null>): PanelModel {
  const editor = useEditor(state);
  const selection = useSelection(state);
  const [whyOpen, setWhyOpen] = useState<string | null>(null);
  const [targetsOpen, setTargetsOpen] = useState(false);
  const [inserting, setInserting] = useState(false);
  const waiting = state.busy || inserting;

  const during = async (call: Promise<boolean>) => {
    setInserting(true);
    const answered = await call;
    setInserting(false);
    return answered && latest.current?.notice?.kind !== 'refused';
  };

  return {
    state,
    editor,
    selection,
    stale: (state.message?.newer ?? 0) > 0,
    waiting,
    whyOpen,
    toggleWhy: (id) => setWhyOpen(whyOpen === id ? null : id),
    targetsOpen,
    setTargetsOpen,
    insert(suggestion, andSend = false) {
      // what is missing is filled in first, in the editor
      if (suggestion.blanks > 0) editor.open(suggestion);
      else if (!waiting) void during(send('suggestion:insert', { id: suggestion.id, ...(andSend ? { send: true } : {}) }));
    },
    insertEdited() {
      const { editing, text } = editor;
      if (!editing || waiting || text.trim() === '') return;
      // main may have suggested again, so the same rule's suggestion can have another id by now
      const offered = offeredIn(state).find((one) => one.explanation.ruleId === editing.suggestion?.explanation.ruleId);
      const call = offered ? send('suggestion:insert', { id: offered.id, text }) : send('reply:insert', { text });
      // refused: the text stays where it is
      void during(call).then((inserted) => {
        if (inserted) editor.done();
      });
    },
    dismiss(suggestion) {
      const focused = document.activeElement?.closest('li') !== null && document.activeElement !== document.body;
      const index = offeredIn(state).findIndex(({ id }) => id === suggestion.id);
      void send('suggestion:dismiss', { id: suggestion.id }).then(() => {
        // the keyboard stays where the card was
        if (focused) requestAnimationFrame(() => document.getElementById(`card-${Math.min(index, offeredIn(state).length - 2)}`)?.focus());
      });
    },
    showNewest() {
      void send('message:newest');
    },
  };
}
