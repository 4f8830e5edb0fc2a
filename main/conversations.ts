import type { Turn } from '../rules/types';
import type { WindowInfo } from './desktop/desktop';

/** Turns that are kept of one conversation, and conversations that are kept at all; older ones are forgotten. */
const MAX_TURNS = 40;
const MAX_CONVERSATIONS = 200;

/** The key of the conversation in a window: its program and title, without unread counts and change marks. */
export function conversationOf(window: WindowInfo | null): string {
  if (!window) return '';
  const title = window.title.replace(/^[*•●\s]+|[([（【]\d+\+?[)\]）】]/g, '').trim();
  return `${window.program}|${title}`.slice(0, 500);
}

/** What was said so far with each customer. In memory only: nothing of a conversation outlives the session. */
export class Conversations {
  readonly #turns = new Map<string, Turn[]>();

  /** The turns so far, oldest first. */
  turns(conversation: string): readonly Turn[] {
    return this.#turns.get(conversation) ?? [];
  }

  add(conversation: string, turn: Turn): void {
    const turns = this.#turns.get(conversation) ?? [];
    turns.push(turn);
    if (turns.length > MAX_TURNS) turns.shift();
    // Re-inserting keeps the map in order of use, so the first key is the one unused for longest.
    this.#turns.delete(conversation);
    this.#turns.set(conversation, turns);
    if (this.#turns.size > MAX_CONVERSATIONS) this.#turns.delete(this.#turns.keys().next().value!);
  }
}
