/**
 * The one flow, top to bottom: a customer message comes in, suggestions are shown, the agent inserts one, the
 * outcome is stored and learned from. Everything that touches the world is handed in.
 */
import { shareChanged } from '../rules/learning/edits';
import type { Refusal } from '../rules/learning/refusal';
import { exactWordings, onlyBlanksFilled } from '../rules/learning/learned';
import type { Learner } from '../rules/learning/learner';
import { fillReply, findBlanks, withoutMarks, type Filled } from '../rules/placeholders';
import type { Engine, Standing } from '../rules/engine';
import { heldForReview, inForce, isWaiting } from '../rules/revise';
import { MAX_MESSAGE_LENGTH, MAX_REPLY_LENGTH, type CustomerMessage, type Outcome, type Rule, type RuleRecord, type Scope, type SuggestContext, type Suggestion, type Turn } from '../rules/types';
import type { Captured, CaptureListener } from './capture/capture';
import type { NoticeAction, Notice, Toast, ToastContent } from './channels';
import { conversationOf, type Conversations } from './conversations';
import type { ClipboardSnapshot, ClipboardText, WindowInfo } from './desktop/desktop';
import type { Inserted, Inserter } from './insert/insert';
import type { Changed } from './library/changes';
import type { Library } from './library/library';
import { customerIn, platformName } from './platforms';
import { problemOf } from './problem';
import type { SettingsStore } from './settings';
import type { TargetTracker } from './target';
import type { Today } from './today';

/** A suggestion as it stands in the panel: its placeholders filled, blanks where a value is missing. */
export interface Offered {
  id: string;
  suggestion: Suggestion;
  filled: Filled;
}

/** What is inserted: a rule's suggestion, or a model's draft, which has none. */
export type Chosen = Omit<Offered, 'suggestion'> & { suggestion: Suggestion | null };

/** Drafts of a model, beside what the rules suggest (main/model/desk.ts). */
export interface Drafts {
  /** The flow has changed: a message may be newly shown, answered or stale. */
  sync(flow: FlowState): void;
  /** The draft with this id, once it can be inserted. */
  offered(id: string): Chosen | undefined;
  /** The id of the draft for the message in the panel, "" without one. */
  readonly draftId: string;
  dismiss(id: string): void;
}

/** A message in the panel, with what is offered for it. */
export interface Shown {
  message: CustomerMessage;
  window: WindowInfo | null;
  /** Turns before the message, oldest first. */
  before: readonly Turn[];
  suggestions: Offered[];
  ambiguous: boolean;
  /** A reply to it was inserted: the number keys are given back. */
  answered: boolean;
}

/** What the flow shows at this moment; panel-view.ts makes the panel's state of it. */
export interface FlowState {
  shown: Shown | null;
  /** Messages that came in while the agent was editing. */
  waiting: number;
  ask: { program: string; title: string } | null;
  notice: Notice | null;
  toast: Toast | null;
  recent: { reply: string; at: number }[];
  busy: boolean;
  /** A reply is being edited. */
  editing: boolean;
}

export interface AssistantParts {
  engine: Engine;
  learner: Learner;
  /** Some outcomes were taken back: what they said is to be told to the model again without them. */
  retell(): void;
  /** An outcome was stored with what it told the model. */
  told(): void;
  /** Settled when the engine holds all rules; messages that come before wait for it. */
  rulesReady: Promise<void>;
  library: Library;
  settings: SettingsStore;
  inserter: Inserter;
  target: TargetTracker;
  conversations: Conversations;
  drafts: Drafts;
  today: Today;
  /** Milliseconds since 1970 and minutes east of UTC. */
  clock: { now(): number; utcOffsetMinutes(): number };
  newId(): string;
  /** Called after every change of `state`. */
  changed(): void;
  /** A reply has blanks that the agent must fill before it can go: the panel opens its editor. */
  fillFirst(suggestionId: string): void;
}

const RECENT = 3;
/** Conversations of which it is known what was shown last. */
const CONVERSATIONS = 200;
/** A sent message that is changed less than this from a suggestion counts as that suggestion, edited. */
const STILL_THE_SUGGESTION = 0.5;
/** Answers that a model is given as its ground, at most, and how well their rules must fit at least, 0..1. */
const MOST_ANSWERS = 5;
const LEAST_LIKE = 0.1;
/** Rules that fit, whether or not they are offered, show how the shop answers. */
const GROUND: ReadonlySet<Standing> = new Set<Standing>(['offered', 'outranked', 'below-threshold']);

export class Assistant implements CaptureListener {
  readonly #parts: AssistantParts;
  readonly state: FlowState = { shown: null, waiting: 0, ask: null, notice: null, toast: null, recent: [], busy: false, editing: false };
  #waiting: Shown[] = [];
  #notices: Notice[] = [];
  #before: ClipboardSnapshot | null = null;
  /** What was shown last in each conversation, while nothing was taken of it. */
  readonly #untaken = new Map<string, Shown>();

  constructor(parts: AssistantParts) {
    this.#parts = parts;
  }

  // capture → normalise → match → rank → show

  async captured({ text, source, window }: Captured): Promise<void> {
    await this.#parts.rulesReady;
    const { clock, conversations, newId, target } = this.#parts;
    if (window) target.use(window);
    const conversation = conversationOf(window);
    this.#ignored(conversation);
    const before = [...conversations.turns(conversation)];
    const message: CustomerMessage = { id: newId(), text: text.trim(), source, at: clock.now(), conversation };
    conversations.add(conversation, { role: 'customer', text: message.text });
    const shown = this.#suggest(message, window, before);
    this.state.ask = null;
    this.#clearNotice();
    if (this.state.editing) this.#waiting.push(shown);
    else this.#show(shown);
    this.#publish();
  }

  ask(question: { program: string; title: string }): void {
    this.state.ask = question;
    this.#publish();
  }

  /** The question about a program was answered. */
  answered(): void {
    this.state.ask = null;
    this.#publish();
  }

  notRead(why: Exclude<ClipboardText, { kind: 'text' }>, asked: boolean): void {
    if (why.kind === 'too-long') {
      const { bytes, characters } = why;
      this.state.notice = { kind: 'too-long', bytes, limit: MAX_MESSAGE_LENGTH, ...(characters === undefined ? {} : { characters }) };
    } else if (asked) this.state.notice = { kind: 'no-text' };
    else return;
    this.#publish();
  }

  /** A message that was typed or pasted into the panel's own box. */
  async enter(text: string): Promise<void> {
    if (text.length > MAX_MESSAGE_LENGTH) return this.notRead({ kind: 'too-long', characters: text.length, bytes: text.length * 2 }, true);
    if (!text.trim()) return;
    this.state.editing = false;
    await this.captured({ text, source: 'typed', window: this.#parts.target.window });
  }

  /** Goes on to the newest message; the ones between stay in the conversation. */
  showNewest(): void {
    const newest = this.#waiting.at(-1);
    this.#waiting = [];
    this.state.editing = false;
    if (newest) this.#show(newest);
    this.#publish();
  }

  /** While the agent edits, newer messages wait. */
  editing(on: boolean): void {
    this.state.editing = on;
    if (!on && this.#waiting.length > 0) this.showNewest();
    else this.#publish();
  }

  // (edit) → check → insert → outcome → learn → store

  /** Inserts a suggestion, edited or as it is. */
  async insert(id: string, edited?: string, send = false): Promise<void> {
    const shown = this.state.shown;
    const chosen: Chosen | undefined = shown?.suggestions.find((s) => s.id === id) ?? this.#parts.drafts.offered(id);
    if (!shown || !chosen) return;
    const text = edited ?? chosen.filled.text;
    if (findBlanks(text, blankNames(chosen)).length > 0) this.#parts.fillFirst(id);
    else await this.#insert(shown, chosen, withoutMarks(text), send);
  }

  /** Inserts a reply that the agent wrote from nothing for the message in the panel. */
  async write(text: string): Promise<void> {
    if (this.state.shown) await this.#insert(this.state.shown, null, text, false);
  }

  dismiss(id: string): void {
    const shown = this.state.shown;
    const index = shown?.suggestions.findIndex((s) => s.id === id) ?? -1;
    if (!shown) return;
    if (index < 0) return this.#dismissDraft(shown, id);
    const { suggestion, filled } = shown.suggestions[index]!;
    this.#store(this.#outcome(shown, 'dismissed', { ruleId: suggestion.ruleId, variant: suggestion.variant, offered: withoutMarks(filled.text) }), shown.before);
    shown.suggestions.splice(index, 1);
    shown.ambiguous = false;
    this.#publish();
  }

  #dismissDraft(shown: Shown, id: string): void {
    const draft = this.#parts.drafts.offered(id);
    if (draft) this.#store(this.#outcome(shown, 'dismissed', { source: 'model', offered: withoutMarks(draft.filled.text) }), shown.before);
    this.#parts.drafts.dismiss(id);
    this.#publish();
  }

  /** The agent's own sent message, however it got into the chat window: it answers the message in the panel. */
  sent(text: string): void {
    const { shown } = this.state;
    const reply = text.trim();
    if (!shown || reply.length > MAX_REPLY_LENGTH) return this.notRead({ kind: 'no-text' }, true);
    const changed = (entry: Chosen) => shareChanged(withoutMarks(entry.filled.text), reply);
    const { drafts } = this.#parts;
    const draft = drafts.offered(drafts.draftId);
    const offered: Chosen[] = [...shown.suggestions, ...(draft ? [draft] : [])];
    const [nearest] = offered.sort((a, b) => changed(a) - changed(b));
    this.#inserted(shown, nearest && changed(nearest) < STILL_THE_SUGGESTION ? nearest : null, reply, true);
    this.#publish();
  }

  /** How the shop answers what is like the message, best first: the ground of a model's draft. */
  answersLike(shown: Shown): { question: string; reply: string }[] {
    const { engine, learner } = this.#parts;
    const considered = engine.explain(shown.message.text, this.#context(shown));
    return considered.flatMap(({ standing, suggestion }) => {
      const rule = learner.rules.rule(suggestion.ruleId);
      if (!rule || !GROUND.has(standing) || suggestion.confidence < LEAST_LIKE) return [];
      return [{ question: exactWordings(rule)[0] ?? rule.name, reply: this.#fill(suggestion, shown).text }];
    }).slice(0, MOST_ANSWERS);
  }

  /** Takes back what an outcome taught. */
  undo(outcomeId: string): void {
    try {
      const changed = this.#parts.library.undo(outcomeId);
      this.#say({ kind: 'undone' });
      this.#parts.retell();
      this.follow(changed);
    } catch (error) {
      this.#failed(error);
    }
    this.#publish();
  }

  /** The rules in use become what they are now in the library. */
  follow({ put, removed }: Changed): void {
    for (const id of removed) {
      this.#parts.engine.remove(id);
      this.#parts.learner.rules.remove(id);
    }
    for (const rule of put) this.#use(rule);
    const { toast, shown } = this.state;
    if (toast?.kind === 'learned' && removed.length > 0) this.state.toast = null;
    if (shown) this.#suggestAgain(shown);
    this.#publish();
  }

  /** Undoes the last learning that the panel still tells of. */
  undoLast(): void {
    if (this.state.toast?.kind === 'learned') this.undo(this.state.toast.outcome);
  }

  /** What the agent chose to do about a notice. Answers false when that is not for the flow to do. */
  async act(action: NoticeAction): Promise<boolean> {
    if (action === 'restore-clipboard' && this.#before) await this.#parts.inserter.restore(this.#before);
    else if (action === 'save-again') this.#saveAgain();
    else if (action !== 'close') return false;
    if (action !== 'save-again') this.state.notice = this.#notices.shift() ?? null;
    this.#before = null;
    this.#publish();
    return true;
  }

  closeToast(): void {
    this.state.toast = null;
    this.#publish();
  }

  /** Something the agent has to know. What went wrong stays until it is closed; a second one waits behind it. */
  report(notice: Notice): void {
    if (this.state.notice?.kind === 'problem' && notice.kind === 'problem') this.#notices.push(notice);
    else this.state.notice = notice;
    this.#publish();
  }

  /** A notice of the moment goes when the work goes on; a problem stays until the agent closes it. */
  #clearNotice(): void {
    if (this.state.notice?.kind !== 'problem') this.state.notice = null;
  }

  #suggest(message: CustomerMessage, window: WindowInfo | null, before: readonly Turn[]): Shown {
    const shown: Shown = { message, window, before, suggestions: [], ambiguous: false, answered: false };
    this.#suggestAgain(shown);
    return shown;
  }

  #suggestAgain(shown: Shown): void {
    const { engine, settings, newId } = this.#parts;
    const { silentBelow, closeCall } = settings.all;
    const { list, ambiguous } = engine.suggest(shown.message.text, this.#context(shown), { silentBelow, closeCall });
    shown.suggestions = list.map((suggestion) => ({ id: newId(), suggestion, filled: this.#fill(suggestion, shown) }));
    shown.ambiguous = ambiguous;
  }

  #context(shown: Shown): SuggestContext {
    const { clock, library } = this.#parts;
    return {
      now: clock.now(),
      utcOffsetMinutes: clock.utcOffsetMinutes(),
      scope: this.#scope(shown),
      conversation: shown.before,
      record: (ruleId: string): RuleRecord | undefined => library.records().get(ruleId),
    };
  }

  #fill({ reply, captures }: Suggestion, { message, before, window }: Shown): Filled {
    const { clock, settings } = this.#parts;
    const { agentName: agent, shopName: shop } = settings.all;
    return fillReply(reply, {
      now: clock.now(),
      utcOffsetMinutes: clock.utcOffsetMinutes(),
      message: message.text,
      conversation: before,
      captures,
      customer: customerIn(window),
      settings: { agent: agent || undefined, shop: shop || undefined },
    });
  }

  async #insert(shown: Shown, chosen: Chosen | null, text: string, send: boolean): Promise<void> {
    const { inserter, target, settings } = this.#parts;
    if (this.state.busy || !text.trim()) return;
    this.state.busy = true;
    this.#clearNotice();
    this.#publish();
    const inserted = await inserter.insert(text, target.window, send && settings.all.insertAndSend);
    this.state.busy = false;
    // Where no program may paste for the agent, copying the reply is the insertion.
    const copied = !inserted.ok && inserted.onClipboard && (inserted.reason === 'wayland' || inserted.reason === 'permission');
    if (inserted.ok || copied) this.#inserted(shown, chosen, text, send && inserted.ok);
    if (!inserted.ok) this.#refused(inserted);
    void target.check();
    this.#publish();
  }

  #inserted(shown: Shown, chosen: Chosen | null, text: string, sent: boolean): void {
    const { conversations, clock } = this.#parts;
    const kind = !chosen ? 'written' : onlyBlanksFilled(chosen.filled.parts, text) ? 'accepted' : 'edited';
    const offered = chosen ? withoutMarks(chosen.filled.text) : '';
    const changed = kind === 'accepted' ? 0 : shareChanged(offered, text);
    const from = chosen?.suggestion ? { ruleId: chosen.suggestion.ruleId, variant: chosen.suggestion.variant } : { source: 'model' as const };
    const outcome = this.#outcome(shown, kind, { ...(chosen ? { ...from, offered, changed } : {}), final: text });
    conversations.add(shown.message.conversation, { role: 'agent', text });
    shown.answered = true;
    this.state.editing = false;
    this.state.recent = [{ reply: text, at: clock.now() }, ...this.state.recent].slice(0, RECENT);
    const { learned, notLearned } = this.#store(outcome, shown.before);
    this.state.toast ??= null;
    if (this.state.toast?.kind !== 'not-saved') {
      const review = this.#parts.settings.all.learnedHold === 'review';
      this.#say(learned ? { kind: 'learned', sent, outcome: outcome.id, message: shown.message.text, review } : { kind: 'inserted', sent, reply: text, ...(notLearned ? { notLearned } : {}) });
    }
    if (this.#waiting.length > 0) this.showNewest();
  }

  #refused(inserted: Extract<Inserted, { ok: false }>): void {
    const { reason, onClipboard, before } = inserted;
    this.#before = before;
    if (reason === 'wayland') this.state.notice = { kind: 'wayland' };
    else if (reason === 'permission') this.state.notice = { kind: 'no-permission' };
    else this.state.notice = { kind: 'refused', reason, onClipboard, canRestore: before !== null };
  }

  #outcome(shown: Shown, kind: Outcome['kind'], rest: Partial<Outcome>): Outcome {
    return {
      id: this.#parts.newId(),
      seat: this.#parts.settings.all.seat,
      at: this.#parts.clock.now(),
      kind,
      message: shown.message.text,
      conversation: shown.message.conversation,
      scope: this.#scope(shown),
      shown: shown.suggestions.map(({ suggestion, filled }) => ({ ruleId: suggestion.ruleId, reply: withoutMarks(filled.text) })),
      ...rest,
    };
  }

  /** Stores an outcome with what it teaches, in one step. Answers whether that was something, and why not where it might have been. */
  #store(outcome: Outcome, before: readonly Turn[]): { learned: boolean; notLearned?: Refusal | undefined } {
    const { library, learner, today } = this.#parts;
    const { put: made, refused } = learner.changes(outcome, before);
    const put = this.#asWanted(made, outcome);
    const lesson = learner.tell(outcome, before, put);
    // What was learned holds at once, even if the disk is full: it is kept in memory and saved again later.
    for (const rule of put) this.#use(rule);
    try {
      library.record(outcome, { put, lesson });
      this.#parts.told();
      today.add(outcome);
    } catch (error) {
      this.#failed(error);
    }
    return { learned: put.length > 0, notLearned: refused?.reason };
  }

  /** Learned rules as the agent wants to have them: in force at once, or waiting for review. */
  #asWanted(rules: readonly Rule[], outcome: Outcome): readonly Rule[] {
    const { settings, learner, newId } = this.#parts;
    if (settings.all.learnedHold === 'at-once') return rules.map((rule) => (rule.enabled ? rule : inForce(rule)));
    return rules.map((rule) => heldForReview(rule, learner.rules.rule(rule.id), outcome, newId));
  }

  #use(rule: Rule): void {
    const { engine, learner } = this.#parts;
    engine.add(rule);
    // One that waits for review is known, so that what is learned again adds to it.
    if (rule.enabled || isWaiting(rule)) learner.rules.add(rule);
    else learner.rules.remove(rule.id);
  }

  #show(shown: Shown): void {
    this.state.shown = shown;
    const { conversation } = shown.message;
    if (conversation !== '') this.#untaken.set(conversation, shown);
    if (this.#untaken.size > CONVERSATIONS) this.#untaken.delete(this.#untaken.keys().next().value!);
  }

  /** The customer writes again, and nothing of what was shown for their last message was taken. */
  #ignored(conversation: string): void {
    const shown = this.#untaken.get(conversation);
    this.#untaken.delete(conversation);
    if (shown && !shown.answered && shown.suggestions.length > 0) this.#store(this.#outcome(shown, 'ignored', {}), shown.before);
  }

  #say(toast: ToastContent): void {
    this.state.toast = { id: this.#parts.newId(), ...toast };
  }

  #saveAgain(): void {
    try {
      this.#parts.library.retry();
      this.state.notice = null;
      this.state.toast = null;
    } catch (error) {
      this.#failed(error);
    }
  }

  #failed(error: unknown): void {
    this.state.notice = { kind: 'problem', problem: problemOf(error) };
    const { pending } = this.#parts.library;
    if (pending > 0) this.#say({ kind: 'not-saved', pending });
  }

  /** Where a message came from. */
  #scope({ window }: Shown): Scope {
    const { shopName: shop } = this.#parts.settings.all;
    const platform = platformName(window);
    return { ...(platform ? { platform } : {}), ...(shop ? { shop } : {}) };
  }

  #publish(): void {
    this.state.waiting = this.#waiting.length;
    this.#parts.drafts.sync(this.state);
    this.#parts.changed();
  }
}

const blankNames = ({ filled }: Chosen) => filled.parts.flatMap((part) => (part.kind === 'blank' ? [part.name] : []));
