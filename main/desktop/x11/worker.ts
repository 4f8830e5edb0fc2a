/** Entry of the X11 thread: serves the calls of the main thread with a desktop of its own (see index.ts for why). */
import { parentPort, workerData } from 'node:worker_threads';
import type { ClipboardChange } from '../desktop';
import type { Entries } from './content';
import type { X11Desktop } from './local';
import { openLocalX11Desktop } from './local';
import type { X11Offer } from './offer';
import type { CallName, Calls, Message, Request, SavedClipboard, WorkerData } from './protocol';
import { X11Snapshot } from './snapshot';

/** Changes and offers that can still be asked about; older ones have been overtaken by these. */
const KEPT = 16;

type Handlers = { [K in CallName]: (...args: Parameters<Calls[K]>) => ReturnType<Calls[K]> | Promise<ReturnType<Calls[K]>> };

const port = parentPort!;
const { shared } = workerData as WorkerData;
const changes = new Map<number, ClipboardChange>();
const offers = new Map<number, X11Offer>();
let opened: X11Desktop | null = null;
let lastNumber = 0;
let unwatchActive: (() => void) | null = null;

const say = (message: Message): void => port.postMessage(message);

function desktop(): X11Desktop {
  if (!opened) throw new Error('the X11 desktop is not open');
  return opened;
}

/** Gives a thing a number to be asked for by, and forgets the oldest. */
function numbered<T>(things: Map<number, T>, thing: T): number {
  const number = ++lastNumber;
  things.set(number, thing);
  if (things.size > KEPT) things.delete(things.keys().next().value!);
  return number;
}

async function open(display: string | undefined): Promise<void> {
  opened = await openLocalX11Desktop(display, (error) => {
    Atomics.store(shared, 0, 0);
    say({ kind: 'lost', message: error.message });
  });
  const { clipboard } = opened;
  clipboard.owner.onOwnership((current) => {
    const number = [...offers].find(([, offer]) => offer.ownership === current)?.[0];
    Atomics.store(shared, 0, number ?? 0);
  });
  clipboard.onChange((change) => {
    const { selection, at, owner } = change;
    say({ kind: 'change', change: numbered(changes, change), selection, at, ...(owner ? { owner } : {}) });
  });
}

async function offer(text: string): Promise<number> {
  const made = await desktop().clipboard.offer(text);
  const number = numbered(offers, made);
  Atomics.store(shared, 0, made.isOurs() ? number : 0);
  return number;
}

function watchActiveWindow(on: boolean): void {
  unwatchActive?.();
  unwatchActive = on ? desktop().onActiveWindow((window) => say({ kind: 'active', window })) : null;
}

function entriesOf(saved: SavedClipboard): Entries {
  // Buffers come out of the copying between threads as plain arrays of bytes.
  return new Map(saved.entries.map(([atom, { type, format, data }]) => [atom, { type, format, data: Buffer.from(data.buffer, data.byteOffset, data.byteLength) }]));
}

const handlers: Handlers = {
  open,
  offer,
  watchActiveWindow,
  activeWindow: () => desktop().activeWindow(),
  listWindows: () => desktop().listWindows(),
  findWindow: (id) => desktop().findWindow(id),
  activate: (id, timeoutMs) => desktop().activate(id, timeoutMs),
  sendPaste: () => desktop().sendPaste(),
  sendReturn: () => desktop().sendReturn(),
  setTakesFocus: (handle, takesFocus) => desktop().setTakesFocus(Buffer.from(handle), takesFocus),
  watchPrimary: (on) => desktop().clipboard.watchPrimary(on),
  readText: async (change, maxLength) => (await changes.get(change)?.readText(maxLength)) ?? { kind: 'no-text' },
  readSelectionOrClipboard: (maxLength) => desktop().clipboard.readSelectionOrClipboard(maxLength),
  snapshot: async () => {
    const { formats, entries } = await desktop().clipboard.snapshot();
    return { formats, entries: [...entries] };
  },
  taken: async (number, window, timeoutMs) => (await offers.get(number)?.taken(window, timeoutMs)) ?? 'not-taken',
  restore: async (saved, number) => {
    const made = offers.get(number);
    return made !== undefined && desktop().clipboard.restore(new X11Snapshot(saved.formats, entriesOf(saved)), made);
  },
  writeText: (text) => desktop().clipboard.writeText(text),
  close: async () => opened?.close(),
};

async function serve<K extends CallName>({ id, call, args }: Request<K>): Promise<void> {
  try {
    say({ kind: 'answer', id, value: await handlers[call](...args) });
  } catch (error) {
    say({ kind: 'failure', id, message: error instanceof Error ? error.message : String(error) });
  }
}

port.on('message', (request: Request) => void serve(request));
