/** One seat: the parts of the app, built and joined. */
import { app, clipboard, shell, systemPreferences } from 'electron';
import { join } from 'node:path';
import { v7 as newId } from 'uuid';
import { Engine, TriggerError } from '../rules/engine';
import type { Rule } from '../rules/types';
import { Assistant } from './assistant';
import { ClipboardCapture } from './capture/clipboard';
import type { KeyName, PanelState, PracticeState, SettingsState } from './channels';
import { Conversations } from './conversations';
import { openDesktop } from './desktop';
import type { Desktop, WindowInfo } from './desktop/desktop';
import { handlersFor } from './handlers';
import { Inserter } from './insert/insert';
import { push, serve, type Handlers } from './ipc';
import { GlobalKeys } from './keys';
import { openLibrary, type Library } from './library/library';
import { readPackFolder } from './library/packs';
import { keysHold, panelView } from './panel-view';
import type { Problem } from './problem';
import { openSettings, type SettingsStore } from './settings';
import { TargetTracker } from './target';
import { Today } from './today';
import { Watching } from './watching';
import { Windows } from './windows';
import { PracticeConversation } from './windows/practice';

const PLATFORM = process.platform === 'darwin' ? 'mac' : process.platform === 'win32' ? 'windows' : 'linux';

/** A backup is made when the start is over and the machine is quiet again. */
const BACKUP_AFTER_MS = 15_000;

const clock = { now: () => Date.now(), utcOffsetMinutes: () => -new Date().getTimezoneOffset() };
const startOfDay = (now: number) => new Date(now).setHours(0, 0, 0, 0);

/** What the entry point (and the demo) may do with a running seat. */
export interface Seat {
  readonly windows: Windows;
  readonly assistant: Assistant;
  readonly settings: SettingsStore;
  showPanel(): void;
  openPractice(): void;
  close(): Promise<void>;
}

/**
 * Opens everything and shows the panel. The panel's page loads while the library and the desktop are being opened,
 * so that it stands sooner; what it asks meanwhile is answered when they are.
 */
export async function openSeat(folder: string): Promise<Seat> {
  const { settings, problems } = openSettings({ folder });
  const windows = new Windows(settings);
  let answer: (handlers: Handlers) => void = () => undefined;
  serve(new Promise<Handlers>((resolve) => (answer = resolve)), (contents) => windows.kindOf(contents));

  const desktop = await openDesktop({ clipboard, systemPreferences });
  const { library, engine } = openRules(folder, settings, problems);
  const practice = new PracticeConversation();

  const practiceId = () => windowId(desktop, windows, 'practice');
  const isPractice = (window: WindowInfo) => window.id === practiceId();
  const isOwn = (window: WindowInfo) => window.pid === process.pid && !isPractice(window);

  const watching = new Watching(settings.all.started, () => changed());
  const target = new TargetTracker(desktop, isOwn, () => changed());
  const today = new Today(startOfDay, clock.now(), library.outcomesSince(startOfDay(clock.now())));
  const assistant = new Assistant({
    engine, library, settings, target, today, clock,
    inserter: new Inserter(desktop),
    conversations: new Conversations(),
    newId,
    changed: () => changed(),
  });
  const capture = new ClipboardCapture(
    desktop,
    { paused: () => !watching.reading, decision: (program) => settings.all.programs[program], isOwn, isPractice },
    assistant,
  );

  const locale = () => resolveLocale(settings.all.locale);
  const panelState = (): PanelState =>
    panelView({
      flow: assistant.state,
      settings: settings.all,
      locale: locale(),
      platform: PLATFORM,
      watching: watching.view(settings.all.watchPrimary, assistant.state.notice?.kind === 'problem'),
      target: target.view,
      today: today.view(clock.now()),
    });
  const settingsState = (): SettingsState => ({
    settings: settings.all,
    locale: locale(),
    platform: PLATFORM,
    keysTaken: [...keys.taken],
    dataFolder: folder,
    canWatchPrimary: PLATFORM === 'linux',
  });
  const practiceState = (): PracticeState => practice.state({ locale: locale(), theme: settings.all.theme });

  const focusPanel = async (wanted: boolean) => {
    const { panel } = windows;
    const focused = panel.isFocused();
    await desktop.setTakesFocus(panel.getNativeWindowHandle(), wanted);
    if (wanted) panel.focus();
    else if (focused && target.window) await desktop.activate(target.window.id, 500);
  };
  const showPanel = async () => {
    windows.panel.showInactive();
    await focusPanel(true);
  };
  const openPractice = () => void windows.show('practice');

  const insertNth = (index: number) => () => {
    const entry = assistant.state.shown?.suggestions[index];
    if (entry && keysHold(assistant.state)) void assistant.insert(entry.id);
  };
  const editNth = (index: number) => () => {
    const entry = assistant.state.shown?.suggestions[index];
    if (!entry) return;
    windows.panel.showInactive();
    push(windows.panel.webContents, 'panel:edit', { id: entry.id });
  };
  const keys = new GlobalKeys({
    insert1: insertNth(0), insert2: insertNth(1), insert3: insertNth(2),
    edit1: editNth(0), edit2: editNth(1), edit3: editNth(2),
    newest: () => assistant.showNewest(),
    show: () => void (windows.panel.isVisible() ? windows.panel.hide() : showPanel()),
    pause: () => watching.toggle(clock.now()),
    take: () => void capture.take(),
    undo: () => assistant.undoLast(),
  });

  // Many things change in one step of the flow; the windows are told once, after it.
  let telling = false;
  function changed(): void {
    if (telling) return;
    telling = true;
    queueMicrotask(() => {
      telling = false;
      keys.claim(wantedKeys(settings, keysHold(assistant.state), assistant.state.waiting > 0));
      for (const [kind, window] of windows.all()) {
        if (kind === 'panel') push(window.webContents, 'panel:state', panelState());
        if (kind === 'settings') push(window.webContents, 'settings:state', settingsState());
        if (kind === 'practice') push(window.webContents, 'practice:state', practiceState());
      }
    });
  }

  answer(
    handlersFor({
      assistant, capture, settings, target, watching, panelState, settingsState, practiceState, openPractice, focusPanel, changed,
      dataFolder: folder,
      panel: () => windows.panel,
      practiceSend: (text) => {
        practice.send(text);
        changed();
      },
      openSettings: () => void windows.show('settings'),
      openPermissions: () => void shell.openExternal('x-apple.systempreferences:com.apple.preference.security?Privacy_Accessibility'),
      quit: () => app.quit(),
    }),
  );

  desktop.clipboard.watchPrimary(settings.all.watchPrimary);
  settings.onChange(() => {
    desktop.clipboard.watchPrimary(settings.all.watchPrimary);
    changed();
  });
  for (const problem of problems) assistant.report({ kind: 'problem', problem });
  await target.start();
  changed();
  await desktop.setTakesFocus(windows.panel.getNativeWindowHandle(), false);
  windows.panel.showInactive();
  const backup = setTimeout(() => library.backup(), BACKUP_AFTER_MS);

  return {
    windows, assistant, settings, openPractice,
    showPanel: () => void showPanel(),
    close: async () => {
      clearTimeout(backup);
      keys.close();
      capture.close();
      target.close();
      windows.remember();
      library.close();
      await desktop.close();
    },
  };
}

/** Opens the library with the packs that ship and the agent's own rule files, and fills the engine. */
function openRules(folder: string, settings: SettingsStore, problems: Problem[]): { library: Library; engine: Engine } {
  const report = (problem: Problem) => problems.push(problem);
  const packs = readPackFolder(join(__dirname, '..', 'packs'), report);
  const library = openLibrary({ folder, clock: clock.now, seat: settings.all.seat, packs, onProblem: report });
  const engine = new Engine();
  for (const rule of library.rules()) addRule(engine, rule, report);
  return { library, engine };
}

function addRule(engine: Engine, rule: Rule, report: (problem: Problem) => void): void {
  try {
    engine.add(rule);
  } catch (error) {
    if (!(error instanceof TriggerError)) throw error;
    report({ code: 'regex', params: { rule: rule.name, reason: error.reason } });
  }
}

/** The number keys only while fresh suggestions stand there; the key for the newest only while there is a newer one. */
function wantedKeys(settings: SettingsStore, fresh: boolean, newer: boolean): Partial<Record<KeyName, string>> {
  const { insert1, insert2, insert3, edit1, edit2, edit3, newest, ...always } = settings.all.keys;
  return { ...always, ...(fresh ? { insert1, insert2, insert3, edit1, edit2, edit3 } : {}), ...(newer ? { newest } : {}) };
}

function resolveLocale(setting: 'zh-CN' | 'en' | 'system'): 'zh-CN' | 'en' {
  if (setting !== 'system') return setting;
  return app.getLocale().startsWith('en') ? 'en' : 'zh-CN';
}

function windowId(desktop: Desktop, windows: Windows, kind: 'practice'): string | null {
  const window = windows.get(kind);
  return window && !window.isDestroyed() ? desktop.ownWindowId(window.getNativeWindowHandle()) : null;
}
