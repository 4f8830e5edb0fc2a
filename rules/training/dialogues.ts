/** What outcomes tell of conversations: which message came after which, and what the agent sent. */
import type { Outcome, Scope, Turn } from '../types';

/** Kinds of outcomes in which the agent sent something. */
export const SENT = ['accepted', 'edited', 'written'] as const;
export type Sent = (typeof SENT)[number];

/** A message with what was sent, and the turns before it. */
export interface Exchange {
  kind: Sent;
  /** Milliseconds since 1970. */
  at: number;
  scope: Scope;
  /** Turns before, oldest first: customer and agent in turn, beginning with the customer. */
  before: readonly Turn[];
  message: string;
  /** What the agent sent. */
  sent: string;
  /** What was suggested for it and not sent as it was; null where nothing was, or the agent took it. */
  suggested: string | null;
}

/** A stretch of talk with one customer, as far as the log tells. */
export interface Dialogue {
  /** The same for the same outcomes; never shown, as it may hold a customer's name. */
  key: string;
  exchanges: Exchange[];
}

/** After a pause this long, ms, another conversation begins: windows keep their title for years. */
const PAUSE_MS = 2 * 60 * 60 * 1000;

/** Whether something was sent, and the texts of it are still known. */
export function isTold(outcome: Outcome): outcome is Outcome & { kind: Sent; final: string } {
  return wasSent(outcome) && outcome.message.trim() !== '' && (outcome.final ?? '').trim() !== '';
}

/** Whether the agent sent something, whatever is still known of it. */
export const wasSent = ({ kind }: Outcome): boolean => (SENT as readonly string[]).includes(kind);

/**
 * The conversations in outcomes, by the time of their first message. Outcomes without a conversation stand alone, the
 * same messages of them together. Outcomes whose texts were forgotten are passed over.
 */
export function dialoguesOf(outcomes: readonly Outcome[]): Dialogue[] {
  const dialogues: Dialogue[] = [];
  const open = new Map<string, { dialogue: Talk; last: number }>();
  const lone = new Map<string, Dialogue>();
  for (const outcome of [...outcomes].sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1))) {
    const { conversation, seat, at } = outcome;
    if (outcome.message.trim() === '') continue;
    if (conversation === '') {
      addLone(outcome, lone, dialogues);
      continue;
    }
    const name = `${seat}\n${conversation}`;
    let talk = open.get(name);
    if (!talk || at - talk.last > PAUSE_MS) {
      talk = { dialogue: new Talk(`${name}\n${at}`), last: at };
      open.set(name, talk);
      dialogues.push(talk.dialogue);
    }
    talk.last = at;
    talk.dialogue.add(outcome);
  }
  return dialogues.filter(({ exchanges }) => exchanges.length > 0);
}

function addLone(outcome: Outcome, lone: Map<string, Dialogue>, dialogues: Dialogue[]): void {
  if (!isTold(outcome)) return;
  const key = `\n${outcome.message.trim()}`;
  let dialogue = lone.get(key);
  if (!dialogue) {
    dialogue = { key, exchanges: [] };
    lone.set(key, dialogue);
    dialogues.push(dialogue);
  }
  dialogue.exchanges.push(exchangeOf(outcome, outcome.message.trim(), []));
}

class Talk implements Dialogue {
  readonly exchanges: Exchange[] = [];
  readonly #turns: Turn[] = [];
  /** What the customer wrote and nobody has answered yet. */
  #waiting: string[] = [];

  constructor(readonly key: string) {}

  add(outcome: Outcome): void {
    const message = outcome.message.trim();
    // One message may have several outcomes: what was suggested is dismissed, then a reply is written.
    if (this.#waiting.at(-1) !== message) this.#waiting.push(message);
    if (!isTold(outcome)) return;
    const asked = this.#waiting.join('\n');
    const exchange = exchangeOf(outcome, asked, [...this.#turns]);
    this.exchanges.push(exchange);
    this.#turns.push({ role: 'customer', text: asked }, { role: 'agent', text: exchange.sent });
    this.#waiting = [];
  }
}

function exchangeOf({ kind, at, scope, final, offered, shown }: Outcome & { kind: Sent; final: string }, message: string, before: readonly Turn[]): Exchange {
  const sent = final.trim();
  const suggested = (kind === 'edited' ? offered : kind === 'written' ? shown[0]?.reply : undefined)?.trim() ?? '';
  return { kind, at, scope, before, message, sent, suggested: suggested === '' || sameText(suggested, sent) ? null : suggested };
}

/** Nothing is to be learned from another space. */
const sameText = (a: string, b: string) => squeezed(a) === squeezed(b);
const squeezed = (text: string) => text.normalize('NFKC').replace(/\s+/g, '');
