/** The agent's settings, checked field by field: a field that is wrong falls back alone, the rest is kept. */
import { copyFileSync, existsSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import Store from 'electron-store';
import { v7 as newId } from 'uuid';
import { z } from 'zod';
import { KEY_NAMES } from './channels';
import type { Problem } from './problem';

const key = z.string().max(60);
const bounds = z.object({ x: z.number().int(), y: z.number().int(), width: z.number().int().positive(), height: z.number().int().positive() });

/** Each setting with its default in `defaults()`. */
const FIELDS = {
  locale: z.enum(['system', 'zh-CN', 'en']),
  theme: z.enum(['system', 'light', 'dark']),
  /** The agent's answer for each program in which a copy was made. */
  programs: z.record(z.string().min(1).max(260), z.enum(['watch', 'ignore'])),
  watchPrimary: z.boolean(),
  insertAndSend: z.boolean(),
  keys: z.object(Object.fromEntries(KEY_NAMES.map((name) => [name, key])) as Record<(typeof KEY_NAMES)[number], typeof key>),
  panel: z.object({ bounds: bounds.nullable(), visible: z.boolean() }),
  /** This seat's own id, made at the first start. */
  seat: z.string().min(1).max(64),
  /** The agent has pressed 开始: copies may be read. */
  started: z.boolean(),
  /** Below this confidence nothing is suggested, 0..1. */
  silentBelow: z.number().min(0).max(1),
  /** Two suggestions closer than this are shown as a tie, 0..1. */
  closeCall: z.number().min(0).max(1),
  agentName: z.string().max(100),
  shopName: z.string().max(200),
} as const;

export type SettingName = keyof typeof FIELDS;
export type Settings = { [K in SettingName]: z.infer<(typeof FIELDS)[K]> };

/** Settings that only the app itself writes. */
const OWN: readonly SettingName[] = ['panel', 'seat', 'started'];

const defaults = (): Settings => ({
  locale: 'zh-CN',
  theme: 'system',
  programs: {},
  watchPrimary: false,
  insertAndSend: false,
  keys: {
    insert1: 'Alt+1',
    insert2: 'Alt+2',
    insert3: 'Alt+3',
    edit1: 'Alt+Shift+1',
    edit2: 'Alt+Shift+2',
    edit3: 'Alt+Shift+3',
    newest: 'Alt+N',
    show: 'Alt+`',
    pause: 'CommandOrControl+Alt+P',
    take: 'CommandOrControl+Alt+C',
    undo: 'CommandOrControl+Alt+Z',
  },
  panel: { bounds: null, visible: true },
  seat: newId(),
  started: false,
  silentBelow: 0.4,
  closeCall: 0.08,
  agentName: '',
  shopName: '',
});

const FILE = 'settings';

/** Reads the settings in `folder`. What could not be used is told in `problems`; there are always usable settings. */
export function openSettings({ folder }: { folder: string }): { settings: SettingsStore; problems: Problem[] } {
  const problems = repairFile(folder);
  const store = new Store<Record<string, unknown>>({ cwd: folder, name: FILE, clearInvalidConfig: true });
  const all = defaults();
  for (const name of Object.keys(FIELDS) as SettingName[]) {
    const stored = store.get(name);
    if (stored === undefined) continue;
    const read = FIELDS[name].safeParse(stored);
    if (read.success) Object.assign(all, { [name]: read.data });
    else problems.push({ code: 'settings-field', file: store.path, params: { field: name, reason: read.error.issues[0]?.message ?? '' } });
  }
  const settings = new SettingsStore(all, store);
  // The id of the seat is made once; written down with all defaults, so that the file shows what there is.
  settings.save(problems);
  if (existsSync(store.path)) copyFileSync(store.path, backupOf(folder));
  return { settings, problems };
}

export class SettingsStore {
  #all: Settings;
  readonly #store: Store<Record<string, unknown>>;
  readonly #listeners = new Set<() => void>();

  constructor(all: Settings, store: Store<Record<string, unknown>>) {
    this.#all = all;
    this.#store = store;
  }

  get all(): Readonly<Settings> {
    return this.#all;
  }

  /** Changes one setting and saves it. Throws when it cannot be saved; it holds for this session all the same. */
  set<K extends SettingName>(name: K, value: Settings[K]): void {
    this.#all = { ...this.#all, [name]: value };
    for (const listener of this.#listeners) listener();
    this.#store.set(name, value);
  }

  /** Changes a setting by what came from a window, if that is a setting the agent may change and a value it can have. */
  trySet(name: string, value: unknown): { ok: true } | { ok: false; reason: string } {
    if (!Object.hasOwn(FIELDS, name) || OWN.includes(name as SettingName)) return { ok: false, reason: 'no such setting' };
    const read = FIELDS[name as SettingName].safeParse(value);
    if (!read.success) return { ok: false, reason: read.error.issues[0]?.message ?? 'not a value for it' };
    try {
      this.set(name as SettingName, read.data as never);
      return { ok: true };
    } catch (error) {
      return { ok: false, reason: error instanceof Error ? error.message : String(error) };
    }
  }

  /** Calls back after each change. Returns the end of it. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Writes everything; a file that cannot be written is told in `problems`. */
  save(problems: Problem[]): void {
    try {
      this.#store.store = this.#all as unknown as Record<string, unknown>;
    } catch (error) {
      problems.push({ code: 'cannot-save', file: this.#store.path, detail: error instanceof Error ? error.message : String(error) });
    }
  }
}

const fileOf = (folder: string) => join(folder, `${FILE}.json`);
const backupOf = (folder: string) => join(folder, `${FILE}.backup.json`);

/** A file that is no JSON is set aside under a name that says so, and the copy of the last good start takes its place. */
function repairFile(folder: string): Problem[] {
  const file = fileOf(folder);
  if (!existsSync(file) || isObject(file)) return [];
  const kept = join(folder, `${FILE}-damaged-${Date.now()}.json`);
  renameSync(file, kept);
  const backup = backupOf(folder);
  const restored = existsSync(backup) && isObject(backup);
  if (restored) copyFileSync(backup, file);
  return [{ code: 'settings-damaged', file, params: { kept, restored: restored ? 1 : 0 } }];
}

function isObject(file: string): boolean {
  try {
    const value: unknown = JSON.parse(readFileSync(file, 'utf8'));
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}
