/** The channels of the window of what was learned: part of channels.ts, which is what the windows know. */
import { z } from 'zod';
import { MAX_REPLY_LENGTH, MAX_WORDING } from '../rules/types';
import type { RuleDifference } from '../rules/difference';
import type { Outcome, RuleSource, Scope } from '../rules/types';
import type { Columns } from './history/miner';
import type { Problem } from './problem';
import type { Settings } from './settings';

const id = z.string().min(1).max(300);
const none = z.undefined();
const time = z.number().int().nonnegative();
const column = z.number().int().min(0).max(10_000);

/** Entries that are read at once, at most. */
export const MAX_PAGE = 200;

/** The name that stands for pasted text among the names of files. */
export const PASTED_FILE = 'pasted.txt';

/** Longest text of a chat window that can be pasted, in UTF-16 code units. */
export const MAX_PASTE = 2_000_000;

export const learnedCalls = {
  'learned:open': none,
  'learned:state': none,
  'learned:list': z.strictObject({ only: z.enum(['all', 'waiting', 'undone']), before: z.number().int().positive().optional(), limit: z.number().int().min(1).max(MAX_PAGE) }),
  /** A rule as it is now, to be edited. */
  'learned:rule': z.strictObject({ id }),
  /** Rules that another can be merged into, best first. */
  'learned:rules': z.strictObject({ query: z.string().max(200), except: id }),
  'learned:accept': z.strictObject({ entry: id }),
  /** `entry` null: of no entry, as an edit of its own. */
  'learned:edit': z.strictObject({ entry: id.nullable(), rule: id, replies: z.array(z.string().max(MAX_REPLY_LENGTH)).max(50), wordings: z.array(z.string().max(MAX_WORDING)).max(5_000) }),
  'learned:merge': z.strictObject({ entry: id, rule: id, into: id }),
  /** Takes back an entry, or a step: of one that took back itself, all is given back. */
  'learned:undo': z.strictObject({ id }),
  'learned:days': none,
  'learned:preview': z.strictObject({ time }),
  'learned:roll-back': z.strictObject({ time }),
  'tidy:list': none,
  'tidy:archive': z.strictObject({ rules: z.array(id).min(1).max(10_000) }),
  /** Asks for files in a dialog of the system, and reads them when some were chosen. */
  'history:choose': none,
  'history:paste': z.strictObject({ text: z.string().min(1).max(MAX_PASTE) }),
  /** Reads the same again with what the agent said about it. */
  'history:again': z.strictObject({
    agents: z.array(z.string().min(1).max(200)).max(200).optional(),
    swapRoles: z.boolean().optional(),
    mapping: z.strictObject({ text: column, role: column, conversation: column.optional(), time: column.optional(), header: z.boolean() }).optional(),
  }),
  'history:cancel': none,
  'history:proposals': none,
  'history:accept': z.strictObject({ picks: z.array(z.strictObject({ id, reply: z.string().min(1).max(MAX_REPLY_LENGTH).optional() })).min(1).max(100_000) }),
  /** Leaves what was found and goes back to choosing. */
  'history:leave': none,
} as const;

export interface LearnedAnswers {
  'learned:state': LearnedState;
  'learned:list': LearnedPage;
  'learned:rule': RuleTexts | null;
  'learned:rules': RuleBrief[];
  'learned:accept': Done;
  'learned:edit': Done;
  'learned:merge': Done;
  'learned:undo': Done;
  'learned:days': { day: string; entries: number }[];
  'learned:preview': { entries: number; rules: number };
  'learned:roll-back': Done;
  'tidy:list': TidyList;
  'tidy:archive': Done;
  'history:proposals': ProposalView[];
  'history:accept': Done;
}

/** What became of something that the agent asked for. */
export type Done =
  /** `step` undoes it. */
  | { ok: true; step: string; rules: number }
  /** `gone`: what it was about is not there any more; `full`: more than a rule can hold; `empty`: no reply or no wording would be left. */
  | { ok: false; reason: 'gone' | 'full' | 'empty' }
  | { ok: false; reason: 'problem'; problem: Problem };

/** What the window is pushed; pages are asked for again when `revision` is another. */
export interface LearnedState {
  locale: 'zh-CN' | 'en';
  theme: 'system' | 'light' | 'dark';
  platform: 'mac' | 'windows' | 'linux';
  /** Another number after each change of the library. */
  revision: number;
  counts: { all: number; waiting: number; undone: number };
  learnedHold: Settings['learnedHold'];
  history: HistoryState;
}

/** One thing that was learned, or that the agent did to it. */
export interface LearnedView {
  n: number;
  id: string;
  at: number;
  kind: 'outcome' | 'mined' | 'accepted' | 'edited' | 'merged' | 'archived' | 'rolled-back';
  /** Of an outcome. */
  outcome?: Outcome['kind'];
  /** The evidence; absent where there was none, or where it was forgotten. */
  message?: string;
  offered?: string;
  sent?: string;
  /** The name of a file; of a roll-back the time that it goes back to. */
  note?: string;
  /** The first rules that it changed, and how many in all. */
  rules: RuleChangeView[];
  ruleCount: number;
  waiting: boolean;
  undone: { step: string | null; by: 'undone' | 'rolled-back'; at: number } | null;
  later: { id: string; kind: 'mined' | 'accepted' | 'edited' | 'merged' | 'archived'; at: number }[];
}

export interface RuleChangeView {
  /** The rule that can be accepted, edited or merged now; null when there is none any more. */
  id: string | null;
  /** The rule's name. */
  name: string;
  scope: Scope;
  differences: RuleDifference[];
}

export interface LearnedPage {
  entries: LearnedView[];
  /** Where the next page begins; absent on the last. */
  next?: number;
}

/** A rule to be edited. */
export interface RuleTexts {
  id: string;
  name: string;
  replies: string[];
  wordings: string[];
  /** Patterns and keywords, which are shown and not edited here. */
  others: string[];
}

/** A rule in a list to choose from. */
export interface RuleBrief {
  id: string;
  name: string;
  reply: string;
  source: RuleSource['kind'];
  scope: Scope;
}

export interface TidyList {
  /** Rules that nobody used for `unusedDays`; the longest unused first. */
  unused: { id: string; name: string; reply: string; lastUsedAt: number | null; uses: number }[];
  unusedDays: number;
  /** Replies in which a date or a price has passed, with the words that say so. */
  expired: { id: string; name: string; reply: string; words: string[] }[];
}

export type HistoryState =
  | { phase: 'choose' }
  /** `done` of `total` bytes; 0 of 0 while it is not known yet how much there is. */
  | { phase: 'running'; files: string[]; done: number; total: number }
  | { phase: 'found'; files: string[]; proposals: number; read: { conversations: number; turns: number; skipped: number } }
  /** Something that the files do not tell. */
  | { phase: 'asking'; files: string[]; about: HistoryQuestion }
  | { phase: 'failed'; files: string[]; problem: Problem };

export type HistoryQuestion =
  | { kind: 'agents'; speakers: string[] }
  /** The agents' turns read like customers'. */
  | { kind: 'swap' }
  | ({ kind: 'columns'; file: string } & Columns);

/** A rule that the miner proposes. */
export interface ProposalView {
  id: string;
  name: string;
  kind: 'answer' | 'greeting' | 'stalling' | 'closing';
  replies: string[];
  /** Wordings of the customers, at most ten of them, and how many in all. */
  wordings: string[];
  wordingCount: number;
  /** In how many conversations it was answered so. */
  times: number;
  /** Characters of typing that it would have saved. */
  saved: number;
  examples: { message: string; reply: string }[];
  /** The name of a rule that it is alike: the two may answer the same. */
  alike?: string;
}
