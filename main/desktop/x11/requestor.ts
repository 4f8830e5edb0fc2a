/**
 * Fetches what another program has put on a selection (ICCCM 2.4): ask the owner for one target, take the
 * bytes from a property of a hidden window, piece by piece when the owner sends it incrementally (INCR).
 */
import type { PropertyReply } from 'x11';
import type { Connection } from './connection';
import { orElse } from './connection';

/** What came of one request. `asked` is the sequence number of the request, to compare with that of events. */
export type Fetched = { asked: number } & (
  | { kind: 'data'; type: number; format: 8 | 16 | 32; data: Buffer }
  /** More than `maxBytes`: not taken. `bytes` is the size, or at least what was seen while it still comes in pieces. */
  | { kind: 'over'; bytes: number }
  /** The owner does not have it in this form, or there is no owner. */
  | { kind: 'refused' }
  /** The owner did not answer in time. */
  | { kind: 'timeout' }
);

export interface FetchLimits {
  maxBytes: number;
  /** Longest silence of the owner, in ms. */
  idleMs: number;
  /** Longest time altogether, in ms. */
  totalMs?: number;
}

/** Pieces that nobody wants are waved through up to so many bytes. */
const DRAIN_BYTES = 512 * 1024 * 1024;
/** Time after which a window that an owner may still write to is destroyed; owners give up well before. */
const RETIRE_MS = 30_000;

/** One window that waits for one answer. */
interface Slot {
  window: number;
  notified: ((property: number) => void) | null;
  /** Set by each new value of the property; taken back when the value is read. */
  hasNews: boolean;
  /** The owner sends, or has sent, in pieces. */
  inPieces: boolean;
  news: (() => void) | null;
}

export class Requestor {
  private readonly free: Slot[] = [];
  private readonly slots = new Map<number, Slot>();
  private readonly retired = new Set<NodeJS.Timeout>();

  constructor(private readonly connection: Connection) {
    const property = connection.atom('_SEAT_SELECTION');
    connection.on('SelectionNotify', (event) => {
      const slot = this.slots.get(event.requestor);
      slot?.notified?.(event.property);
    });
    connection.on('PropertyNotify', (event) => {
      const slot = event.atom === property && event.state === 0 ? this.slots.get(event.wid) : undefined;
      if (!slot) return;
      slot.hasNews = true;
      slot.news?.();
    });
  }

  /** Asks the owner of `selection` for `target`. Never rejects: without a connection there is no owner. */
  async fetch(selection: number, target: number, limits: FetchLimits): Promise<Fetched> {
    const { connection } = this;
    if (!connection.isOpen) return { asked: 0, kind: 'refused' };
    const slot = this.free.pop() ?? this.newSlot();
    const deadline = Date.now() + (limits.totalMs ?? Infinity);
    const answered = this.answer(slot, wait(limits.idleMs, deadline));
    connection.send((client) =>
      client.ConvertSelection(slot.window, selection, target, connection.atom('_SEAT_SELECTION'), 0),
    );
    const asked = connection.client.seq_num;
    const property = await answered;
    const result = property === null ? { kind: 'timeout' as const } : await this.receive(slot, property, limits, deadline);
    if (!slot.inPieces && result.kind !== 'timeout') this.free.push(slot);
    else if (slot.inPieces && result.kind !== 'data') void this.drain(slot, limits.idleMs);
    else this.retire(slot);
    return { asked, ...result };
  }

  /** Ends all timers. */
  close(): void {
    for (const timer of this.retired) clearTimeout(timer);
  }

  /** Reads the property that the owner has filled; 0 says that it refuses. */
  private async receive(slot: Slot, property: number, limits: FetchLimits, deadline: number): Promise<Received> {
    const { connection } = this;
    if (property === 0) return { kind: 'refused' };
    slot.hasNews = false;
    const first = await this.look(slot, limits.maxBytes);
    if (!first) return { kind: 'refused' };
    if (first.type === connection.atom('INCR')) {
      slot.inPieces = true;
      // The owner announces a lower bound of the size.
      const announced = first.data.length >= 4 ? first.data.readUInt32LE(0) : 0;
      if (announced > limits.maxBytes) return { kind: 'over', bytes: announced };
      this.take(slot);
      return this.receivePieces(slot, limits, deadline);
    }
    this.take(slot);
    if (first.bytesAfter > 0) return { kind: 'over', bytes: first.data.length + first.bytesAfter };
    return { kind: 'data', type: first.type, format: first.format || 8, data: first.data };
  }

  /**
   * Each time the property is deleted the owner fills it again; an empty one is the end. That one is left
   * there: xclip takes any deletion, also one that it should not mind any more, for a sign to send the next
   * piece to whomever it serves by then, who would lose a piece.
   */
  private async receivePieces(slot: Slot, limits: FetchLimits, deadline: number): Promise<Received> {
    const pieces: Buffer[] = [];
    for (let bytes = 0; await this.nextPiece(slot, wait(limits.idleMs, deadline)); ) {
      slot.hasNews = false;
      const piece = await this.look(slot, limits.maxBytes - bytes + 4);
      if (!piece) continue;
      if (piece.data.length === 0) return { kind: 'data', type: piece.type, format: piece.format || 8, data: Buffer.concat(pieces) };
      bytes += piece.data.length + piece.bytesAfter;
      // Left there as it is; letting the owner finish begins with it.
      if (bytes > limits.maxBytes) return { kind: 'over', bytes };
      pieces.push(piece.data);
      this.take(slot);
    }
    return { kind: 'timeout' };
  }

  /**
   * Lets an owner finish what it sends in pieces, looking at their sizes only. Stopping in the middle would be
   * cheaper, but xclip then serves nobody any more: the user could not paste what he has copied.
   */
  private async drain(slot: Slot, idleMs: number): Promise<void> {
    if (!slot.hasNews) this.take(slot);
    for (let bytes = 0; bytes < DRAIN_BYTES && (await this.nextPiece(slot, idleMs)); ) {
      const piece = await this.look(slot, 0);
      if (piece?.bytesAfter === 0) break;
      bytes += piece?.bytesAfter ?? 0;
      this.take(slot);
    }
    this.retire(slot);
  }

  /** The property as it is now, at most `maxBytes` of it. */
  private look(slot: Slot, maxBytes: number): Promise<PropertyReply | null> {
    return orElse(this.connection.property(slot.window, this.connection.atom('_SEAT_SELECTION'), maxBytes), null);
  }

  /** Deletes the property, which tells an owner that sends in pieces to go on. */
  private take(slot: Slot): void {
    slot.hasNews = false;
    this.connection.send((client) => client.DeleteProperty(slot.window, this.connection.atom('_SEAT_SELECTION')));
  }

  /** The property that the owner has filled, 0 if it refuses, null if it says nothing within `ms`. */
  private answer(slot: Slot, ms: number): Promise<number | null> {
    return new Promise((resolve) => {
      const end = (property: number | null): void => {
        clearTimeout(timer);
        slot.notified = null;
        resolve(property);
      };
      const timer = setTimeout(() => end(null), ms);
      slot.notified = end;
    });
  }

  private nextPiece(slot: Slot, ms: number): Promise<boolean> {
    if (slot.hasNews) return Promise.resolve(true);
    return new Promise((resolve) => {
      const end = (arrived: boolean): void => {
        clearTimeout(timer);
        slot.news = null;
        resolve(arrived);
      };
      const timer = setTimeout(() => end(false), ms);
      slot.news = () => end(true);
    });
  }

  private newSlot(): Slot {
    const slot: Slot = { window: this.connection.createHiddenWindow(), notified: null, hasNews: false, inPieces: false, news: null };
    this.slots.set(slot.window, slot);
    return slot;
  }

  /**
   * A window that the owner may still write to is not used again, and lives on for a while: some owners
   * (xclip) end with an error, and lose the user's clipboard, when the window vanishes in front of them.
   */
  private retire(slot: Slot): void {
    const timer = setTimeout(() => {
      this.retired.delete(timer);
      this.slots.delete(slot.window);
      this.connection.send((client) => client.DestroyWindow(slot.window));
    }, RETIRE_MS);
    timer.unref();
    this.retired.add(timer);
  }
}

type WithoutAsked<T> = T extends { asked: number } ? Omit<T, 'asked'> : never;
type Received = WithoutAsked<Fetched>;

function wait(idleMs: number, deadline: number): number {
  return Math.max(0, Math.min(idleMs, deadline - Date.now()));
}
