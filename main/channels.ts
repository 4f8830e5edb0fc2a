/**
 * Every IPC channel, once: `calls` are asked by a window and answered by main, `Events` are pushed by main.
 * ipc.ts validates each request with the schema here; preload.ts exposes the two; renderer/ knows the types.
 */
import { z } from 'zod';
import { MAX_MESSAGE_LENGTH, MAX_REPLY_LENGTH } from '../rules/types';
import type { Refusal } from '../rules/learning/refusal';
import type { MessageSource, RuleSource, Explanation, Span, Turn } from '../rules/types';
import { learnedCalls, type LearnedAnswers, type LearnedState } from './learned-channels';
import { KEY_PLACES, MOST_KEY, type KeyState } from './model/keys-view';
import type { Preset } from './model/presets';
import type { DraftView, PreviewView, TestView } from './model/view';
import type { Settings } from './settings';
import type { Problem } from './problem';

export type { DraftView, PreviewView, TestView };

const id = z.string().min(1).max(300);
const none = z.undefined();

/** Keys that the agent can change; the value is an Electron accelerator, "" for none. */
export const KEY_NAMES = [
  'insert1', 'insert2', 'insert3', 'edit1', 'edit2', 'edit3', 'newest', 'ask', 'show', 'pause', 'take', 'sent', 'undo', 'learned',
] as const;
export type KeyName = (typeof KEY_NAMES)[number];

/** Buttons of notices: what the agent can do about something that went wrong. */
export const NOTICE_ACTIONS = ['pick-window', 'restore-clipboard', 'open-permissions', 'open-folder', 'save-again', 'close'] as const;
export type NoticeAction = (typeof NOTICE_ACTIONS)[number];

/** Requests a window may make, with the shape of what it sends. */
export const calls = {
  // the panel and its one flow
  'panel:state': none,
  'message:enter': z.strictObject({ text: z.string().max(MAX_MESSAGE_LENGTH + 1) }),
  'message:newest': none,
  'suggestion:insert': z.strictObject({
    id,
    /** The text as edited; left out when it goes as it was offered. */
    text: z.string().max(MAX_REPLY_LENGTH).optional(),
    /** Press Return afterwards; refused unless the setting is on. */
    send: z.boolean().optional(),
  }),
  /** A reply written from nothing for the message that stands in the panel. */
  'reply:insert': z.strictObject({ text: z.string().min(1).max(MAX_REPLY_LENGTH) }),
  'suggestion:dismiss': z.strictObject({ id }),
  /**
   * The panel needs the keyboard (an editor or the message box is open), or gives it back to the chat window.
   * `editing`: a reply is being edited, so newer messages wait (`MessageView.newer`) instead of taking its place.
   */
  'panel:focus': z.strictObject({ wanted: z.boolean(), editing: z.boolean() }),
  'panel:hide': none,
  'panel:quit': none,
  'learning:undo': z.strictObject({ outcome: id }),
  // what is watched
  'program:decide': z.strictObject({ program: z.string().min(1).max(260), decision: z.enum(['watch', 'ignore', 'later']) }),
  'watch:pause': z.strictObject({ forMinutes: z.number().int().min(1).max(1440).optional() }),
  'watch:resume': none,
  'watch:start': z.strictObject({ practice: z.boolean() }),
  // the target
  'target:list': none,
  'target:pick': z.strictObject({ id }),
  'notice:act': z.strictObject({ action: z.enum(NOTICE_ACTIONS) }),
  'toast:close': none,
  // other windows
  'practice:open': none,
  'settings:open': none,
  'settings:get': none,
  'settings:set': z.strictObject({ key: z.string().min(1).max(60), value: z.unknown() }),
  /** A new key is being pressed in the settings: the global keys let it through. */
  'settings:recording': z.strictObject({ on: z.boolean() }),
  'settings:folder': none,
  // models
  /** A draft for the message in the panel, also where it failed or was not asked for. */
  'model:ask': none,
  'model:stop': none,
  'model:preview': none,
  'model:test': z.strictObject({ profile: id }),
  'model:key': z.strictObject({ profile: id, key: z.string().max(MOST_KEY), place: z.enum(KEY_PLACES) }),
  'practice:state': none,
  'practice:send': z.strictObject({ text: z.string().min(1).max(MAX_REPLY_LENGTH) }),
  // what was learned
  ...learnedCalls,
} as const;

export * from './learned-channels';

export type Call = keyof typeof calls;
export type Request<C extends Call> = z.infer<(typeof calls)[C]>;

/** What main answers. A call that is not here is answered with nothing. */
interface Answers extends LearnedAnswers {
  'panel:state': PanelState;
  'target:list': TargetWindow[];
  'settings:get': SettingsState;
  'settings:set': SetResult;
  'practice:state': PracticeState;
  'model:preview': PreviewView | null;
  'model:test': TestView;
  /** The problem that kept the key from being kept, null when it is. */
  'model:key': Problem | null;
}
export type Answer<C extends Call> = C extends keyof Answers ? Answers[C] : void;

/** What main pushes, whole each time: a window draws it and keeps nothing of its own but what is being typed. */
export interface Events {
  'panel:state': PanelState;
  'settings:state': SettingsState;
  'practice:state': PracticeState;
  'learned:state': LearnedState;
  /** A global key asks to edit a card. */
  'panel:edit': { id: string };
}
export type EventName = keyof Events;

/** How the panel's light stands and what it says. */
export interface Watching {
  state: 'off' | 'on' | 'paused' | 'trouble';
  /** What is read while on. */
  sources: ('clipboard' | 'selection')[];
  /** When a timed pause ends. */
  resumesAt?: number;
}

export interface TargetWindow {
  id: string;
  title: string;
  program: string;
}

/** Where a click will insert. "gone": it was there and is not any more. */
export type Target = { state: 'none' } | ({ state: 'ok' | 'gone' } & TargetWindow);

export interface MessageView {
  id: string;
  text: string;
  source: MessageSource;
  at: number;
  /** Stretches to highlight, sorted, not overlapping. */
  marks: Span[];
  /** Up to six turns before it, oldest first, and how many there are in all. */
  before: Turn[];
  beforeCount: number;
  /** Number of newer messages that the agent has not been shown yet; above 0 the suggestions are stale. */
  newer: number;
}

/** How sure, in the panel's three words (把握大 / 中 / 小). */
export type Level = 'sure' | 'likely' | 'maybe';

export interface SuggestionView {
  id: string;
  /** The reply with its placeholders filled; what is missing stands in it as a mark, 〔name〕 with a U+2063 behind the first bracket. */
  reply: string;
  /** How many such marks there are: they are filled in before it can be inserted. */
  blanks: number;
  source: RuleSource['kind'];
  level: Level;
  explanation: Explanation;
  /** The key that inserts it now, as an accelerator; "" when none. */
  key: string;
  editKey: string;
}

/** Something that the agent has to know, in the place of the cards or above them. */
export type Notice =
  /** Not inserted; the reply is on the clipboard (`onClipboard`), nothing was pasted anywhere. */
  | { kind: 'refused'; reason: 'target-gone' | 'target-changed' | 'no-target' | 'not-taken' | 'no-clipboard'; onClipboard: boolean; canRestore: boolean }
  | { kind: 'no-permission' }
  | { kind: 'wayland' }
  | { kind: 'too-long'; characters?: number; bytes: number; limit: number }
  | { kind: 'no-text' }
  | { kind: 'problem'; problem: Problem };

/** What has just happened; `id` tells two that say the same from each other. */
export type Toast = { id: string } & ToastContent;
export type ToastContent =
  /** `notLearned`: why nothing was learned of what the agent wrote. */
  | { kind: 'inserted'; sent: boolean; reply: string; notLearned?: Refusal }
  /** `review`: it waits for the agent. */
  | { kind: 'learned'; sent: boolean; outcome: string; message: string; review: boolean }
  | { kind: 'undone' }
  | { kind: 'not-saved'; pending: number };

/** Everything that the panel draws. */
export interface PanelState {
  locale: 'zh-CN' | 'en';
  theme: 'system' | 'light' | 'dark';
  platform: 'mac' | 'windows' | 'linux';
  watching: Watching;
  target: Target;
  /** A program in which a copy was made for the first time: watch it, or ignore it? */
  ask: { program: string; title: string } | null;
  message: MessageView | null;
  suggestions: SuggestionView[];
  /** The best two are too close to call. */
  ambiguous: boolean;
  /** The model's card, null without one. */
  draft: DraftView | null;
  /** Models are switched on and one is in use. */
  modelOn: boolean;
  notice: Notice | null;
  toast: Toast | null;
  /** Replies inserted lately, newest first, at most three. */
  recent: { reply: string; at: number }[];
  today: { inserted: number; minutesSaved: number };
  /** A reply to this message was inserted: the cards are no longer what to do next. */
  answered: boolean;
  insertAndSend: boolean;
  keys: Settings['keys'];
  /** An insertion is under way: buttons wait. */
  busy: boolean;
}

export interface SettingsState {
  settings: Settings;
  locale: 'zh-CN' | 'en';
  platform: 'mac' | 'windows' | 'linux';
  /** Keys that another program holds, so that they could not be claimed. */
  keysTaken: KeyName[];
  /** The keys of a fresh seat, which "Default" goes back to. */
  defaultKeys: Settings['keys'];
  dataFolder: string;
  canWatchPrimary: boolean;
  models: {
    presets: readonly Preset[];
    /** By profile. */
    keys: Record<string, KeyState>;
    /** The system keeps keys encrypted; where not, the agent chooses. */
    encrypts: boolean;
  };
}

export type SetResult = { ok: true } | { ok: false; reason: string };

/** The practice chat: a customer who writes the seed's messages. */
export interface PracticeState {
  locale: 'zh-CN' | 'en';
  theme: 'system' | 'light' | 'dark';
  platform: 'mac' | 'windows' | 'linux';
  turns: Turn[];
  /** 0-based step of how many; `done` when the customer has no more to say. */
  step: number;
  steps: number;
  done: boolean;
}

/** What preload.ts puts on `window`. */
export interface Bridge {
  call<C extends Call>(channel: C, ...request: Request<C> extends undefined ? [] : [Request<C>]): Promise<Answer<C>>;
  on<E extends EventName>(event: E, listener: (data: Events[E]) => void): () => void;
}
