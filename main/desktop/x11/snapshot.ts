/** Saves what is on the clipboard, in all forms that its owner has it in. */
import type { ClipboardSnapshot } from '../desktop';
import type { Connection } from './connection';
import { orElse } from './connection';
import type { Entries } from './content';
import { addTextAliases } from './content';
import type { Owner } from './owner';
import type { Requestor } from './requestor';
import { targetList } from './text';

/** Most bytes that are kept, over all targets. */
const MAX_BYTES = 64 * 1024 * 1024;
/** Time for all of it, and longest silence of the owner, in ms. */
const TOTAL_MS = 1_500;
const IDLE_MS = 1_000;
/** Requests at a time: some owners answer one by one, so more would not be faster. */
const PARALLEL = 4;

/** Targets that do something, or tell of the transfer instead of the content, or hold ids of the owner's own. */
const NOT_CONTENT = new Set([
  'TARGETS', 'MULTIPLE', 'TIMESTAMP', 'SAVE_TARGETS', 'DELETE', 'INSERT_SELECTION', 'INSERT_PROPERTY', 'PIXMAP', 'BITMAP',
  'DRAWABLE', 'COLORMAP', 'CLIENT_WINDOW', 'HOST_NAME', 'USER', 'PROCESS', 'TASK', 'LENGTH', 'GTK_TEXT_BUFFER_CONTENTS',
]);
/** Other names of the text; made from UTF8_STRING when that is there. */
const TEXT_ALIASES = new Set(['TEXT', 'STRING', 'COMPOUND_TEXT', 'text/plain', 'text/plain;charset=utf-8', 'text/plain;charset=UTF-8']);

/** A snapshot with its bytes. */
export class X11Snapshot implements ClipboardSnapshot {
  readonly formats: readonly string[];

  constructor(
    names: readonly string[],
    readonly entries: Entries,
  ) {
    this.formats = names;
  }
}

/**
 * The targets worth saving. The same text comes under many names and the same image in up to ten encodings,
 * each encoded only on demand: one of each is enough.
 */
export function worthSaving(names: readonly string[]): string[] {
  const isImage = (name: string): boolean => name.startsWith('image/') || name === 'application/x-qt-image';
  const hasPng = names.includes('image/png');
  const hasUtf8 = names.includes('UTF8_STRING');
  return names.filter((name, i) => {
    if (NOT_CONTENT.has(name) || names.indexOf(name) !== i) return false;
    if (isImage(name)) return name === 'image/png' || (!hasPng && !name.startsWith('image/x-win'));
    return !(hasUtf8 && TEXT_ALIASES.has(name));
  });
}

/** Saves the clipboard. What its owner does not hand over in time is left out; never rejects. */
export async function saveClipboard(connection: Connection, requestor: Requestor, owner: Owner): Promise<X11Snapshot> {
  const own = owner.current;
  if (own) return named(connection, own.entries);
  const clipboard = connection.atom('CLIPBOARD');
  const deadline = Date.now() + TOTAL_MS;
  const limits = (maxBytes: number) => ({ maxBytes, idleMs: IDLE_MS, totalMs: deadline - Date.now() });
  const listed = await requestor.fetch(clipboard, connection.atom('TARGETS'), limits(4_096));
  if (listed.kind !== 'data') return new X11Snapshot([], new Map());
  const nameOf = new Map<string, number>();
  const atoms = targetList(listed.data);
  const names = await Promise.all(atoms.map((atom) => orElse(connection.atomName(atom), 'TARGETS')));
  names.forEach((name, i) => nameOf.set(name, atoms[i]!));
  const queue = worthSaving(names);
  const found: Entries = new Map();
  let room = MAX_BYTES;
  const fetchQueued = async (): Promise<void> => {
    for (let name = queue.shift(); name !== undefined; name = queue.shift()) {
      const target = nameOf.get(name)!;
      const fetched = await requestor.fetch(clipboard, target, limits(room));
      if (fetched.kind !== 'data' || fetched.data.length > room) continue;
      room -= fetched.data.length;
      found.set(target, { type: fetched.type, format: fetched.format, data: fetched.data });
    }
  };
  await Promise.all(Array.from({ length: PARALLEL }, fetchQueued));
  if (names.includes('UTF8_STRING') && !found.has(connection.atom('UTF8_STRING'))) {
    // Offered but not given: then its other names are worth asking for.
    queue.push(...names.filter((name) => TEXT_ALIASES.has(name)));
    await fetchQueued();
  }
  // In the owner's order, which says what it holds to be the best form.
  const entries: Entries = new Map(atoms.flatMap((atom) => (found.has(atom) ? [[atom, found.get(atom)!] as const] : [])));
  addTextAliases(connection, entries);
  return named(connection, entries);
}

async function named(connection: Connection, entries: Entries): Promise<X11Snapshot> {
  const names = await Promise.all([...entries.keys()].map((atom) => orElse(connection.atomName(atom), '')));
  return new X11Snapshot(names, entries);
}
