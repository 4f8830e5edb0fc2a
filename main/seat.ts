/** One seat: the parts of the app, built and joined. */
import { app, BrowserWindow, clipboard, ClipboardItem, dialog, safeStorage, shell, systemPreferences } from 'electron';
import { v7 as newId } from 'uuid';
import { staleIn } from '../rules/learning/stale';
import type { Rule } from '../rules/types';
import { Assistant } from './assistant';
import { ClipboardCapture } from './capture/clipboard';
import type { KeyName, LearnedState, PanelState, PracticeState, SettingsState } from './channels';
import { Conversations } from './conversations';
import { openDesktop } from './desktop';
import type { Desktop, WindowInfo } from './desktop/desktop';
import { handlersFor } from './handlers';
import { History } from './history/history';
import { Inserter } from './insert/insert';
import { push, serve, type Handlers } from './ipc';
import { GlobalKeys } from './keys';
import { LearnedDesk } from './learned';
import { lookAtColumns, mineFiles } from './mining/mine-files';
import { ModelDesk } from './model/desk';
import { KeyStore } from './model/keys';
import type { KeyPlace } from './model/keys-view';
import { PRESETS } from './model/presets';
import { keysHold, panelView } from './panel-view';
import { problemOf, type Problem } from './problem';
import { Rulebook } from './rulebook';
import { DEFAULT_KEYS, openSettings, type SettingsStore } from './settings';
import { TargetTracker } from './target';
import { Today } from './today';
import { Watching } from './watching';
import { Windows } from './windows';
import { PracticeConversation } from './windows/practice';

const PLATFORM = process.platform === 'darwin' ? 'mac' : process.platform === 'win32' ? 'windows' : 'linux';
/** A backup is made when the start is over and the machine is quiet again, and looked after once an hour: one a day is kept. */
const BACKUP_AFTER_MS = 15_000;
const BACKUP_EVERY_MS = 60 * 60 * 1000;
const DAY_MS = 24 * 60 * 60 * 1000;

const clock = { now: () => Date.now(), utcOffsetMinutes: () => -new Date().getTimezoneOffset() };
const startOfDay = (now: number) => new Date(now).setHours(0, 0, 0, 0);

/**
 * Opens everything and shows the panel. The panel's page loads while the library and the desktop are being opened,
 * so that it stands sooner; what it asks meanwhile is answered when they are.
 */
export async function openSeat(folder: string): Promise<Seat> {
  const { settings, problems } = openSettings({ folder });
  const windows = new Windows(settings);
  let answer: (handlers: Handlers) => void = () => undefined;
  serve(new Promise<Handlers>((resolve) => (answer = resolve)), (contents) => windows.kindOf(contents));
  let seat: Seat | null = null;
  const opening = openDesktop({ clipboard, systemPreferences, BrowserWindow, ClipboardItem });
  const rulebook = new Rulebook({
    folder,
    clock: clock.now,
    seat: settings.all.seat,
    locale: localeOf(settings),
    onProblem: (problem) => (seat ? seat.assistant.report({ kind: 'problem', problem }) : problems.push(problem)),
  });
  seat = new Seat(folder, settings, windows, await opening, rulebook);
  answer(seat.handlers());
  await seat.start(problems);
  return seat;
}

/** The parts while they run, and what passes between them. */
export class Seat {
  readonly settings: SettingsStore;
  readonly windows: Windows;
  readonly assistant: Assistant;
  readonly #folder: string;
  readonly #desktop: Desktop;
  readonly #rulebook: Rulebook;
  readonly #capture: ClipboardCapture;
  readonly #target: TargetTracker;
  readonly #watching: Watching;
  readonly #today: Today;
  readonly #keys: GlobalKeys;
  readonly #model: ModelDesk;
  readonly #modelKeys: KeyStore;
  readonly #practice = new PracticeConversation();
  readonly #learned: LearnedDesk;
  readonly #history: History;
  /** What the window of what was learned counts, for one state of the library. */
  #counted: { revision: number; counts: LearnedState['counts'] } | null = null;
  #backup: NodeJS.Timeout | undefined;
  #telling = false;
  #rulesLoaded: () => void = () => undefined;
  #recording = false;

  constructor(folder: string, settings: SettingsStore, windows: Windows, desktop: Desktop, rulebook: Rulebook) {
    this.#folder = folder;
    this.settings = settings;
    this.windows = windows;
    this.#desktop = desktop;
    this.#rulebook = rulebook;
    const { library, engine, learner } = rulebook;
    const rulesReady = new Promise<void>((resolve) => (this.#rulesLoaded = resolve));
    const changed = () => this.#changed();
    const retell = () => void rulebook.recall();
    const isPractice = (window: WindowInfo) => window.id === this.#practiceId();
    const isOwn = (window: WindowInfo) => window.pid === process.pid && !isPractice(window);
    this.#watching = new Watching(settings.all.started, changed);
    this.#target = new TargetTracker(desktop, isOwn, changed);
    this.#today = new Today(startOfDay, clock.now(), library.outcomesSince(startOfDay(clock.now())));
    this.#modelKeys = new KeyStore(folder, safeStorage);
    this.#model = new ModelDesk({
      settings,
      keys: this.#modelKeys,
      locale: () => localeOf(settings),
      scope: () => (settings.all.shopName ? { shop: settings.all.shopName } : {}),
      examples: (shown) => this.assistant.answersLike(shown),
      newId,
      now: clock.now,
      changed,
    });
    this.assistant = new Assistant({
      drafts: this.#model,
      engine,
      learner,
      retell,
      told: () => rulebook.recallWhenFull(),
      rulesReady,
      library,
      settings,
      clock,
      newId,
      changed,
      fillFirst: (id) => this.#openEditor(id),
      target: this.#target,
      today: this.#today,
      inserter: new Inserter(desktop),
      conversations: new Conversations(),
    });
    this.#learned = new LearnedDesk({ library, clock: clock.now, follow: (rules) => this.assistant.follow(rules), retell, expiredWords });
    this.#history = new History({ miner: { mineFiles, lookAtColumns }, clock: clock.now, newId, changed, rules: () => library.rules() });
    const policy = {
      paused: () => !this.#watching.reading,
      decision: (program: string) => settings.all.programs[program],
      isOwn,
      isPractice,
    };
    this.#capture = new ClipboardCapture(desktop, policy, this.assistant);
    this.#keys = new GlobalKeys(this.#keyActions());
  }

  /** Starts reading and shows the panel; `problems` are what went wrong before it stood. */
  async start(problems: readonly Problem[]): Promise<void> {
    this.#desktop.clipboard.watchPrimary(this.settings.all.watchPrimary);
    this.settings.onChange(() => {
      this.#desktop.clipboard.watchPrimary(this.settings.all.watchPrimary);
      this.#rulebook.speak(localeOf(this.settings));
      this.#changed();
    });
    await this.#target.start();
    await this.#takesFocus(false);
    await this.windows.panelDrawn;
    if (this.windows.panel.isDestroyed()) return;
    if (this.settings.all.panel.visible) this.windows.panel.showInactive();
    this.#changed();
    await this.#rulebook.load();
    this.#rulesLoaded();
    void this.#rulebook.recall();
    for (const problem of problems) this.assistant.report({ kind: 'problem', problem });
    const backUp = () => {
      this.#forgetOld();
      void this.#rulebook.library.backup();
      this.#backup = setTimeout(backUp, BACKUP_EVERY_MS);
    };
    this.#backup = setTimeout(backUp, BACKUP_AFTER_MS);
  }

  showPanel(): void {
    this.windows.panel.showInactive();
    void this.#focusPanel(true);
  }

  /** What the channels are answered with. */
  handlers(): Handlers {
    return handlersFor({
      assistant: this.assistant,
      capture: this.#capture,
      settings: this.settings,
      target: this.#target,
      watching: this.#watching,
      windows: this.windows,
      practice: this.#practice,
      model: this.#model,
      modelKey: (profile, key, place) => this.#keepKey(profile, key, place),
      dataFolder: this.#folder,
      panelState: () => this.#panelState(),
      settingsState: () => this.#settingsState(),
      practiceState: () => this.#practiceState(),
      learned: this.#learned,
      history: this.#history,
      learnedState: () => this.#learnedState(),
      learnedDays: () => this.#rulebook.library.learnedByDay(),
      learnedSince: (time) => this.#rulebook.library.learnedSince(time),
      chooseFiles: () => this.#chooseFiles(),
      focusPanel: (wanted) => this.#focusPanel(wanted),
      openPermissions: () => void shell.openExternal('x-apple.systempreferences:com.apple.preference.security?Privacy_Accessibility'),
      recordKeys: (on) => {
        this.#recording = on;
        this.#changed();
      },
      quit: () => app.quit(),
      changed: () => this.#changed(),
    });
  }

  async close(): Promise<void> {
    clearTimeout(this.#backup);
    this.#keys.close();
    this.#model.close();
    this.#capture.close();
    this.#target.close();
    try {
      this.windows.remember();
    } catch {
      // The place of the panel is lost when the disk refuses it; the library is still closed in order.
    }
    await this.#history.close();
    await this.#rulebook.library.backup('quit');
    this.#rulebook.library.close();
    await this.#desktop.close();
  }

  #keyActions(): Record<KeyName, () => void> {
    const card = (index: number): string | undefined => {
      const cards = (this.assistant.state.shown?.suggestions ?? []).map(({ id }) => id);
      if (this.#model.ready) cards.push(this.#model.draftId);
      return this.#keysHold() ? cards[index] : undefined;
    };
    const insert = (index: number) => () => {
      const id = card(index);
      // What has to be looked at first is shown, and inserted from there.
      if (id && id === this.#model.draftId && this.#model.view()?.warnings.length) this.showPanel();
      else if (id) void this.assistant.insert(id);
    };
    const edit = (index: number) => () => {
      const id = card(index);
      if (id) this.#openEditor(id);
    };
    return {
      insert1: insert(0),
      insert2: insert(1),
      insert3: insert(2),
      edit1: edit(0),
      edit2: edit(1),
      edit3: edit(2),
      newest: () => this.assistant.showNewest(),
      ask: () => this.#model.ask(this.assistant.state.shown),
      show: () => (this.windows.panel.isVisible() ? this.windows.panel.hide() : this.showPanel()),
      pause: () => this.#watching.toggle(clock.now()),
      take: () => void this.#capture.take(),
      sent: () => void this.#capture.takeSent(),
      undo: () => this.assistant.undoLast(),
      learned: () => void this.windows.show('learned'),
    };
  }

  /** The number keys only while fresh suggestions stand there; those for the newest message and for a draft only while there is one to show. */
  #wantedKeys(): Partial<Record<KeyName, string>> {
    const { insert1, insert2, insert3, edit1, edit2, edit3, newest, ask, ...always } = this.settings.all.keys;
    const { shown, waiting } = this.assistant.state;
    return {
      ...always,
      ...(this.#keysHold() ? { insert1, insert2, insert3, edit1, edit2, edit3 } : {}),
      ...(waiting > 0 ? { newest } : {}),
      ...(shown && !shown.answered && this.settings.all.models.on ? { ask } : {}),
    };
  }

  #keysHold(): boolean {
    return keysHold(this.assistant.state, this.#model.ready);
  }

  #openEditor(id: string): void {
    this.windows.panel.showInactive();
    push(this.windows.panel.webContents, 'panel:edit', { id });
  }

  /** Gives the keyboard to the panel, or back to the chat window. */
  async #focusPanel(wanted: boolean): Promise<void> {
    const focused = this.windows.panel.isFocused();
    await this.#takesFocus(wanted);
    if (wanted) this.windows.panel.focus();
    else if (focused && this.#target.window) await this.#desktop.activate(this.#target.window.id, 500);
  }

  #takesFocus(takesFocus: boolean): Promise<void> {
    return this.#desktop.setTakesFocus(this.windows.panel.getNativeWindowHandle(), takesFocus);
  }

  /** Many things change in one step of the flow; the windows are told once, after it. */
  #changed(): void {
    if (this.#telling) return;
    this.#telling = true;
    queueMicrotask(() => {
      this.#telling = false;
      this.#keys.claim(this.#recording ? {} : this.#wantedKeys());
      this.#tell();
    });
  }

  #tell(): void {
    for (const [kind, window] of this.windows.all()) {
      if (kind === 'panel') push(window.webContents, 'panel:state', this.#panelState());
      if (kind === 'settings') push(window.webContents, 'settings:state', this.#settingsState());
      if (kind === 'learned') push(window.webContents, 'learned:state', this.#learnedState());
      if (kind === 'practice') push(window.webContents, 'practice:state', this.#practiceState());
    }
  }

  #panelState(): PanelState {
    return panelView({
      flow: this.assistant.state,
      draft: this.#model.view(),
      settings: this.settings.all,
      locale: localeOf(this.settings),
      platform: PLATFORM,
      watching: this.#watching.view(this.settings.all.watchPrimary, this.assistant.state.notice?.kind === 'problem'),
      target: this.#target.view,
      today: this.#today.view(clock.now()),
    });
  }

  #settingsState(): SettingsState {
    return {
      settings: this.settings.all,
      locale: localeOf(this.settings),
      platform: PLATFORM,
      keysTaken: [...this.#keys.taken],
      defaultKeys: DEFAULT_KEYS,
      dataFolder: this.#folder,
      canWatchPrimary: PLATFORM === 'linux',
      models: {
        presets: PRESETS,
        keys: Object.fromEntries(Object.keys(this.settings.all.models.profiles).map((id) => [id, this.#modelKeys.state(id)])),
        encrypts: this.#modelKeys.encrypts,
      },
    };
  }

  #keepKey(profile: string, key: string, place: KeyPlace): Problem | null {
    let problem: Problem | null = null;
    try {
      this.#modelKeys.set(profile, key, place);
    } catch (error) {
      problem = problemOf(error);
    }
    this.#model.keyChanged();
    return problem;
  }

  #practiceState(): PracticeState {
    return this.#practice.state({ locale: localeOf(this.settings), theme: this.settings.all.theme, platform: PLATFORM });
  }

  #learnedState(): LearnedState {
    const { library } = this.#rulebook;
    const { revision } = library;
    if (this.#counted?.revision !== revision) this.#counted = { revision, counts: library.learnedCounts() };
    const { theme, learnedHold } = this.settings.all;
    return { locale: localeOf(this.settings), theme, platform: PLATFORM, revision, counts: this.#counted.counts, learnedHold, history: this.#history.state };
  }

  async #chooseFiles(): Promise<string[]> {
    const window = this.windows.get('learned');
    const filters = [{ name: 'JSONL, CSV, XLSX, TXT', extensions: ['jsonl', 'json', 'csv', 'tsv', 'xlsx', 'txt'] }];
    const properties = ['openFile', 'multiSelections'] as const;
    const options = { filters, properties: [...properties] };
    const { canceled, filePaths } = await (window ? dialog.showOpenDialog(window, options) : dialog.showOpenDialog(options));
    return canceled ? [] : filePaths;
  }

  /** The texts of conversations go when they are older than the agent wants to keep them. */
  #forgetOld(): void {
    const { keepDays } = this.settings.all;
    if (keepDays > 0) this.#rulebook.library.forget(clock.now() - keepDays * DAY_MS);
  }

  #practiceId(): string | null {
    const window = this.windows.get('practice');
    return window ? this.#desktop.ownWindowId(window.getNativeWindowHandle()) : null;
  }
}

/** The words in a reply that name a day, an offer or a price that has passed. */
function expiredWords(reply: string, { source }: Rule, now: number): string[] {
  const writtenAt = source.kind === 'learned' || source.kind === 'mined' ? source.at : undefined;
  return staleIn(reply, { now, utcOffsetMinutes: clock.utcOffsetMinutes(), writtenAt }).map(({ value }) => value);
}

/** The language in force: the agent's choice, or the system's where that is one of ours. */
function localeOf(settings: SettingsStore): 'zh-CN' | 'en' {
  const { locale } = settings.all;
  if (locale !== 'system') return locale;
  return app.getLocale().startsWith('en') ? 'en' : 'zh-CN';
}
