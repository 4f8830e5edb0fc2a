/** Our text on the clipboard while it waits to be pasted, and who has fetched it. */
import type { ClipboardOffer, WindowInfo } from '../desktop';
import type { Clients } from './clients';
import type { Connection } from './connection';
import { markSecret, textEntries } from './content';
import type { Owner, Ownership, Served } from './owner';
import { isWine } from './processes';
import { xidOf } from './windows';

/** One fetch of the offered text. `afterPaste`: the paste key had been sent. */
interface Fetch {
  requestor: number;
  afterPaste: boolean;
}

/** An offer with what only this folder may know of it. */
export class X11Offer implements ClipboardOffer {
  private readonly fetches: Fetch[] = [];
  private readonly waiting = new Set<() => void>();
  private pasteSent = false;

  constructor(
    private readonly owner: Owner,
    private readonly clients: Clients,
    private readonly connection: Connection,
    readonly ownership: Ownership,
    private readonly length: number,
  ) {}

  isOurs(): boolean {
    return this.owner.current === this.ownership;
  }

  /** Somebody has received one of our targets. */
  noteServed({ ownership, requestor, target }: Served): void {
    const hint = this.connection.atom('x-kde-passwordManagerHint');
    if (ownership !== this.ownership || target === hint || !ownership.entries.has(target)) return;
    this.fetches.push({ requestor, afterPaste: this.pasteSent });
    for (const look of this.waiting) look();
  }

  /** The paste key is about to be sent: what was fetched before was not for it. */
  notePaste(): void {
    this.pasteSent = true;
  }

  async taken(window: WindowInfo, timeoutMs: number): Promise<'taken' | 'not-taken' | 'unknown'> {
    if (isWine(window.pid)) return this.afterUsualTime(timeoutMs);
    const deadline = Date.now() + timeoutMs;
    for (let seen = 0; ; ) {
      for (; seen < this.fetches.length; seen++) {
        const fetch = this.fetches[seen]!;
        if (fetch.afterPaste === this.pasteSent && (await this.isBy(fetch.requestor, window))) return 'taken';
      }
      if (!(await this.nextFetch(seen, deadline - Date.now()))) return 'not-taken';
    }
  }

  /** Whether the program that fetched is the one of the window; a clipboard manager is another program. */
  private async isBy(requestor: number, window: WindowInfo): Promise<boolean> {
    const xid = xidOf(window.id);
    if (xid !== null && this.connection.clientOf(requestor) === this.connection.clientOf(xid)) return true;
    return window.pid !== 0 && (await this.clients.pidOf(requestor)) === window.pid;
  }

  /** Resolves true as soon as there are more than `seen` fetches, false after `ms`. */
  private nextFetch(seen: number, ms: number): Promise<boolean> {
    if (this.fetches.length > seen) return Promise.resolve(true);
    if (ms <= 0) return Promise.resolve(false);
    return new Promise((resolve) => {
      const end = (fetched: boolean): void => {
        clearTimeout(timer);
        this.waiting.delete(look);
        resolve(fetched);
      };
      const look = (): void => end(true);
      const timer = setTimeout(() => end(false), ms);
      this.waiting.add(look);
    });
  }

  /** Wine fetches through a process of its own, for all its programs alike: nobody can tell for whom. */
  private async afterUsualTime(timeoutMs: number): Promise<'unknown'> {
    const usual = Math.min(250 + this.length / 100, 3_000, timeoutMs);
    await new Promise((resolve) => setTimeout(resolve, usual));
    return 'unknown';
  }
}

/** Makes offers, and tells the last one when the paste key is sent. */
export class Offers {
  private last: X11Offer | null = null;

  constructor(
    private readonly owner: Owner,
    private readonly clients: Clients,
    private readonly connection: Connection,
  ) {
    owner.onServed((served) => this.last?.noteServed(served));
  }

  /** Puts a text on the clipboard, marked so that clipboard managers leave it alone. */
  async offer(text: string): Promise<X11Offer> {
    const entries = textEntries(this.connection, text);
    markSecret(this.connection, entries);
    const ownership = await this.owner.take(entries);
    if (!ownership) throw new Error('another program took the clipboard at the same moment');
    this.last = new X11Offer(this.owner, this.clients, this.connection, ownership, text.length);
    return this.last;
  }

  /** To be called right before the paste key is sent. */
  notePaste(): void {
    this.last?.notePaste();
  }
}
