/**
 * Reports when somebody else puts something on a selection, by events of the XFixes extension: no polling,
 * and two copies are two events however close they are.
 */
import type { FixesSelectionNotify } from 'x11';
import type { ClipboardChange, ClipboardText, Selection } from '../desktop';
import type { Clients } from './clients';
import type { Connection } from './connection';
import { orElse } from './connection';
import type { Owner } from './owner';
import type { TextReader } from './text';

/** SetSelectionOwner, SelectionWindowDestroy and SelectionClientClose of XFixes. */
const ALL_OWNER_EVENTS = 7;
const NEW_OWNER = 0;
/** The primary selection changes all the while that the mouse marks text; it is reported when it rests so long, in ms. */
const PRIMARY_REST_MS = 250;
/** Bits of the five mouse buttons in the pointer's state. */
const BUTTONS = 0x1f00;

/** One state of a selection, from one change to the next. */
interface State {
  /** Number of the last request of ours that the server had handled when the next change came; null until then. */
  endedAfter: number | null;
}

export class SelectionWatch {
  private readonly callbacks = new Set<(change: ClipboardChange) => void>();
  private readonly states = new Map<number, State>();
  private foreignCopyTime: number | null = null;
  private rest: NodeJS.Timeout | null = null;

  constructor(
    private readonly connection: Connection,
    private readonly clients: Clients,
    private readonly owner: Owner,
    private readonly reader: TextReader,
  ) {
    connection.on('FixesSelectionNotify', (event) => this.changed(event));
    this.select('CLIPBOARD', ALL_OWNER_EVENTS);
  }

  onChange(callback: (change: ClipboardChange) => void): () => void {
    this.callbacks.add(callback);
    return () => this.callbacks.delete(callback);
  }

  watchPrimary(on: boolean): void {
    if (!on) this.stopResting();
    this.select('PRIMARY', on ? ALL_OWNER_EVENTS : 0);
  }

  /** X server time of the last copy of somebody else, null when there was none since we watch. */
  lastForeignCopy(): number | null {
    return this.foreignCopyTime;
  }

  close(): void {
    this.stopResting();
    this.callbacks.clear();
  }

  private select(selection: 'CLIPBOARD' | 'PRIMARY', mask: number): void {
    const { connection } = this;
    const { fixes } = connection.extensions;
    connection.send(() => fixes.SelectSelectionInput(connection.root, connection.atom(selection), mask));
  }

  private changed(event: FixesSelectionNotify): void {
    const at = Date.now();
    const state = this.nextState(event);
    const primary = event.selection === this.connection.atom('PRIMARY');
    if (primary) this.stopResting();
    if (event.owner === this.owner.window) return;
    if (!primary) this.owner.noteForeignOwner(event.seq);
    if (event.subtype !== NEW_OWNER || event.owner === 0) return;
    if (!primary) this.foreignCopyTime = event.selectionTimestamp;
    if (primary) this.reportWhenResting(event, state);
    else void this.report('clipboard', event, state, at);
  }

  private nextState(event: FixesSelectionNotify): State {
    const before = this.states.get(event.selection);
    if (before) before.endedAfter = event.seq;
    const state: State = { endedAfter: null };
    this.states.set(event.selection, state);
    return state;
  }

  private reportWhenResting(event: FixesSelectionNotify, state: State): void {
    this.rest = setTimeout(() => {
      void this.mouseIsDown().then((down) => {
        if (state.endedAfter !== null) return;
        if (down) this.reportWhenResting(event, state);
        else void this.report('primary', event, state, Date.now());
      });
    }, PRIMARY_REST_MS);
  }

  /** Some programs take the selection once, when the marking begins: what is marked is known when the button is up. */
  private async mouseIsDown(): Promise<boolean> {
    const { connection } = this;
    const pointer = connection.ask<{ keyMask: number }>((done) => connection.client.QueryPointer(connection.root, done));
    return ((await orElse(pointer, { keyMask: 0 })).keyMask & BUTTONS) !== 0;
  }

  private stopResting(): void {
    if (this.rest) clearTimeout(this.rest);
    this.rest = null;
  }

  private async report(selection: Selection, event: FixesSelectionNotify, state: State, at: number): Promise<void> {
    const owner = await this.clients.ownerOf(event.owner);
    const change: ClipboardChange = {
      selection,
      at,
      ...(owner ? { owner } : {}),
      readText: (maxLength) => this.readText(event.selection, state, maxLength),
    };
    for (const callback of this.callbacks) callback(change);
  }

  /**
   * The text of that very change. A request that the X server handled after a later change went to the later
   * owner; its answer is not ours to give, the later change reports it.
   */
  private async readText(selection: number, state: State, maxLength: number): Promise<ClipboardText> {
    if (state.endedAfter !== null) return { kind: 'no-text' };
    const stillThis = (asked: number): boolean => state.endedAfter === null || state.endedAfter >= asked;
    return this.reader.read(selection, maxLength, stillThis);
  }
}
