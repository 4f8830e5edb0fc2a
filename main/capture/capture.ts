import type { MessageSource } from '../../rules/types';
import type { ClipboardText, WindowInfo } from '../desktop/desktop';

/** A customer message on its way into the flow; every source of messages ends in one of these. */
export interface Captured {
  text: string;
  source: MessageSource;
  /** The chat window that it was said in, null when not known. */
  window: WindowInfo | null;
}

/** What a source of messages tells the assistant. */
export interface CaptureListener {
  captured(message: Captured): Promise<void>;
  /** First copy from a program: shall it be watched? Nothing of the copy has been read. */
  ask(question: { program: string; title: string }): void;
  /** The agent took their own sent message: that is the answer to the message in the panel. */
  sent(text: string): void;
  /** There was something, and it was not read. `asked`: the agent pressed a key for it and expects an answer. */
  notRead(why: Exclude<ClipboardText, { kind: 'text' }>, asked: boolean): void;
}
