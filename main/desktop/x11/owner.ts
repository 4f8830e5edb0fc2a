/**
 * Owns the clipboard and serves it to who asks (ICCCM 2.2 to 2.7): each target, the list of targets, several
 * at once (MULTIPLE), and large data in pieces (INCR).
 */
import x11 from 'x11';
import type { SelectionRequest } from 'x11';
import type { Connection } from './connection';
import { orElse } from './connection';
import type { Entries, Entry } from './content';

/** Data above this is sent in pieces of this size; a request to the X server holds 262,140 bytes. */
const PIECE_BYTES = 192 * 1024;
/** A receiver that takes no further piece for so long is given up, in ms. */
const RECEIVER_IDLE_MS = 10_000;

/** One content while we own the selection with it. Compared by identity. */
export interface Ownership {
  readonly entries: Entries;
  /** X server time of the taking. */
  readonly since: number;
}

/** Somebody has received a target of ours completely. */
export interface Served {
  ownership: Ownership;
  requestor: number;
  target: number;
}

/** Large data on its way to a receiver. */
interface Transfer {
  entry: Entry;
  offset: number;
  timer: NodeJS.Timeout;
  finished: () => void;
  unwatch: () => void;
}

export class Owner {
  readonly window: number;
  private held: Ownership | null = null;
  /** Sequence number of our last taking: events about older requests say nothing about it. */
  private takenAt = 0;
  private readonly transfers = new Map<string, Transfer>();
  private readonly servedListeners = new Set<(served: Served) => void>();
  private ownershipListener: (current: Ownership | null) => void = () => undefined;

  constructor(
    private readonly connection: Connection,
    private readonly selection: number,
  ) {
    this.window = connection.createHiddenWindow();
    connection.on('SelectionClear', (event) => {
      if (event.owner === this.window && event.selection === selection && event.seq >= this.takenAt) this.ownership = null;
    });
    connection.on('SelectionRequest', (event) => {
      if (event.owner === this.window && event.selection === selection) void this.answer(event);
    });
    connection.on('PropertyNotify', (event) => {
      if (event.state === 1) this.transferNext(event.wid, event.atom);
    });
  }

  private get ownership(): Ownership | null {
    return this.held;
  }

  private set ownership(now: Ownership | null) {
    if (now === this.held) return;
    this.held = now;
    this.ownershipListener(now);
  }

  /** Calls back, the one listener that there is, whenever our content comes to the clipboard or is gone from it. */
  onOwnership(listener: (current: Ownership | null) => void): void {
    this.ownershipListener = listener;
  }

  /** Our content, if it is on the clipboard now. */
  get current(): Ownership | null {
    return this.connection.isOpen ? this.ownership : null;
  }

  /** Somebody else owns the selection now; comes by XFixes, which may be earlier than the event of the core protocol. */
  noteForeignOwner(seq: number): void {
    if (seq >= this.takenAt) this.ownership = null;
  }

  /**
   * Puts `entries` on the clipboard. With `expected`, only if that is still there: somebody else's later copy
   * wins even when it comes while we ask, because the X server compares the times. Null if it did not work.
   */
  async take(entries: Entries, expected?: Ownership): Promise<Ownership | null> {
    const { connection } = this;
    const since = await connection.serverTime();
    if (expected && this.current !== expected) return null;
    const ownership: Ownership = { entries, since };
    connection.send((client) => client.SetSelectionOwner(this.window, this.selection, since));
    this.takenAt = connection.client.seq_num;
    this.ownership = ownership;
    const owner = await connection.ask<number>((done) => connection.client.GetSelectionOwner(this.selection, done));
    if (owner !== this.window && this.ownership === ownership) this.ownership = null;
    return this.ownership === ownership ? ownership : null;
  }

  /** Leaves the clipboard empty, if `expected` is still there. */
  async clear(expected: Ownership): Promise<boolean> {
    const since = await this.connection.serverTime();
    if (this.current !== expected) return false;
    this.connection.send((client) => client.SetSelectionOwner(0, this.selection, since));
    this.ownership = null;
    await this.connection.sync();
    return true;
  }

  /** Calls back when a target has been received by somebody. Returns the end of it. */
  onServed(listener: (served: Served) => void): () => void {
    this.servedListeners.add(listener);
    return () => this.servedListeners.delete(listener);
  }

  /** Ends all transfers. */
  close(): void {
    for (const transfer of this.transfers.values()) clearTimeout(transfer.timer);
    this.transfers.clear();
  }

  private async answer(request: SelectionRequest): Promise<void> {
    const { connection } = this;
    const ownership = this.current;
    // Clients from before 1988 give no property; then the target names it.
    const property = request.property || request.target;
    const ok =
      ownership !== null &&
      (request.target === connection.atom('MULTIPLE')
        ? await this.giveSeveral(ownership, request.requestor, property)
        : this.give(ownership, request.requestor, request.target, property));
    const event = x11.packEvent({
      name: 'SelectionNotify',
      time: request.time,
      requestor: request.requestor,
      selection: request.selection,
      target: request.target,
      property: ok ? property : 0,
    });
    connection.send((client) => client.SendEvent(request.requestor, 0, 0, event));
  }

  /** MULTIPLE: the property holds pairs of target and property; refused ones get 0 for their property. */
  private async giveSeveral(ownership: Ownership, requestor: number, property: number): Promise<boolean> {
    const { connection } = this;
    const asked = await orElse(connection.property(requestor, property), null);
    if (!asked || asked.format !== 32 || asked.data.length % 8 !== 0) return false;
    const pairs = Buffer.from(asked.data);
    for (let i = 0; i < pairs.length; i += 8) {
      const [target, into] = [pairs.readUInt32LE(i), pairs.readUInt32LE(i + 4)];
      if (into === 0 || !this.give(ownership, requestor, target, into)) pairs.writeUInt32LE(0, i + 4);
    }
    connection.send((client) => client.ChangeProperty(0, requestor, property, connection.atom('ATOM_PAIR'), 32, pairs));
    return true;
  }

  /** Puts one target into the requestor's property. False when we do not have it. */
  private give(ownership: Ownership, requestor: number, target: number, property: number): boolean {
    const entry = this.special(ownership, target) ?? ownership.entries.get(target);
    if (!entry) return false;
    const served = (): void => {
      for (const listener of this.servedListeners) listener({ ownership, requestor, target });
    };
    if (entry.data.length > PIECE_BYTES) {
      this.startTransfer(requestor, property, entry, served);
    } else {
      this.put(requestor, property, entry.type, entry.format, entry.data);
      served();
    }
    return true;
  }

  private special(ownership: Ownership, target: number): Entry | null {
    const { connection } = this;
    if (target === connection.atom('TIMESTAMP')) {
      return { type: connection.atom('INTEGER'), format: 32, data: numbers([ownership.since]) };
    }
    if (target === connection.atom('TARGETS')) {
      const own = (['TARGETS', 'TIMESTAMP', 'MULTIPLE', 'SAVE_TARGETS'] as const).map((name) => connection.atom(name));
      return { type: connection.atom('ATOM'), format: 32, data: numbers([...own, ...ownership.entries.keys()]) };
    }
    if (target === connection.atom('SAVE_TARGETS')) {
      return { type: connection.atom('NULL'), format: 32, data: Buffer.alloc(0) };
    }
    return null;
  }

  private put(window: number, property: number, type: number, format: 8 | 16 | 32, data: Buffer): void {
    this.connection.send((client) => client.ChangeProperty(0, window, property, type, format, data));
  }

  private startTransfer(requestor: number, property: number, entry: Entry, finished: () => void): void {
    const key = `${requestor} ${property}`;
    this.endTransfer(key);
    const unwatch = this.connection.watch(requestor, x11.eventMask.PropertyChange);
    const timer = setTimeout(() => this.endTransfer(key), RECEIVER_IDLE_MS);
    this.transfers.set(key, { entry, offset: 0, timer, finished, unwatch });
    this.put(requestor, property, this.connection.atom('INCR'), 32, numbers([entry.data.length]));
  }

  /** The receiver has taken a piece: the next one, an empty one as the end, or nothing when that was taken, too. */
  private transferNext(requestor: number, property: number): void {
    const key = `${requestor} ${property}`;
    const transfer = this.transfers.get(key);
    if (!transfer) return;
    const { entry, offset } = transfer;
    const piece = entry.data.subarray(offset, offset + PIECE_BYTES);
    this.put(requestor, property, entry.type, entry.format, piece);
    transfer.offset += piece.length;
    transfer.timer.refresh();
    if (piece.length > 0) return;
    this.endTransfer(key);
    transfer.finished();
  }

  private endTransfer(key: string): void {
    const transfer = this.transfers.get(key);
    if (!transfer) return;
    this.transfers.delete(key);
    clearTimeout(transfer.timer);
    transfer.unwatch();
  }
}

function numbers(values: number[]): Buffer {
  const buffer = Buffer.alloc(values.length * 4);
  values.forEach((value, i) => buffer.writeUInt32LE(value >>> 0, i * 4));
  return buffer;
}
