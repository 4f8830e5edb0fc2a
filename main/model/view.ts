/** What the panel and the settings show of models: the shapes that cross the channels. */
import type { Warning } from '../../rules/guard';
import type { Problem } from '../problem';
import type { MaskKind } from './masking';

/** The model's card, beside the rules' cards. */
export interface DraftView {
  id: string;
  state:
    /** A rule fits word for word, so nothing was asked. */
    | 'not-asked'
    /** On its way to the model; nothing has come back yet. */
    | 'sending'
    | 'thinking'
    | 'writing'
    | 'done'
    /** Stopped by the agent; what was written stays. */
    | 'stopped'
    | 'failed'
    /** Failed too often; it is left alone until `until`. */
    | 'paused'
    | 'no-key';
  /** It can be inserted as it is. */
  ready: boolean;
  /** What has been written so far, blanks as their marks. */
  reply: string;
  blanks: number;
  /** The profile's name and the host that it is at. */
  profile: string;
  host: string;
  /** Nothing leaves the machine. */
  local: boolean;
  /** How many values of each kind are masked in what is sent; "off" where nothing is. */
  masked: Partial<Record<MaskKind, number>> | 'off';
  /** It is the fallback that writes. */
  fallback: boolean;
  /** How many of the shop's replies it was given. */
  examples: number;
  /** The model ran into the limit of its length. */
  cut: boolean;
  /** To be looked at before it is inserted. */
  warnings: Warning[];
  problem: Problem | null;
  /** When it will be asked again, ms since 1970. */
  until: number | null;
  /** The keys that insert and edit it now, as accelerators; "" when none. */
  key: string;
  editKey: string;
}

/** Exactly what would be sent, masked. */
export interface PreviewView {
  profile: string;
  url: string;
  model: string;
  masking: boolean;
  /** No message stands in the panel; it is shown with one of ours. */
  sample: boolean;
  messages: { role: 'system' | 'user' | 'assistant'; content: string }[];
  /** What each mask in it stands for. The values themselves stay in main. */
  masks: { mask: string; kind: MaskKind }[];
  /** Our estimate. */
  tokens: number;
}

/** What came of testing a connection. */
export type TestView =
  | { ok: true; ms: number; reply: string }
  | { ok: false; problem: Problem; models: string[] };
