/** What we put on a selection: the bytes for each target (a target is X11's word for a format). */
import type { Connection } from './connection';

/** The bytes of one target, with the type and the unit size in bits that X wants to know. */
export interface Entry {
  type: number;
  format: 8 | 16 | 32;
  data: Buffer;
}

export type Entries = Map<number, Entry>;

/** Entries for a text under all names that programs ask for. */
export function textEntries(connection: Connection, text: string): Entries {
  const entries: Entries = new Map();
  const utf8 = connection.atom('UTF8_STRING');
  entries.set(utf8, { type: utf8, format: 8, data: Buffer.from(text, 'utf8') });
  addTextAliases(connection, entries);
  return entries;
}

/** Adds the other names of the text that is there as UTF8_STRING, as far as they are missing. */
export function addTextAliases(connection: Connection, entries: Entries): void {
  const utf8 = entries.get(connection.atom('UTF8_STRING'));
  if (!utf8) return;
  const add = (name: 'text/plain' | 'text/plain;charset=utf-8' | 'TEXT' | 'STRING', entry: Entry): void => {
    const target = connection.atom(name);
    if (!entries.has(target)) entries.set(target, entry);
  };
  add('text/plain;charset=utf-8', { ...utf8, type: connection.atom('text/plain;charset=utf-8') });
  add('text/plain', { ...utf8, type: connection.atom('text/plain') });
  // TEXT leaves the encoding to the owner, who says by the type which one it is.
  add('TEXT', utf8);
  // STRING is Latin-1. Where that cannot hold the text we do not offer it: "????" must never reach a customer.
  const text = utf8.data.toString('utf8');
  if (!/[\u0100-\uffff]/.test(text)) {
    const string = connection.atom('STRING');
    add('STRING', { type: string, format: 8, data: Buffer.from(text, 'latin1') });
  }
}

/** The mark that asks clipboard managers not to keep the content (KDE's, which CopyQ, Klipper and others know). */
export function markSecret(connection: Connection, entries: Entries): void {
  const hint = connection.atom('x-kde-passwordManagerHint');
  entries.set(hint, { type: hint, format: 8, data: Buffer.from('secret') });
}

/** Text of a fetched property: Latin-1 for STRING, UTF-8 for all else, without a closing NUL. */
export function decodeText(connection: Connection, type: number, data: Buffer): string {
  const text = data.toString(type === connection.atom('STRING') ? 'latin1' : 'utf8');
  return text.endsWith('\0') ? text.slice(0, -1) : text;
}
