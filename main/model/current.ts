/** The draft for one message, as the desk keeps it, and as the panel is shown it. */
import type { Warning } from '../../rules/guard';
import { findBlanks, type Filled } from '../../rules/placeholders';
import type { Shown } from '../assistant';
import type { Problem } from '../problem';
import type { MaskKind } from './masking';
import { hostOf, isLoopback, type NamedProfile } from './profiles';
import type { Example } from './prompt';
import type { DraftView } from './view';

/** From this confidence on a rule that fits word for word is answer enough. */
const SURE = 0.85;

/** The draft for one message. */
export interface Current {
  id: string;
  shown: Shown;
  stop: AbortController;
  state: DraftView['state'];
  text: string;
  cut: boolean;
  profile: NamedProfile;
  fallback: boolean;
  masked: Partial<Record<MaskKind, number>>;
  examples: readonly Example[];
  warnings: Warning[];
  problem: Problem | null;
  until: number | null;
}

/** A draft that has not begun: `sure` when no model is asked at all. */
export function newDraft(id: string, shown: Shown, profile: NamedProfile, sure: boolean): Current {
  return {
    id, shown, stop: new AbortController(), state: sure ? 'not-asked' : 'sending', text: '', cut: false, profile, fallback: false,
    masked: {}, examples: [], warnings: [], problem: null, until: null,
  };
}

export const isUnderWay = ({ state }: Current) => state === 'sending' || state === 'thinking' || state === 'writing';

/** Whether it can be inserted as it is. */
export const isReady = ({ text, state }: Current) => text !== '' && (state === 'done' || state === 'stopped');

export function viewOf(current: Current): DraftView {
  const { id, state, text, cut, profile, fallback, masked, examples, warnings, problem, until } = current;
  return {
    id,
    state,
    ready: isReady(current),
    reply: text,
    blanks: findBlanks(text).length,
    profile: nameOf(profile),
    host: hostOf(profile.baseUrl),
    local: isLoopback(profile.baseUrl),
    masked: profile.masking ? masked : 'off',
    fallback,
    examples: examples.length,
    cut,
    warnings,
    problem,
    until,
    key: '',
    editKey: '',
  };
}

/** A rule that the agent's own wording or a whole example fits, and no second one as well. */
export function isSure({ suggestions, ambiguous }: Shown): boolean {
  const best = suggestions[0]?.suggestion;
  return best !== undefined && !ambiguous && best.confidence >= SURE && best.explanation.trigger?.kind === 'exact';
}

export const nameOf = ({ name, model, baseUrl }: NamedProfile) => name || model || hostOf(baseUrl);

/** A draft as a filled reply: its blanks are for the agent. */
export function filledOf(text: string): Filled {
  const parts: Filled['parts'] = [];
  let at = 0;
  for (const { start, end, name } of findBlanks(text)) {
    if (start > at) parts.push({ kind: 'text', text: text.slice(at, start) });
    parts.push({ kind: 'blank', name });
    at = end;
  }
  if (at < text.length) parts.push({ kind: 'text', text: text.slice(at) });
  return { parts, text, missing: parts.filter(({ kind }) => kind === 'blank').length };
}
