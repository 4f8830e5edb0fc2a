import type { FlowState, Shown } from './assistant';
import type { Level, MessageView, PanelState, SuggestionView, Watching } from './channels';
import { profilesFor } from './model/profiles';
import type { Settings } from './settings';
import type { Target } from './channels';

/** Confidence from which the panel says 把握大 and 把握中; below it says 把握小. */
const SURE = 0.85;
const LIKELY = 0.6;
const TURNS_SHOWN = 6;

/** What the panel draws besides the flow itself. */
export interface PanelParts {
  flow: FlowState;
  draft: PanelState['draft'];
  settings: Settings;
  locale: PanelState['locale'];
  platform: PanelState['platform'];
  watching: Watching;
  target: Target;
  today: PanelState['today'];
}

/** Puts together the state that the panel draws, from the parts of main that own it. */
export function panelView({ flow, draft, settings, locale, platform, watching, target, today }: PanelParts): PanelState {
  const { shown } = flow;
  const ready = draft?.ready ?? false;
  const fresh = keysHold(flow, ready);
  return {
    locale,
    theme: settings.theme,
    platform,
    watching,
    target,
    ask: flow.ask,
    message: shown && messageView(shown, flow.waiting),
    suggestions: shown ? shown.suggestions.map((entry, index) => suggestionView(entry, index, fresh, settings)) : [],
    ambiguous: shown?.ambiguous ?? false,
    draft: draft && ready && fresh ? { ...draft, ...numberKeys(shown?.suggestions.length ?? 0, settings) } : draft,
    modelOn: profilesFor(settings.models, settings.shopName ? { shop: settings.shopName } : {}).length > 0,
    notice: flow.notice,
    toast: flow.toast,
    recent: flow.recent,
    today,
    answered: shown?.answered ?? false,
    insertAndSend: settings.insertAndSend,
    keys: settings.keys,
    busy: flow.busy,
  };
}

/**
 * The number keys are claimed only while fresh suggestions, or a model's draft, stand there and none is edited; else the
 * chat program keeps its own.
 */
export function keysHold(flow: FlowState, draft: boolean): boolean {
  return flow.shown !== null && (flow.shown.suggestions.length > 0 || draft) && !flow.shown.answered && !flow.editing && flow.waiting === 0;
}

/** The three words for a confidence. */
export function levelOf(confidence: number): Level {
  return confidence >= SURE ? 'sure' : confidence >= LIKELY ? 'likely' : 'maybe';
}

function messageView({ message, before, suggestions }: Shown, newer: number): MessageView {
  return {
    id: message.id,
    text: message.text,
    source: message.source,
    at: message.at,
    marks: suggestions[0]?.suggestion.explanation.matched ?? [],
    before: before.slice(-TURNS_SHOWN),
    beforeCount: before.length,
    newer,
  };
}

function suggestionView(entry: Shown['suggestions'][number], index: number, fresh: boolean, settings: Settings): SuggestionView {
  const { source, confidence, explanation } = entry.suggestion;
  return {
    id: entry.id,
    reply: entry.filled.text,
    blanks: entry.filled.missing,
    source,
    level: levelOf(confidence),
    explanation,
    ...(fresh ? numberKeys(index, settings) : { key: '', editKey: '' }),
  };
}

/** The keys of the card at an index; a fourth one has none. */
function numberKeys(index: number, { keys }: Settings): { key: string; editKey: string } {
  return {
    key: [keys.insert1, keys.insert2, keys.insert3][index] ?? '',
    editKey: [keys.edit1, keys.edit2, keys.edit3][index] ?? '',
  };
}
