/** The clipboard of an X11 desktop, put together from its parts. */
import type { ClipboardChange, ClipboardOffer, ClipboardSnapshot, ClipboardText, SystemClipboard } from '../desktop';
import type { Clients } from './clients';
import type { Connection } from './connection';
import { orElse } from './connection';
import { decodeText, textEntries } from './content';
import { handOver } from './handover';
import { Offers, X11Offer } from './offer';
import { Owner } from './owner';
import { Requestor } from './requestor';
import { saveClipboard, X11Snapshot } from './snapshot';
import { TextReader } from './text';
import { SelectionWatch } from './watch';

/** Time for the owner of the primary selection to say since when it has it, in ms. */
const TIMESTAMP_MS = 200;

export class X11Clipboard implements SystemClipboard {
  readonly offers: Offers;
  readonly owner: Owner;
  private readonly requestor: Requestor;
  private readonly reader: TextReader;
  private readonly watcher: SelectionWatch;

  constructor(
    private readonly connection: Connection,
    private readonly clients: Clients,
  ) {
    this.requestor = new Requestor(connection);
    this.owner = new Owner(connection, connection.atom('CLIPBOARD'));
    this.reader = new TextReader(connection, this.requestor);
    this.watcher = new SelectionWatch(connection, clients, this.owner, this.reader);
    this.offers = new Offers(this.owner, clients, connection);
  }

  onChange(callback: (change: ClipboardChange) => void): () => void {
    return this.watcher.onChange(callback);
  }

  watchPrimary(on: boolean): void {
    this.watcher.watchPrimary(on);
  }

  async readSelectionOrClipboard(maxLength: number): Promise<ClipboardText> {
    if (await this.selectionIsMeant()) {
      const selected = await this.reader.read(this.connection.atom('PRIMARY'), maxLength);
      if (selected.kind !== 'no-text') return selected;
    }
    const own = this.owner.current;
    if (!own) return this.reader.read(this.connection.atom('CLIPBOARD'), maxLength);
    return this.ownText(own.entries.get(this.connection.atom('UTF8_STRING'))?.data, maxLength);
  }

  snapshot(): Promise<X11Snapshot> {
    return saveClipboard(this.connection, this.requestor, this.owner);
  }

  offer(text: string): Promise<X11Offer> {
    return this.offers.offer(text);
  }

  async restore(snapshot: ClipboardSnapshot, offer: ClipboardOffer): Promise<boolean> {
    if (!(snapshot instanceof X11Snapshot) || !(offer instanceof X11Offer)) throw new TypeError('not a snapshot and an offer of this desktop');
    if (snapshot.entries.size === 0) return this.owner.clear(offer.ownership);
    return (await this.owner.take(snapshot.entries, offer.ownership)) !== null;
  }

  async writeText(text: string): Promise<void> {
    await this.owner.take(textEntries(this.connection, text));
  }

  /** Hands what is ours over to a clipboard manager, if there is one, so that it outlives us. */
  async close(): Promise<void> {
    await handOver(this.connection, this.owner);
    this.watcher.close();
    this.owner.close();
    this.requestor.close();
  }

  /**
   * A selection stays after its window lost the focus, often for hours. It is meant when it was made in the
   * program that has the focus, and nothing was copied after it.
   */
  private async selectionIsMeant(): Promise<boolean> {
    const { connection } = this;
    const primary = connection.atom('PRIMARY');
    const owner = await orElse(connection.ask<number>((done) => connection.client.GetSelectionOwner(primary, done)), 0);
    if (owner === 0) return false;
    const active = (await connection.numbers(connection.root, '_NET_ACTIVE_WINDOW'))[0] ?? 0;
    const [ownerPid, activePid] = await Promise.all([this.clients.pidOf(owner), active ? this.clients.pidOf(active) : 0]);
    const elsewhere = activePid !== 0 && activePid !== process.pid && activePid !== ownerPid;
    if (elsewhere || ownerPid === process.pid) return false;
    const copied = this.watcher.lastForeignCopy();
    if (copied === null) return true;
    const limits = { maxBytes: 8, idleMs: TIMESTAMP_MS };
    const since = await this.requestor.fetch(primary, connection.atom('TIMESTAMP'), limits);
    if (since.kind !== 'data' || since.data.length < 4) return true;
    // Server times wrap around every 49.7 days: the difference counts, as a signed number.
    return ((since.data.readUInt32LE(0) - copied) | 0) >= 0;
  }

  private ownText(data: Buffer | undefined, maxLength: number): ClipboardText {
    if (!data) return { kind: 'no-text' };
    const text = decodeText(this.connection, this.connection.atom('UTF8_STRING'), data);
    if (text.length > maxLength) return { kind: 'too-long', characters: text.length, bytes: data.length };
    return text === '' ? { kind: 'no-text' } : { kind: 'text', text };
  }
}
