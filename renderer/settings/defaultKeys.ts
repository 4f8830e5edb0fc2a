import type { Settings } from './useSettings';

/** What "Default" goes back to: the keys of a fresh seat. */
export const DEFAULT_KEYS: Settings['keys'] = {
  insert1: 'Alt+1',
  insert2: 'Alt+2',
  insert3: 'Alt+3',
  edit1: 'Alt+Shift+1',
  edit2: 'Alt+Shift+2',
  edit3: 'Alt+Shift+3',
  newest: 'Alt+N',
  ask: 'Alt+M',
  show: 'Alt+`',
  pause: 'CommandOrControl+Alt+P',
  take: 'CommandOrControl+Alt+C',
  undo: 'CommandOrControl+Alt+Z',
};
