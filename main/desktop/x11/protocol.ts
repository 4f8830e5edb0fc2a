/**
 * What the main thread and the X11 thread say to each other: every call with its arguments and its answer,
 * and what the X11 thread reports by itself. All of it is plain data that can be copied between threads.
 */
import type { ClipboardText, Selection, WindowInfo } from '../desktop';

/** A clipboard's content: for each target its atom, and the bytes with their type and unit size. */
export interface SavedClipboard {
  formats: readonly string[];
  entries: [atom: number, entry: { type: number; format: 8 | 16 | 32; data: Uint8Array }][];
}

/** The calls. Changes and offers are named by numbers that the X11 thread has given them. */
export interface Calls {
  open(display: string | undefined): void;
  activeWindow(): WindowInfo | null;
  listWindows(): WindowInfo[];
  findWindow(id: string): WindowInfo | null;
  watchActiveWindow(on: boolean): void;
  activate(id: string, timeoutMs: number): boolean;
  sendPaste(): void;
  sendReturn(): void;
  setTakesFocus(nativeHandle: Uint8Array, takesFocus: boolean): void;
  watchPrimary(on: boolean): void;
  readText(change: number, maxLength: number): ClipboardText;
  readSelectionOrClipboard(maxLength: number): ClipboardText;
  snapshot(): SavedClipboard;
  offer(text: string): number;
  taken(offer: number, window: WindowInfo, timeoutMs: number): 'taken' | 'not-taken' | 'unknown';
  restore(saved: SavedClipboard, offer: number): boolean;
  writeText(text: string): void;
  close(): void;
}
export type CallName = keyof Calls;

/** To the X11 thread. */
export interface Request<K extends CallName = CallName> {
  id: number;
  call: K;
  args: Parameters<Calls[K]>;
}

/** From the X11 thread: answers, and what it reports by itself. */
export type Message =
  | { kind: 'answer'; id: number; value: unknown }
  | { kind: 'failure'; id: number; message: string }
  | { kind: 'change'; change: number; selection: Selection; at: number; owner?: { pid: number; program: string } }
  | { kind: 'active'; window: WindowInfo | null }
  | { kind: 'lost'; message: string };

/** Handed to the thread at its start. The first of the shared numbers is that of the offer that is on the clipboard, 0 for none. */
export interface WorkerData {
  shared: Int32Array;
}
