import { shell, type BrowserWindow } from 'electron';
import type { Assistant } from './assistant';
import type { ClipboardCapture } from './capture/clipboard';
import type { PanelState, PracticeState, SettingsState } from './channels';
import type { Handlers } from './ipc';
import type { SettingsStore } from './settings';
import type { TargetTracker } from './target';
import type { Watching } from './watching';

/** The parts that the channels speak to. */
export interface HandlerParts {
  assistant: Assistant;
  capture: ClipboardCapture;
  settings: SettingsStore;
  target: TargetTracker;
  watching: Watching;
  dataFolder: string;
  panel(): BrowserWindow;
  panelState(): PanelState;
  settingsState(): SettingsState;
  practiceState(): PracticeState;
  practiceSend(text: string): void;
  openPractice(): void;
  openSettings(): void;
  openPermissions(): void;
  /** Gives the panel the keyboard, or the chat window. */
  focusPanel(wanted: boolean): Promise<void>;
  quit(): void;
  changed(): void;
}

/** What each channel does: a line each, the work is elsewhere. */
export function handlersFor(parts: HandlerParts): Handlers {
  const { assistant, capture, settings, target, watching } = parts;
  return {
    'panel:state': () => parts.panelState(),
    'message:enter': ({ text }) => assistant.enter(text),
    'message:newest': () => assistant.showNewest(),
    'suggestion:insert': async ({ id, text, send }) => {
      await assistant.insert(id, text, send);
      await parts.focusPanel(false);
    },
    'reply:insert': async ({ text }) => {
      await assistant.write(text);
      await parts.focusPanel(false);
    },
    'suggestion:dismiss': ({ id }) => assistant.dismiss(id),
    'panel:focus': async ({ wanted, editing }) => {
      assistant.editing(editing);
      await parts.focusPanel(wanted);
    },
    'panel:hide': () => parts.panel().hide(),
    'panel:quit': () => parts.quit(),
    'learning:undo': ({ outcome }) => assistant.undo(outcome),
    'program:decide': async ({ program, decision }) => {
      if (decision !== 'later') settings.set('programs', { ...settings.all.programs, [program]: decision });
      assistant.answered();
      await capture.decided(program, decision);
    },
    'watch:pause': ({ forMinutes }) => watching.pause(Date.now(), forMinutes),
    'watch:resume': () => watching.resume(),
    'watch:start': ({ practice }) => {
      settings.set('started', true);
      watching.start();
      if (practice) parts.openPractice();
    },
    'target:list': async () => (await target.choices()).map(({ id, title, program }) => ({ id, title, program })),
    'target:pick': async ({ id }) => {
      await target.pick(id);
    },
    'notice:act': async ({ action }) => {
      if (await assistant.act(action)) return;
      if (action === 'open-folder') await shell.openPath(parts.dataFolder);
      if (action === 'open-permissions') parts.openPermissions();
    },
    'toast:close': () => assistant.closeToast(),
    'practice:open': () => parts.openPractice(),
    'practice:state': () => parts.practiceState(),
    'practice:send': ({ text }) => parts.practiceSend(text),
    'settings:open': () => parts.openSettings(),
    'settings:get': () => parts.settingsState(),
    'settings:set': ({ key, value }) => {
      const result = settings.trySet(key, value);
      parts.changed();
      return result;
    },
  };
}
