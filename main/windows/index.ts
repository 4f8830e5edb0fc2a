import type { BrowserWindow, WebContents } from 'electron';
import type { SettingsStore } from '../settings';
import { createLearned } from './learned';
import { createPanel } from './panel';
import { createPractice } from './practice';
import { createSettings } from './settings';
import type { WindowKind } from './window';

const CREATE = { practice: createPractice, settings: createSettings, learned: createLearned };

/** Our windows: the panel always, the others while they are open. */
export class Windows {
  readonly panel: BrowserWindow;
  /** Settled when the panel's page has been drawn for the first time, or was closed before. */
  readonly panelDrawn: Promise<void>;
  readonly #settings: SettingsStore;
  #timer: NodeJS.Timeout | undefined;
  readonly #open = new Map<WindowKind, BrowserWindow>();

  constructor(settings: SettingsStore) {
    this.#settings = settings;
    this.panel = createPanel(settings.all.panel.bounds);
    this.#open.set('panel', this.panel);
    this.panelDrawn = new Promise((resolve) => {
      this.panel.once('ready-to-show', () => resolve());
      this.panel.once('closed', () => resolve());
    });
    this.panel.on('closed', () => this.#open.delete('panel'));
    this.panel.on('move', () => this.#rememberSoon());
    this.panel.on('resize', () => this.#rememberSoon());
  }

  /** Opens a window or brings the open one to the front. */
  show(kind: 'practice' | 'settings' | 'learned'): BrowserWindow {
    const open = this.#open.get(kind);
    if (open) {
      open.show();
      return open;
    }
    const window = CREATE[kind]();
    this.#open.set(kind, window);
    window.once('ready-to-show', () => window.show());
    window.on('closed', () => this.#open.delete(kind));
    return window;
  }

  get(kind: WindowKind): BrowserWindow | undefined {
    return this.#open.get(kind);
  }

  all(): IterableIterator<[WindowKind, BrowserWindow]> {
    return this.#open.entries();
  }

  /** Which of our windows a page belongs to, null for none. */
  kindOf(contents: WebContents): WindowKind | null {
    for (const [kind, window] of this.#open) if (!window.isDestroyed() && window.webContents === contents) return kind;
    return null;
  }

  /** Writes the panel's place down; called when it has come to rest, and at quit. */
  remember(): void {
    clearTimeout(this.#timer);
    if (!this.panel.isDestroyed()) this.#settings.set('panel', { ...this.#settings.all.panel, bounds: this.panel.getBounds() });
  }

  #rememberSoon(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.remember(), 500);
  }
}
