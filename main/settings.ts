/** The agent's settings, checked field by field: a field that is wrong falls back alone, the rest is kept. */
import { copyFileSync, existsSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import Store from 'electron-store';
import { v7 as newId } from 'uuid';
import { z } from 'zod';
import { DEFAULT_THRESHOLDS } from '../rules/engine';
import { KEY_NAMES } from './channels';
import { modelDefaults, ModelSettings } from './model/profiles';
import { ProblemError, type Problem } from './problem';

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
  /** Whether what is learned holds at once, or after the agent has seen it. */
  learnedHold: z.enum(['at-once', 'review']),
  /** Days after which the texts of conversations are forgotten; 0 keeps them for ever. */
  keepDays: z.number().int().min(0).max(3_650),
  models: ModelSettings,
} as const;

export type SettingName = keyof typeof FIELDS;
export type Settings = { [K in SettingName]: z.infer<(typeof FIELDS)[K]> };

/** Settings that only the app itself writes. */
const OWN: readonly SettingName[] = ['panel', 'seat', 'started'];

/** The global keys of a fresh seat. */
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
  sent: 'CommandOrControl+Alt+S',
  undo: 'CommandOrControl+Alt+Z',
  learned: '',
};

const defaults = (): Settings => ({
  locale: 'zh-CN',
  theme: 'system',
  programs: {},
  watchPrimary: false,
  insertAndSend: false,
  keys: DEFAULT_KEYS,
  panel: { bounds: null, visible: true },
  seat: newId(),
  started: false,
  ...DEFAULT_THRESHOLDS,
  agentName: '',
  shopName: '',
  learnedHold: 'at-once',
  keepDays: 180,
  models: modelDefaults(),
});

const FILE = 'settings';

/** Reads the settings in `folder`. What could not be used is told in `problems`; there are always usable settings. Never throws. */
export function openSettings({ folder }: { folder: string }): { settings: SettingsStore; problems: Problem[] } {
  const problems: Problem[] = [];
  attempt(problems, fileOf(folder), () => repairFile(folder, problems));
  const files = new SettingsFile(folder);
  const stored = attempt(problems, files.path, () => files.read()) ?? {};
  const all = readSettings(stored, (field, reason) => problems.push({ code: 'settings-field', file: files.path, params: { field, reason } }));
  attempt(problems, files.path, () => {
    // Written down with all defaults, so that the file shows what there is.
    if (!isDeepStrictEqual(stored, { ...stored, ...all })) files.write(all);
    keepCopy(files.path, backupOf(folder));
  });
  return { settings: new SettingsStore(all, files), problems };
}

/** The file, opened when it is first needed: a folder that cannot be read must not cost the start. */
class SettingsFile {
  readonly #folder: string;
  #store: Store<Record<string, unknown>> | undefined;

  constructor(folder: string) {
    this.#folder = folder;
  }

  get path(): string {
    return fileOf(this.#folder);
  }

  read(): Record<string, unknown> {
    return { ...this.#opened().store };
  }

  /** Writes whole or not at all. What a newer version put into the file stays there. */
  write(all: Settings): void {
    const store = this.#opened();
    store.store = { ...store.store, ...all };
  }

  #opened(): Store<Record<string, unknown>> {
    this.#store ??= new Store({ cwd: this.#folder, name: FILE, clearInvalidConfig: true });
    return this.#store;
  }
}

type Wrong = (field: string, reason: string) => void;

function readSettings(stored: Record<string, unknown>, wrong: Wrong): Settings {
  const all: Record<string, unknown> = defaults();
  for (const name of Object.keys(FIELDS) as SettingName[]) {
    if (Object.hasOwn(stored, name)) all[name] = readField(FIELDS[name], stored[name], all[name], name, wrong);
  }
  return all as Settings;
}

/** A value as its schema has it, else the default. Of an object each part stands or falls by itself: one wrong key does not cost the others. */
function readField(schema: z.ZodType, value: unknown, fallback: unknown, field: string, wrong: Wrong): unknown {
  const read = schema.safeParse(value);
  if (read.success) return read.data;
  if (isRecord(value) && isRecord(fallback) && (schema instanceof z.ZodObject || schema instanceof z.ZodRecord)) {
    return readParts(schema, value, fallback, field, wrong);
  }
  wrong(field, read.error.issues[0]?.message ?? '');
  return fallback;
}

function readParts(schema: z.ZodObject | z.ZodRecord, value: Record<string, unknown>, fallback: Record<string, unknown>, field: string, wrong: Wrong): unknown {
  const parts: Record<string, unknown> = { ...fallback };
  const known = schema instanceof z.ZodObject ? Object.entries(schema.shape) : Object.keys(value).map((name) => [name, schema.valueType] as const);
  for (const [name, part] of known) {
    if (!Object.hasOwn(value, name)) continue;
    const read = readField(part as z.ZodType, value[name], fallback[name], `${field}.${name}`, wrong);
    if (read !== undefined) parts[name] = read;
  }
  return parts;
}

export class SettingsStore {
  #all: Settings;
  readonly #file: SettingsFile;
  readonly #listeners = new Set<() => void>();

  constructor(all: Settings, file: SettingsFile) {
    this.#all = all;
    this.#file = file;
  }

  get all(): Readonly<Settings> {
    return this.#all;
  }

  /** Changes one setting and saves it. Throws ProblemError `cannot-save` when the disk refuses; it holds for this session all the same. */
  set<K extends SettingName>(name: K, value: Settings[K]): void {
    this.#all = { ...this.#all, [name]: value };
    for (const listener of this.#listeners) listener();
    try {
      // All of them: the file may have been deleted, or an earlier change not have been saved.
      this.#file.write(this.#all);
    } catch (error) {
      throw new ProblemError(cannotSave(this.#file.path, error));
    }
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
}

const fileOf = (folder: string) => join(folder, `${FILE}.json`);
const backupOf = (folder: string) => join(folder, `${FILE}.backup.json`);

/** A file that is no JSON is set aside under a name that says so, and the copy of the last good start takes its place. */
function repairFile(folder: string, problems: Problem[]): void {
  const file = fileOf(folder);
  if (!existsSync(file) || holdsObject(file)) return;
  let kept = join(folder, `${FILE}-damaged-${Date.now()}.json`);
  for (let n = 2; existsSync(kept); n++) kept = join(folder, `${FILE}-damaged-${Date.now()}-${n}.json`);
  renameSync(file, kept);
  const backup = backupOf(folder);
  const restored = existsSync(backup) && holdsObject(backup);
  problems.push({ code: 'settings-damaged', file, params: { kept, restored: restored ? 1 : 0 } });
  if (restored) keepCopy(backup, file);
}

/** Copies a file whole or not at all. */
function keepCopy(from: string, to: string): void {
  copyFileSync(from, `${to}.tmp`);
  renameSync(`${to}.tmp`, to);
}

function holdsObject(file: string): boolean {
  try {
    return isRecord(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return false;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Does what the disk may refuse; a refusal is told in `problems`, once for each file. */
function attempt<Result>(problems: Problem[], file: string, work: () => Result): Result | undefined {
  try {
    return work();
  } catch (error) {
    if (!problems.some((problem) => problem.code === 'cannot-save' && problem.file === file)) problems.push(cannotSave(file, error));
    return undefined;
  }
}

function cannotSave(file: string, error: unknown): Problem {
  return { code: 'cannot-save', file, detail: error instanceof Error ? error.message : String(error) };
}
