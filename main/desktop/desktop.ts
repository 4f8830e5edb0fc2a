/**
 * What the product needs of a desktop: its clipboard, its windows and its keyboard. One file (or folder) a
 * platform implements it; capture/ and insert/ are written against this alone.
 */

/** A top-level window of another program. */
export interface WindowInfo {
  /** Stable while the window lives; never reused by us for another window. */
  id: string;
  title: string;
  /** Name of the executable, without path or ".exe": "mousepad", "AliWorkbench", "WeChat". */
  program: string;
  pid: number;
}

export type Selection = 'clipboard' | 'primary';

export type ClipboardText =
  | { kind: 'text'; text: string }
  /** Longer than asked for; `characters` is known only where it could be counted cheaply. */
  | { kind: 'too-long'; characters?: number; bytes: number }
  /** Marked by a password manager: not read. */
  | { kind: 'secret' }
  /** Holds no text (an image, files), or its owner went away or did not answer. */
  | { kind: 'no-text' };

/** Somebody else put something on the clipboard. Nothing of it has been read yet. */
export interface ClipboardChange {
  selection: Selection;
  at: number;
  /** The program that owns the new content, as far as the system tells; its window may be a hidden one. */
  owner?: { pid: number; program: string };
  /** Reads the text of this change, `maxLength` in UTF-16 code units. Never rejects. */
  readText(maxLength: number): Promise<ClipboardText>;
}

/** All formats of a clipboard, to be put back later. Opaque; held in memory only. */
export interface ClipboardSnapshot {
  /** Names of the formats that were saved. */
  readonly formats: readonly string[];
}

/** Our text on the clipboard while it waits to be pasted. */
export interface ClipboardOffer {
  /** True until somebody else copies something. */
  isOurs(): boolean;
  /**
   * Waits until the window's program has fetched the text: "taken"; "unknown" where the platform cannot tell
   * (after the time a paste usually needs); "not-taken" when nobody of that program asked within `timeoutMs`.
   */
  taken(window: WindowInfo, timeoutMs: number): Promise<'taken' | 'not-taken' | 'unknown'>;
}

export interface SystemClipboard {
  /** Calls back on each change that is not our own, for the selections that are switched on. Returns the end of it. */
  onChange(callback: (change: ClipboardChange) => void): () => void;
  /** Primary selection (text merely selected with the mouse, X11): off until switched on. */
  watchPrimary(on: boolean): void;
  /** Text that is selected, else on the clipboard, now: for the "take this" key. Never rejects. */
  readSelectionOrClipboard(maxLength: number): Promise<ClipboardText>;
  /** Saves everything that is on the clipboard, images and files too. */
  snapshot(): Promise<ClipboardSnapshot>;
  /** Puts a text there, marked so that clipboard managers do not keep it. Own writes never come back through onChange. */
  offer(text: string): Promise<ClipboardOffer>;
  /** Puts a snapshot back. False, and nothing done, when somebody else has copied something since `offer`. */
  restore(snapshot: ClipboardSnapshot, offer: ClipboardOffer): Promise<boolean>;
  /** Plain text for the user to paste by hand; stays there. */
  writeText(text: string): Promise<void>;
}

/** Why keys cannot be sent to another program. */
export type NoKeysReason = 'wayland' | 'permission';

export interface Desktop {
  readonly clipboard: SystemClipboard;
  /** Null when key events can be sent; else the reason why not. Asked before each insertion. */
  cannotSendKeys(): NoKeysReason | null;
  /** The window that has the focus, null if none or not known. */
  activeWindow(): Promise<WindowInfo | null>;
  /** Calls back when another window gets the focus or the active window changes its title. Returns the end of it. */
  onActiveWindow(callback: (window: WindowInfo | null) => void): () => void;
  /** The normal windows on the desktop, those of our own process too. */
  listWindows(): Promise<WindowInfo[]>;
  /** The window as it is now, null if it is gone. */
  findWindow(id: string): Promise<WindowInfo | null>;
  /** Brings a window to the front and waits until it has the focus. False if it did not get it within `timeoutMs`. */
  activate(id: string, timeoutMs: number): Promise<boolean>;
  /** Sends the paste key to the active window, whatever modifier keys the user still holds down. */
  sendPaste(): Promise<void>;
  /** Sends Return to the active window. Used by insert-and-send alone. */
  sendReturn(): Promise<void>;
  /** Our own window's id as `WindowInfo.id` has it, from Electron's native handle. */
  ownWindowId(nativeHandle: Buffer): string;
  /** Whether clicking our window gives it the keyboard focus. Off: the click works and the focus stays where it is. */
  setTakesFocus(nativeHandle: Buffer, takesFocus: boolean): Promise<void>;
  close(): Promise<void>;
}
