/** The model at this seat: asks for a draft of each message that is shown, and for nothing that is not shown any more. */
import { guard, type Warning } from '../../rules/guard';
import type { Scope } from '../../rules/types';
import type { Chosen, Drafts, FlowState, Shown } from '../assistant';
import { problemOf, type Problem } from '../problem';
import type { SettingsStore } from '../settings';
import { testConnection } from './connection';
import { filledOf, isReady, isSure, isUnderWay, nameOf, newDraft, viewOf, type Current } from './current';
import { Aborted, writeDraft, type Ask, type DraftEvent } from './draft';
import type { KeyStore } from './keys';
import { Masker, type Masked } from './masking';
import { Pauses } from './pauses';
import { ModelProblem } from './problems';
import { needsKey, profilesFor, type NamedProfile } from './profiles';
import { buildPrompt, withinBudget, type Example, type PromptParts } from './prompt';
import { loadClient, type ChatMessage } from './provider';
import { estimateTokens } from './tokens';
import type { DraftView, PreviewView, TestView } from './view';

export interface DeskParts {
  settings: SettingsStore;
  keys: KeyStore;
  locale(): 'zh-CN' | 'en';
  scope(): Scope;
  /** How the shop answers what is like a message, best first. */
  examples(shown: Shown): Example[];
  newId(): string;
  now(): number;
  /** Called when what is shown of the draft has changed. */
  changed(): void;
}

/** The panel is told of new words at most so often, ms: about every second frame. */
const TELL_EVERY_MS = 33;
const MOST_MASKERS = 200;
const WARM_UP_AFTER_MS = 1_500;

export class ModelDesk implements Drafts {
  readonly #parts: DeskParts;
  readonly #pauses = new Pauses();
  readonly #maskers = new Map<string, Masker>();
  #current: Current | null = null;
  #flow: FlowState | null = null;
  /** The message whose draft the agent has dismissed. */
  #dismissed = '';
  #telling: NodeJS.Timeout | undefined;
  #warming: NodeJS.Timeout | undefined;
  #toldAt = 0;

  constructor(parts: DeskParts) {
    this.#parts = parts;
    let before = parts.settings.all.models;
    parts.settings.onChange(() => {
      if (parts.settings.all.models !== before) this.#settingsChanged();
      before = parts.settings.all.models;
    });
    this.#warmUp();
  }

  /** Called after each change of the flow: begins with a message that is newly shown, gives up one that is answered or stale. */
  sync(flow: FlowState): void {
    this.#flow = flow;
    const { shown, waiting } = flow;
    const current = this.#current;
    if (current && current.shown.message.id !== shown?.message.id) this.#drop();
    else if (current && (shown?.answered || waiting > 0) && isUnderWay(current)) this.#drop();
    if (shown && !this.#current && !shown.answered && waiting === 0 && shown.message.id !== this.#dismissed) this.#begin(shown, false);
  }

  /** The agent wants a draft now: another try, or one beside a sure rule. */
  ask(shown: Shown | null): void {
    if (!shown || shown.answered) return;
    this.#pauses.lift();
    this.#drop();
    this.#begin(shown, true);
    this.#parts.changed();
  }

  /** The agent has read enough; what was written stays. */
  stop(): void {
    const current = this.#current;
    if (!current || !isUnderWay(current)) return;
    current.stop.abort();
    this.#finish(current, 'stopped');
    this.#parts.changed();
  }

  /** A key was entered or removed. */
  keyChanged(): void {
    this.#settingsChanged();
  }

  /** The draft as a suggestion to insert, once there is one. */
  offered(id: string): Chosen | undefined {
    const current = this.#current;
    if (!current || current.id !== id || isUnderWay(current) || current.text === '') return undefined;
    return { id, suggestion: null, filled: filledOf(current.text) };
  }

  dismiss(id: string): void {
    if (this.#current?.id !== id) return;
    this.#dismissed = this.#current.shown.message.id;
    this.#drop();
  }

  /** The card, null where there is none: no model is set, or the agent has dismissed it. */
  view(): DraftView | null {
    return this.#current && viewOf(this.#current);
  }

  /** Whether there is a draft that can be inserted now. */
  get ready(): boolean {
    return this.#current !== null && isReady(this.#current);
  }

  /** The id of the draft, "" without one. */
  get draftId(): string {
    return this.#current?.id ?? '';
  }

  /** What would be sent for a message, or for an example of one. Sends nothing. Null while no profile is in use. */
  preview(shown: Shown | null): PreviewView | null {
    const [profile] = profilesFor({ ...this.#parts.settings.all.models, on: true }, this.#parts.scope());
    if (!profile) return null;
    const parts = shown ? this.#promptFor(shown, this.#examplesFor(shown)) : this.#samplePrompt();
    const masker = profile.masking ? this.#maskerOf(shown?.message.conversation ?? '') : null;
    const messages = buildPrompt(parts, masker);
    return {
      profile: nameOf(profile),
      url: `${profile.baseUrl.replace(/\/+$/, '')}/chat/completions`,
      model: profile.model,
      masking: profile.masking,
      sample: shown === null,
      messages,
      masks: masker ? masksIn(messages, masker).map(({ mask, kind }) => ({ mask, kind })) : [],
      tokens: messages.reduce((sum, { content }) => sum + estimateTokens(content), 0),
    };
  }

  /** Asks a profile for one word, and says what came of it. */
  async test(profileId: string): Promise<TestView> {
    const profile = this.#parts.settings.all.models.profiles[profileId];
    if (!profile) return { ok: false, problem: new ModelProblem('no-address').problem, models: [] };
    const result = await testConnection({ ...profile, id: profileId }, this.#parts.keys.get(profileId), this.#parts.now);
    if (result.ok) this.#pauses.worked(profileId);
    return result;
  }

  close(): void {
    this.#drop();
    clearTimeout(this.#telling);
    clearTimeout(this.#warming);
  }

  /** Loads what a call needs, once the start is over; seats without a model never do. */
  #warmUp(): void {
    clearTimeout(this.#warming);
    if (!this.#parts.settings.all.models.on) return;
    this.#warming = setTimeout(() => {
      void loadClient();
      new Masker().mask('13800000000');
    }, WARM_UP_AFTER_MS);
  }

  #settingsChanged(): void {
    this.#pauses.lift();
    this.#warmUp();
    const current = this.#current;
    if (!current || (current.state !== 'done' && current.state !== 'stopped')) this.#drop();
    if (this.#flow) this.sync(this.#flow);
    this.#parts.changed();
  }

  #drop(): void {
    this.#current?.stop.abort();
    this.#current = null;
  }

  #begin(shown: Shown, asked: boolean): void {
    const { settings, scope, newId } = this.#parts;
    const profiles = profilesFor(settings.all.models, scope());
    if (profiles.length === 0) return;
    const sure = !asked && settings.all.models.skipWhenSure && isSure(shown);
    const current = newDraft(newId(), shown, profiles[0]!, sure);
    this.#current = current;
    // The rules' cards go to the panel first.
    if (!sure) setImmediate(() => void this.#write(current, profiles));
  }

  async #write(current: Current, profiles: readonly NamedProfile[]): Promise<void> {
    if (current.stop.signal.aborted) return;
    const world = { pauses: this.#pauses, now: this.#parts.now, random: Math.random };
    try {
      const asks = this.#asksFor(current, profiles);
      if (asks.length === 0) return this.#fail(current, new ModelProblem('no-key').problem, 'no-key');
      const { cut } = await writeDraft(asks, current.stop.signal, (event) => this.#on(current, event, profiles), world);
      current.cut = cut;
      this.#finish(current, 'done');
    } catch (error) {
      if (error instanceof Aborted || current.stop.signal.aborted) return;
      const pause = this.#pauses.of(profiles[0]!.id, this.#parts.now());
      current.until = pause?.until ?? null;
      // What is not the provider's fault is ours: said as such, and the rules go on.
      this.#fail(current, error instanceof ModelProblem ? error.problem : problemOf(error), pause && current.text === '' ? 'paused' : 'failed');
    }
    this.#tellNow();
  }

  /** Each profile with its key and the prompt as it is masked for it. Those without a key that need one are left out. */
  #asksFor(current: Current, profiles: readonly NamedProfile[]): Ask[] {
    current.examples = this.#examplesFor(current.shown);
    const parts = this.#promptFor(current.shown, current.examples);
    const masker = this.#maskerOf(current.shown.message.conversation);
    return profiles.flatMap((profile): Ask[] => {
      const key = this.#parts.keys.get(profile.id);
      if (key === '' && needsKey(profile)) return [];
      const messages = buildPrompt(parts, profile.masking ? masker : null);
      if (profile.masking) {
        current.masked = {};
        for (const { kind } of masksIn(messages, masker)) current.masked[kind] = (current.masked[kind] ?? 0) + 1;
      }
      return [{ profile, key, messages, restorer: () => (profile.masking ? masker : new Masker()).restorer() }];
    });
  }

  #on(current: Current, event: DraftEvent, profiles: readonly NamedProfile[]): void {
    if (event.kind === 'sending') {
      current.profile = event.profile;
      current.fallback = event.profile.id !== profiles[0]!.id;
      current.state = 'sending';
    } else if (event.kind === 'thinking') current.state = 'thinking';
    else {
      current.state = 'writing';
      current.text += event.text;
    }
    this.#tell();
  }

  #finish(current: Current, state: 'done' | 'stopped'): void {
    current.state = state;
    current.text = current.text.trimEnd();
    current.warnings = current.text === '' ? [] : this.#guard(current);
  }

  #fail(current: Current, problem: Problem, state: DraftView['state']): void {
    current.state = state;
    current.problem = problem;
    current.text = current.text.trimEnd();
    current.warnings = current.text === '' ? [] : this.#guard(current);
    this.#tellNow();
  }

  #guard({ text, shown, examples }: Current): Warning[] {
    const { models, shopName, agentName } = this.#parts.settings.all;
    const facts = [models.facts, shopName, agentName, ...examples.map(({ reply }) => reply)];
    return guard(text, { facts, message: shown.message.text, before: shown.before });
  }

  #examplesFor(shown: Shown): Example[] {
    return withinBudget(this.#parts.examples(shown));
  }

  #promptFor({ message, before }: Shown, examples: readonly Example[]): PromptParts {
    const { models, shopName, agentName } = this.#parts.settings.all;
    const { facts, tone } = models;
    return { locale: this.#parts.locale(), shop: shopName, agent: agentName, facts, tone, examples, conversation: before, message: message.text };
  }

  /** For the settings, while no message stands in the panel. */
  #samplePrompt(): PromptParts {
    const { models, shopName, agentName } = this.#parts.settings.all;
    const message = this.#parts.locale() === 'en' ? 'I am Ms. Smith, my phone is +1 212 555 0147, where is order 20261124000123?' : '我是王小明，电话13800001111，订单号20261124000123到哪了';
    return { locale: this.#parts.locale(), shop: shopName, agent: agentName, facts: models.facts, tone: models.tone, examples: [], conversation: [], message };
  }

  #maskerOf(conversation: string): Masker {
    const masker = this.#maskers.get(conversation) ?? new Masker();
    this.#maskers.delete(conversation);
    this.#maskers.set(conversation, masker);
    if (this.#maskers.size > MOST_MASKERS) this.#maskers.delete(this.#maskers.keys().next().value!);
    return masker;
  }

  /** The first words at once, more of them a few at a time. */
  #tell(): void {
    const since = performance.now() - this.#toldAt;
    if (since >= TELL_EVERY_MS) this.#tellNow();
    else this.#telling ??= setTimeout(() => this.#tellNow(), TELL_EVERY_MS - since);
  }

  #tellNow(): void {
    clearTimeout(this.#telling);
    this.#telling = undefined;
    this.#toldAt = performance.now();
    this.#parts.changed();
  }
}

/** The masks that stand in what is sent. */
function masksIn(messages: readonly ChatMessage[], masker: Masker): Masked[] {
  const whole = messages.map(({ content }) => content).join('\n');
  return masker.all.filter(({ mask }) => whole.includes(mask));
}
