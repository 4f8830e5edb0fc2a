/** The X11 desktop as the main thread sees it: everything is asked of the X11 thread. */
import { Worker } from 'node:worker_threads';
import type { ClipboardChange, ClipboardOffer, ClipboardSnapshot, ClipboardText, Desktop, SystemClipboard, WindowInfo } from '../desktop';
import type { CallName, Calls, Message, Request, SavedClipboard, WorkerData } from './protocol';
import { idOf } from './windows';

type Answer<K extends CallName> = Promise<ReturnType<Calls[K]>>;

/** The thread with its open questions. */
class Thread {
  private readonly worker: Worker;
  private readonly open = new Map<number, { resolve: (value: never) => void; reject: (error: Error) => void }>();
  private lastId = 0;
  private ended: Error | null = null;
  /** The number of the offer that is on the clipboard now, 0 for none; the thread writes it. */
  readonly shared = new Int32Array(new SharedArrayBuffer(4));

  constructor(
    file: string,
    private readonly onMessage: (message: Message) => void,
  ) {
    const workerData: WorkerData = { shared: this.shared };
    this.worker = new Worker(file, { workerData, name: 'x11' });
    this.worker.on('message', (message: Message) => this.receive(message));
    this.worker.on('error', (error) => this.end(error));
    this.worker.on('exit', () => this.end(new Error('the X11 thread has ended')));
  }

  ask<K extends CallName>(call: K, ...args: Parameters<Calls[K]>): Answer<K> {
    if (this.ended) return Promise.reject(this.ended);
    return new Promise((resolve, reject) => {
      const request: Request<K> = { id: ++this.lastId, call, args };
      this.open.set(request.id, { resolve, reject });
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
      this.worker.postMessage(request);
    });
  }

  /** Like `ask`, with an answer for the time after the end. */
  askOr<K extends CallName, F>(fallback: F, call: K, ...args: Parameters<Calls[K]>): Promise<ReturnType<Calls[K]> | F> {
    return this.ask(call, ...args).catch((error: unknown) => {
      if (this.ended) return fallback;
      throw error;
    });
  }

  async stop(): Promise<void> {
    this.ended ??= new Error('the desktop is closed');
    await this.worker.terminate();
  }

  private receive(message: Message): void {
    if (message.kind !== 'answer' && message.kind !== 'failure') return this.onMessage(message);
    const asked = this.open.get(message.id);
    this.open.delete(message.id);
    if (message.kind === 'answer') asked?.resolve(message.value as never);
    else asked?.reject(new Error(message.message));
  }

  private end(error: Error): void {
    const unexpected = this.ended === null;
    this.ended ??= error;
    Atomics.store(this.shared, 0, 0);
    for (const { reject } of this.open.values()) reject(this.ended);
    this.open.clear();
    if (unexpected) this.onMessage({ kind: 'lost', message: error.message });
  }
}

class RemoteSnapshot implements ClipboardSnapshot {
  readonly formats: readonly string[];

  constructor(readonly saved: SavedClipboard) {
    this.formats = saved.formats;
  }
}

class RemoteOffer implements ClipboardOffer {
  constructor(
    private readonly thread: Thread,
    readonly number: number,
  ) {}

  isOurs(): boolean {
    return Atomics.load(this.thread.shared, 0) === this.number;
  }

  taken(window: WindowInfo, timeoutMs: number): Promise<'taken' | 'not-taken' | 'unknown'> {
    return this.thread.askOr('not-taken', 'taken', this.number, window, timeoutMs);
  }
}

class RemoteClipboard implements SystemClipboard {
  private readonly callbacks = new Set<(change: ClipboardChange) => void>();

  constructor(private readonly thread: Thread) {}

  changed({ change, selection, at, owner }: Extract<Message, { kind: 'change' }>): void {
    const readText = (maxLength: number): Promise<ClipboardText> => this.thread.askOr({ kind: 'no-text' }, 'readText', change, maxLength);
    for (const callback of this.callbacks) callback({ selection, at, ...(owner ? { owner } : {}), readText });
  }

  onChange(callback: (change: ClipboardChange) => void): () => void {
    this.callbacks.add(callback);
    return () => this.callbacks.delete(callback);
  }

  watchPrimary(on: boolean): void {
    void this.thread.askOr(undefined, 'watchPrimary', on);
  }

  readSelectionOrClipboard(maxLength: number): Promise<ClipboardText> {
    return this.thread.askOr({ kind: 'no-text' }, 'readSelectionOrClipboard', maxLength);
  }

  async snapshot(): Promise<ClipboardSnapshot> {
    return new RemoteSnapshot(await this.thread.askOr({ formats: [], entries: [] }, 'snapshot'));
  }

  async offer(text: string): Promise<ClipboardOffer> {
    return new RemoteOffer(this.thread, await this.thread.ask('offer', text));
  }

  async restore(snapshot: ClipboardSnapshot, offer: ClipboardOffer): Promise<boolean> {
    if (!(snapshot instanceof RemoteSnapshot) || !(offer instanceof RemoteOffer)) throw new TypeError('not a snapshot and an offer of this desktop');
    return this.thread.askOr(false, 'restore', snapshot.saved, offer.number);
  }

  writeText(text: string): Promise<void> {
    return this.thread.ask('writeText', text);
  }
}

export class RemoteX11Desktop implements Desktop {
  readonly clipboard: RemoteClipboard;
  private readonly thread: Thread;
  private readonly callbacks = new Set<(window: WindowInfo | null) => void>();

  private constructor(file: string, onLost: (error: Error) => void) {
    this.thread = new Thread(file, (message) => {
      if (message.kind === 'change') this.clipboard.changed(message);
      else if (message.kind === 'active') for (const callback of this.callbacks) callback(message.window);
      else if (message.kind === 'lost') onLost(new Error(message.message));
    });
    this.clipboard = new RemoteClipboard(this.thread);
  }

  /** Starts the thread from its file and connects there. Rejects when there is no X server. */
  static async open(file: string, display: string | undefined, onLost: (error: Error) => void): Promise<RemoteX11Desktop> {
    const desktop = new RemoteX11Desktop(file, onLost);
    try {
      await desktop.thread.ask('open', display);
      return desktop;
    } catch (error) {
      await desktop.thread.stop();
      throw error;
    }
  }

  cannotSendKeys(): null {
    return null;
  }

  activeWindow(): Promise<WindowInfo | null> {
    return this.thread.askOr(null, 'activeWindow');
  }

  onActiveWindow(callback: (window: WindowInfo | null) => void): () => void {
    if (this.callbacks.size === 0) void this.thread.askOr(undefined, 'watchActiveWindow', true);
    this.callbacks.add(callback);
    return () => {
      if (this.callbacks.delete(callback) && this.callbacks.size === 0) void this.thread.askOr(undefined, 'watchActiveWindow', false);
    };
  }

  listWindows(): Promise<WindowInfo[]> {
    return this.thread.askOr([], 'listWindows');
  }

  findWindow(id: string): Promise<WindowInfo | null> {
    return this.thread.askOr(null, 'findWindow', id);
  }

  activate(id: string, timeoutMs: number): Promise<boolean> {
    return this.thread.askOr(false, 'activate', id, timeoutMs);
  }

  sendPaste(): Promise<void> {
    return this.thread.ask('sendPaste');
  }

  sendReturn(): Promise<void> {
    return this.thread.ask('sendReturn');
  }

  ownWindowId(nativeHandle: Buffer): string {
    return idOf(nativeHandle.readUInt32LE(0));
  }

  setTakesFocus(nativeHandle: Buffer, takesFocus: boolean): Promise<void> {
    return this.thread.ask('setTakesFocus', nativeHandle, takesFocus);
  }

  async close(): Promise<void> {
    await this.thread.askOr(undefined, 'close');
    await this.thread.stop();
  }
}
