/** Gives our clipboard to the desktop's clipboard manager when we quit (freedesktop.org ClipboardManager specification). */
import type { Connection } from './connection';
import { orElse } from './connection';
import type { Owner } from './owner';

/** Longest time that quitting waits for it, in ms. */
const HAND_OVER_MS = 500;

/** Asks the clipboard manager, if there is one, to save what we have on the clipboard. An offer is not handed over. */
export async function handOver(connection: Connection, owner: Owner): Promise<void> {
  const current = owner.current;
  if (!current || current.entries.has(connection.atom('x-kde-passwordManagerHint'))) return;
  const manager = connection.atom('CLIPBOARD_MANAGER');
  const managed = await orElse(connection.ask<number>((done) => connection.client.GetSelectionOwner(manager, done)), 0);
  if (managed === 0) return;
  await new Promise<void>((resolve) => {
    const timer = setTimeout(done, HAND_OVER_MS);
    const end = connection.on('SelectionNotify', (event) => {
      if (event.requestor === owner.window && event.selection === manager) done();
    });
    function done(): void {
      clearTimeout(timer);
      end();
      resolve();
    }
    const targets = Buffer.alloc(current.entries.size * 4);
    [...current.entries.keys()].forEach((atom, i) => targets.writeUInt32LE(atom, i * 4));
    const property = connection.atom('_SEAT_SELECTION');
    connection.send((client) => {
      client.ChangeProperty(0, owner.window, property, connection.atom('ATOM'), 32, targets);
      client.ConvertSelection(owner.window, manager, connection.atom('SAVE_TARGETS'), property, 0);
    });
  });
}
