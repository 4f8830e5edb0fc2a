/**
 * One connection to the X server: requests as promises, events by name, and what to do when either end goes
 * away. Everything else in this folder talks to X through it.
 */
import x11 from 'x11';
import type { CoreEvent, Display, Fixes, FixesSelectionNotify, PropertyReply, ProtocolError, XClient, XRes, XTest } from 'x11';

/** Atoms that are needed all the time; they are interned in one go when the connection opens. */
const ATOM_NAMES = [
  'ATOM', 'ATOM_PAIR', 'CARDINAL', 'CLIPBOARD', 'CLIPBOARD_MANAGER', 'INCR', 'INTEGER', 'MULTIPLE', 'NULL', 'PRIMARY',
  'SAVE_TARGETS', 'STRING', 'TARGETS', 'TEXT', 'TIMESTAMP', 'UTF8_STRING', 'WINDOW', 'WM_CLASS', 'WM_HINTS', 'WM_NAME',
  'WM_STATE', 'text/plain', 'text/plain;charset=utf-8', 'x-kde-passwordManagerHint', '_NET_ACTIVE_WINDOW',
  '_NET_CLIENT_LIST', '_NET_SUPPORTING_WM_CHECK', '_NET_WM_NAME', '_NET_WM_PID', '_NET_WM_WINDOW_TYPE',
  '_NET_WM_WINDOW_TYPE_DESKTOP', '_NET_WM_WINDOW_TYPE_DOCK', '_SEAT_SELECTION', '_SEAT_TIME',
] as const;
export type AtomName = (typeof ATOM_NAMES)[number];

/** Number of the core event SelectionNotify; the XFixes event of the same name has another. */
const CORE_SELECTION_NOTIFY = 31;

/** The events that can be listened to. */
interface EventMap {
  FixesSelectionNotify: FixesSelectionNotify;
  PropertyNotify: Extract<CoreEvent, { name: 'PropertyNotify' }>;
  SelectionClear: Extract<CoreEvent, { name: 'SelectionClear' }>;
  SelectionNotify: Extract<CoreEvent, { name: 'SelectionNotify' }>;
  SelectionRequest: Extract<CoreEvent, { name: 'SelectionRequest' }>;
  DestroyNotify: Extract<CoreEvent, { name: 'DestroyNotify' }>;
  MappingNotify: Extract<CoreEvent, { name: 'MappingNotify' }>;
}

/** A request failed: the X server refused it (`code` of the X protocol, 3 = no such window) or is gone (`lost`). */
export class XError extends Error {
  constructor(
    message: string,
    readonly code: number | 'lost',
  ) {
    super(message);
    this.name = 'XError';
  }
}

/** Turns an X error into `fallback`: for windows and properties that may vanish at any time. A lost connection too. */
export function orElse<T, F>(promise: Promise<T>, fallback: F): Promise<T | F> {
  return promise.catch((error: unknown) => {
    if (error instanceof XError) return fallback;
    throw error;
  });
}

/** The extensions that are used; XRes may be missing (then process ids come from the windows' own word). */
interface Extensions {
  fixes: Fixes;
  xtest: XTest;
  res: XRes | null;
}

export class Connection {
  readonly root: number;
  private readonly listeners = new Map<keyof EventMap, Set<(event: never) => void>>();
  private readonly pending = new Set<(error: XError) => void>();
  private readonly masks = new Map<number, number[]>();
  private readonly lostListeners = new Set<(error: XError) => void>();
  private lost: XError | null = null;
  private closing = false;
  private timeProperty: Promise<number> | null = null;
  private timeWindow = 0;

  private constructor(
    readonly display: Display,
    private readonly atoms: ReadonlyMap<AtomName, number>,
    readonly extensions: Extensions,
  ) {
    this.root = display.screen[0]!.root;
    const { client } = this;
    client.on('event', (event) => this.dispatch(event));
    client.on('error', (error) => {
      // An error for a request nobody waits for: mostly a window that has vanished meanwhile.
      if (error.error === undefined) this.lose(error.message);
    });
    client.on('end', () => this.lose('the X server closed the connection'));
    client.stream.on('close', () => this.lose('the connection to the X server is closed'));
  }

  /** Connects to `display` (default: $DISPLAY). Rejects when there is no X server, or it lacks XFixes or XTEST. */
  static async open(display?: string): Promise<Connection> {
    const opened = await new Promise<Display>((resolve, reject) => {
      const options = display === undefined ? { shm: false as const } : { display, shm: false as const };
      x11.createClient(options, (error, value) => (error ? reject(error) : resolve(value)));
    });
    const client = opened.client;
    forgetOtherServersAtoms(client);
    const [fixes, xtest, res, ...atoms] = await Promise.all([
      promised<Fixes>((done) => client.require('fixes', done)),
      promised<XTest>((done) => client.require('xtest', done)),
      promised<XRes>((done) => client.require('res', done)).catch(() => null),
      ...ATOM_NAMES.map((name) => promised<number>((done) => client.InternAtom(false, name, done))),
    ]);
    return new Connection(opened, new Map(ATOM_NAMES.map((name, i) => [name, atoms[i]!])), { fixes, xtest, res });
  }

  get client(): XClient {
    return this.display.client;
  }

  /** False after the X server went away or `close` was called. Requests are then refused, never thrown at random. */
  get isOpen(): boolean {
    return this.lost === null && !this.closing;
  }

  atom(name: AtomName): number {
    return this.atoms.get(name)!;
  }

  /** The atom of any name; the package caches it. */
  intern(name: string): Promise<number> {
    return this.ask((done) => this.client.InternAtom(false, name, done));
  }

  atomName(atom: number): Promise<string> {
    return this.ask((done) => this.client.GetAtomName(atom, done));
  }

  /** Sends a request that has a reply. Rejects with an XError when the server refuses it or goes away. */
  ask<T>(send: (done: (error: ProtocolError | null | undefined, result: T) => boolean) => void): Promise<T> {
    if (!this.isOpen) return Promise.reject(this.lost ?? new XError('the connection is closed', 'lost'));
    return new Promise<T>((resolve, reject) => {
      this.pending.add(reject);
      send((error, result) => {
        this.pending.delete(reject);
        if (error) reject(new XError(`${error.message} (X error ${error.error})`, error.error ?? 'lost'));
        else resolve(result);
        return true;
      });
    });
  }

  /** Sends requests that have no reply; nothing happens when the connection is gone. */
  send(requests: (client: XClient) => void): void {
    if (this.isOpen) requests(this.client);
  }

  /** Waits until the server has handled all requests so far. */
  async sync(): Promise<void> {
    await this.ask((done) => this.client.GetInputFocus(done));
  }

  /** A property, at most `maxBytes` of it; null when the window has none of that name. Rejects if the window is gone. */
  async property(window: number, name: number, maxBytes = 65_536): Promise<PropertyReply | null> {
    const words = Math.ceil(maxBytes / 4);
    const reply = await this.ask<PropertyReply>((done) =>
      this.client.GetProperty(0, window, name, 0, 0, words, done),
    );
    return reply.type === 0 ? null : reply;
  }

  /** A property of 32-bit numbers; empty when it is missing or the window is gone. */
  async numbers(window: number, name: AtomName): Promise<number[]> {
    const reply = await orElse(this.property(window, this.atom(name)), null);
    if (!reply || reply.format !== 32) return [];
    return Array.from({ length: reply.data.length >> 2 }, (_, i) => reply.data.readUInt32LE(i * 4));
  }

  /** Calls `listener` on each event of that name. Returns the end of it. */
  on<K extends keyof EventMap>(name: K, listener: (event: EventMap[K]) => void): () => void {
    const set = this.listeners.get(name) ?? new Set();
    this.listeners.set(name, set);
    set.add(listener);
    return () => set.delete(listener);
  }

  /**
   * Asks for events of a window of anybody. X keeps one mask a client and window, so the masks of all who ask
   * are joined here. Returns the end of it.
   */
  watch(window: number, mask: number): () => void {
    const masks = this.masks.get(window) ?? [];
    this.masks.set(window, masks);
    masks.push(mask);
    const apply = (): void => {
      const eventMask = masks.reduce((all, one) => all | one, 0);
      this.send((client) => client.ChangeWindowAttributes(window, { eventMask }));
    };
    apply();
    let watching = true;
    return () => {
      if (!watching) return;
      watching = false;
      masks.splice(masks.indexOf(mask), 1);
      if (masks.length === 0) this.masks.delete(window);
      apply();
    };
  }

  /** A window of ours that is never shown: to own selections and to receive them. */
  createHiddenWindow(): number {
    const id = this.client.AllocID();
    this.send((client) => {
      const values = { eventMask: x11.eventMask.PropertyChange, overrideRedirect: 1 as const };
      // Input-only (class 2) would do but for some clipboard managers, which read a title from the owner.
      client.CreateWindow(id, this.root, -10, -10, 1, 1, 0, 0, 1, 0, values);
    });
    return id;
  }

  /** The X server's clock in ms, modulo 2^32. */
  serverTime(): Promise<number> {
    if (!this.isOpen) return Promise.reject(this.lost ?? new XError('the connection is closed', 'lost'));
    this.timeWindow ||= this.createHiddenWindow();
    const property = this.atom('_SEAT_TIME');
    this.timeProperty ??= new Promise<number>((resolve, reject) => {
      const end = this.on('PropertyNotify', (event) => {
        if (event.wid !== this.timeWindow || event.atom !== property) return;
        this.timeProperty = null;
        this.pending.delete(reject);
        end();
        resolve(event.time);
      });
      this.pending.add(reject);
      this.send((client) => client.ChangeProperty(2, this.timeWindow, property, this.atom('INTEGER'), 32, Buffer.alloc(0)));
    });
    return this.timeProperty;
  }

  /** What is the same for all windows and other resources of one client. */
  clientOf(resource: number): number {
    return (resource & ~this.display.resource_mask) >>> 0;
  }

  /** Calls back once when the X server went away (not on `close`). */
  onLost(listener: (error: XError) => void): void {
    this.lostListeners.add(listener);
  }

  /** Closes the connection after all requests have been handled. */
  async close(): Promise<void> {
    if (!this.isOpen) return;
    await orElse(this.sync(), undefined);
    this.closing = true;
    this.client.terminate();
    this.rejectPending(new XError('the connection is closed', 'lost'));
  }

  private dispatch(event: CoreEvent | FixesSelectionNotify): void {
    const isFixes = event.name === 'SelectionNotify' && event.type !== CORE_SELECTION_NOTIFY;
    const listeners = this.listeners.get(isFixes ? 'FixesSelectionNotify' : event.name);
    if (listeners) for (const listener of listeners) listener(event as never);
  }

  private lose(message: string): void {
    if (!this.isOpen) return;
    this.lost = new XError(message, 'lost');
    this.rejectPending(this.lost);
    for (const listener of this.lostListeners) listener(this.lost);
  }

  private rejectPending(error: XError): void {
    for (const reject of this.pending) reject(error);
    this.pending.clear();
  }
}

/** Atoms up to this number mean the same on every X server. */
const LAST_PREDEFINED_ATOM = 68;

/** The package keeps one table of atoms for all its connections, though each X server gives its own numbers. */
function forgetOtherServersAtoms(client: XClient): void {
  const predefined = Object.entries(client.atoms).filter(([, atom]) => atom <= LAST_PREDEFINED_ATOM);
  client.atoms = Object.fromEntries(predefined);
  client.atom_names = Object.fromEntries(predefined.map(([name, atom]) => [atom, name]));
}

function promised<T>(send: (done: (error: Error | null | undefined, result: T) => boolean) => void): Promise<T> {
  return new Promise((resolve, reject) => {
    send((error, result) => {
      if (error) reject(error);
      else resolve(result);
      return true;
    });
  });
}
