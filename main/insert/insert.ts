/**
 * Puts a reply into the chat window's input box: by paste, never by typing, with the former clipboard put back.
 * When anything is not as it should be, nothing is pasted anywhere and the reply stays on the clipboard.
 */
import type { ClipboardOffer, ClipboardSnapshot, Desktop, WindowInfo } from '../desktop/desktop';

export type InsertFailure = 'no-target' | 'target-gone' | 'target-changed' | 'not-taken' | 'no-clipboard' | 'wayland' | 'permission';

export type Inserted =
  | { ok: true }
  | {
      ok: false;
      reason: InsertFailure;
      /** The reply is on the clipboard, to be pasted by hand. */
      onClipboard: boolean;
      /** What was on the clipboard before, so that the agent can have it back. */
      before: ClipboardSnapshot | null;
    };

/** How long the chat window may take to come to the front, and to fetch the text after the paste key. */
const ACTIVATE_MS = 800;
const TAKE_MS = 1_500;
/** Some programs ask for the text twice; the former clipboard comes back after this much quiet. */
const SETTLE_MS = 80;

export class Inserter {
  readonly #desktop: Desktop;
  /** Insertions and clipboard restores happen one after the other. */
  #queue: Promise<unknown> = Promise.resolve();

  constructor(desktop: Desktop) {
    this.#desktop = desktop;
  }

  /** Pastes `text` into `target`; with `send` presses Return there afterwards. Never rejects. */
  insert(text: string, target: WindowInfo | null, send = false): Promise<Inserted> {
    const done = this.#queue.then(() => this.#insert(text, target, send));
    this.#queue = done.then((result) => result.settled).catch(() => undefined);
    return done.then((result) => result.inserted);
  }

  /** Puts a former clipboard back on the agent's wish. False when that could not be done. */
  restore(before: ClipboardSnapshot): Promise<boolean> {
    const done = this.#queue.then(async () => {
      const offer = await this.#desktop.clipboard.offer('');
      return this.#desktop.clipboard.restore(before, offer);
    });
    this.#queue = done.catch(() => undefined);
    return done.catch(() => false);
  }

  async #insert(text: string, target: WindowInfo | null, send: boolean): Promise<{ inserted: Inserted; settled?: Promise<unknown> }> {
    const { clipboard } = this.#desktop;
    const blocked = this.#desktop.cannotSendKeys() ?? (await this.#whyNot(target));
    const before = await clipboard.snapshot().catch(() => null);
    if (blocked || !target) return { inserted: await this.#leaveOnClipboard(text, blocked ?? 'no-target', before) };
    let offer: ClipboardOffer;
    try {
      offer = await clipboard.offer(text);
    } catch {
      return { inserted: { ok: false, reason: 'no-clipboard', onClipboard: false, before } };
    }
    const failed = await this.#paste(target, offer, send);
    if (failed) return { inserted: await this.#leaveOnClipboard(text, failed, before) };
    return { inserted: { ok: true }, settled: this.#putBack(before, offer) };
  }

  /** The target is looked at again right before the paste: still there, still the same program. */
  async #whyNot(target: WindowInfo | null): Promise<InsertFailure | null> {
    if (!target) return 'no-target';
    const now = await this.#desktop.findWindow(target.id);
    if (!now) return 'target-gone';
    return now.program === target.program && now.pid === target.pid ? null : 'target-changed';
  }

  async #paste(target: WindowInfo, offer: ClipboardOffer, send: boolean): Promise<InsertFailure | null> {
    if (!(await this.#desktop.activate(target.id, ACTIVATE_MS))) {
      return (await this.#desktop.findWindow(target.id)) ? 'target-changed' : 'target-gone';
    }
    if (!offer.isOurs()) return 'no-clipboard';
    await this.#desktop.sendPaste();
    if ((await offer.taken(target, TAKE_MS)) === 'not-taken') return 'not-taken';
    if (!send) return null;
    const active = await this.#desktop.activeWindow();
    if (active?.id !== target.id) return null;
    await this.#desktop.sendReturn();
    return null;
  }

  async #putBack(before: ClipboardSnapshot | null, offer: ClipboardOffer): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
    if (before) await this.#desktop.clipboard.restore(before, offer);
  }

  async #leaveOnClipboard(text: string, reason: InsertFailure, before: ClipboardSnapshot | null): Promise<Inserted> {
    try {
      await this.#desktop.clipboard.writeText(text);
      return { ok: false, reason, onClipboard: true, before };
    } catch {
      return { ok: false, reason, onClipboard: false, before };
    }
  }
}
