import { createContext, useContext, useState } from 'react';
import type { Done, LearnedState, LearnedView } from '../../main/channels';
import { ask } from '../shared/bridge';
import type { TextKey, Values } from '../shared/i18n';

/** A text with its values: put into words when it is drawn, in the language of that moment. */
export type Said = [key: TextKey, values?: Values];

/** What has just been done, with the step that undoes it; or why it was not. */
export type Note = { id: number } & ({ kind: 'done'; said: Said; step: string | null } | { kind: 'refused'; reason: Extract<Done, { ok: false }> } | { kind: 'broken' });

/** What the parts of the window share. */
export interface LearnedModel {
  state: LearnedState;
  note: Note | null;
  closeNote(): void;
  /**
   * Waits for something that main was asked to do and tells what became of it; `said` is what was done. It is undone by
   * the step that main names, or by `undoneBy`; null for what cannot be. True when it was done.
   */
  tell(doing: Promise<{ answer: Done } | undefined>, said: Said, undoneBy?: string | null): Promise<boolean>;
  /** Takes back an entry or a step. */
  undo(id: string, said: Said, undoneBy?: string | null): Promise<boolean>;
  undoEntry(entry: LearnedView): Promise<boolean>;
}

const Model = createContext<LearnedModel | null>(null);
export const LearnedProvider = Model.Provider;

/** The window's model; only inside the window. */
export function useLearned(): LearnedModel {
  const model = useContext(Model);
  if (!model) throw new Error('useLearned outside of the window of what was learned');
  return model;
}

let notes = 0;

export function useLearnedModel(state: LearnedState): LearnedModel {
  const [note, setNote] = useState<Note | null>(null);
  const tell: LearnedModel['tell'] = async (doing, said, undoneBy) => {
    const result = await doing;
    const id = ++notes;
    if (!result) setNote({ id, kind: 'broken' });
    else if (result.answer.ok) setNote({ id, kind: 'done', said, step: undoneBy === undefined ? result.answer.step : undoneBy });
    else setNote({ id, kind: 'refused', reason: result.answer });
    return result?.answer.ok === true;
  };
  const undo: LearnedModel['undo'] = (id, said, undoneBy) => tell(ask('learned:undo', { id }), said, undoneBy);
  return {
    state,
    note,
    closeNote: () => setNote(null),
    tell,
    undo,
    // a roll-back that was undone is not done again by an id, but by choosing its day again
    undoEntry: ({ id, kind }) => (kind === 'rolled-back' ? undo(id, ['learned.done.rollBackUndone'], null) : undo(id, ['learned.done.undoneEntry'])),
  };
}
