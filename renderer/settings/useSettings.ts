import { createContext, useContext, useState } from 'react';
import type { SettingsState } from '../../main/channels';
import { ask } from '../shared/bridge';

export type Settings = SettingsState['settings'];

/** The settings as main has them, and the way to change one. */
export interface SettingsModel {
  state: SettingsState;
  set<K extends keyof Settings>(key: K, value: Settings[K]): void;
  /** Why the last change was not made; null when it was. */
  failed: string | null;
}

const Model = createContext<SettingsModel | null>(null);
export const SettingsProvider = Model.Provider;

/** The settings; only inside the settings window. */
export function useSettings(): SettingsModel {
  const model = useContext(Model);
  if (!model) throw new Error('useSettings outside of the settings window');
  return model;
}

/** Builds the model; a changed setting comes back as a pushed state, so nothing is kept here. */
export function useSettingsModel(state: SettingsState): SettingsModel {
  const [failed, setFailed] = useState<string | null>(null);
  return {
    state,
    failed,
    set(key, value) {
      void ask('settings:set', { key, value }).then((result) => {
        setFailed(result?.answer.ok === false ? result.answer.reason : null);
      });
    },
  };
}
