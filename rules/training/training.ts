/** From outcomes to training examples: chosen, masked, each once, and split by conversation. */
import type { PersonalKind } from '../learning/personal';
import { hashText } from '../text/hash';
import type { Outcome, Turn } from '../types';
import { dialoguesOf, isTold, SENT, wasSent, type Dialogue, type Exchange, type Sent } from './dialogues';
import { Masks } from './masks';

/** One thing to learn: what to answer, and for preferences what not to. */
export interface Example {
  /** Turns before the message, oldest first, customer and agent in turn. */
  before: readonly Turn[];
  message: string;
  reply: string;
  /** What was suggested instead; only in preferences. */
  rejected?: string;
}

export interface TrainingOptions {
  /** `preferences`: only what was suggested and sent otherwise. */
  purpose: 'replies' | 'preferences';
  /** Milliseconds since 1970, `to` exclusive. Nothing from outside stands in any example. */
  from?: number | undefined;
  to?: number | undefined;
  shop?: string | undefined;
  platform?: string | undefined;
  /** What the examples are made of; what was sent before them stands there whatever it was. All three when left out. */
  kinds?: readonly Sent[] | undefined;
  /** Share of the conversations that are for validation, 0..1. */
  validation?: number | undefined;
}

/** What became of the outcomes. All but `masked` count outcomes. */
export interface TrainingCounts {
  outcomes: number;
  /** Dismissed and ignored: nothing was sent. */
  nothingSent: number;
  /** Outside the time, scope or kinds asked for. */
  filteredOut: number;
  /** Their texts are older than they are kept. */
  forgotten: number;
  /** Nothing was suggested, or it was sent as it was. */
  withoutPreference: number;
  /** Something in them looked like somebody's own even when masked. */
  unsafe: number;
  /** The same example as another. */
  twice: number;
  examples: Record<Sent, number>;
  /** Conversations with an example. */
  conversations: number;
  /** Values that were masked, by kind, each once a conversation. */
  masked: Partial<Record<PersonalKind, number>>;
}

export interface Training {
  train: Example[];
  validation: Example[];
  counts: TrainingCounts;
}

const VALIDATION = 0.1;
/** Turns that an example looks back. */
const MOST_TURNS = 20;
/** Most of them in UTF-16 code units. */
const MOST_LETTERS = 4_000;

/** Makes training data of outcomes. Pure, and the same for the same outcomes whatever their order. */
export function trainingOf(outcomes: readonly Outcome[], options: TrainingOptions): Training {
  const counts = emptyCounts(outcomes.length);
  const kept = outcomes.filter((outcome) => isWanted(outcome, options, counts));
  const seen = new Set<string>();
  const talks = dialoguesOf(kept).map((dialogue) => ({ key: dialogue.key, examples: examplesOf(dialogue, options, counts, seen) }));
  const used = talks.filter(({ examples }) => examples.length > 0);
  counts.conversations = used.length;
  const forValidation = validationOf(used.map(({ key }) => key), options.validation ?? VALIDATION);
  const side = (validation: boolean) => used.filter(({ key }) => forValidation.has(key) === validation).flatMap(({ examples }) => examples);
  return { train: side(false), validation: side(true), counts };
}

function emptyCounts(outcomes: number): TrainingCounts {
  return {
    outcomes, nothingSent: 0, filteredOut: 0, forgotten: 0, withoutPreference: 0, unsafe: 0, twice: 0,
    examples: { accepted: 0, edited: 0, written: 0 }, conversations: 0, masked: {},
  };
}

/** Counts what is left out. What was not sent stays in the conversation, so far as it is within time and scope. */
function isWanted(outcome: Outcome, { from = 0, to = Infinity, shop, platform }: TrainingOptions, counts: TrainingCounts): boolean {
  const { at, scope } = outcome;
  const within = at >= from && at < to && (shop === undefined || scope.shop === shop) && (platform === undefined || scope.platform === platform);
  if (!wasSent(outcome)) counts.nothingSent++;
  else if (!within) counts.filteredOut++;
  else if (!isTold(outcome)) counts.forgotten++;
  return within;
}

function examplesOf({ exchanges }: Dialogue, { purpose, kinds = SENT }: TrainingOptions, counts: TrainingCounts, seen: Set<string>): Example[] {
  const masks = new Masks(exchanges.flatMap(({ message, sent, suggested }) => [message, sent, suggested ?? '']));
  const examples: Example[] = [];
  for (const exchange of exchanges) {
    const { kind, suggested } = exchange;
    if (!kinds.includes(kind)) counts.filteredOut++;
    else if (purpose === 'preferences' && suggested === null) counts.withoutPreference++;
    else {
      const example = maskedExample(exchange, purpose === 'preferences' ? suggested : null, masks);
      const id = JSON.stringify(example);
      if (example === null) counts.unsafe++;
      else if (example.rejected === example.reply) counts.withoutPreference++;
      else if (seen.has(id)) counts.twice++;
      else {
        seen.add(id);
        counts.examples[kind]++;
        examples.push(example);
      }
    }
  }
  if (examples.length > 0) for (const [kind, count] of Object.entries(masks.counts)) counts.masked[kind as PersonalKind] = (counts.masked[kind as PersonalKind] ?? 0) + count;
  return examples;
}

/** Null where something in it could not be masked for certain. A turn before it for which that holds ends what is looked back at. */
function maskedExample({ before, message, sent }: Exchange, suggested: string | null, masks: Masks): Example | null {
  const asked = masks.mask(message);
  const reply = masks.mask(sent);
  const rejected = suggested === null ? undefined : masks.mask(suggested);
  if (asked === null || reply === null || rejected === null) return null;
  return { before: maskedBefore(before, masks), message: asked, reply, ...(rejected === undefined ? {} : { rejected }) };
}

/** The last turns, in whole pairs of customer and agent. */
function maskedBefore(before: readonly Turn[], masks: Masks): Turn[] {
  const kept: Turn[] = [];
  let letters = 0;
  for (let at = before.length - 2; at >= 0 && kept.length < MOST_TURNS; at -= 2) {
    const pair = before.slice(at, at + 2).map(({ role, text }) => ({ role, text: masks.mask(text) }));
    letters += pair.reduce((sum, { text }) => sum + (text?.length ?? Infinity), 0);
    if (letters > MOST_LETTERS) break;
    kept.unshift(...(pair as Turn[]));
  }
  return kept;
}

/**
 * The conversations for validation: those whose hash is low, so that a conversation stays on its side when more come. At
 * least one on each side where there are two.
 */
function validationOf(keys: readonly string[], share: number): Set<string> {
  const sorted = keys.map((key) => ({ key, place: hashText(key, 0x5eed) / 2 ** 32 })).sort((a, b) => a.place - b.place || (a.key < b.key ? -1 : 1));
  const below = sorted.filter(({ place }) => place < share).length;
  const count = share <= 0 || keys.length < 2 ? 0 : Math.min(Math.max(below, 1), keys.length - 1);
  return new Set(sorted.slice(0, count).map(({ key }) => key));
}
