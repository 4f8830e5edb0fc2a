/** Whether the window manager gives our window the focus when it is clicked (ICCCM 4.1.2.4, WM_HINTS). */
import type { Connection } from './connection';
import { orElse } from './connection';

const INPUT_HINT = 1;
const STATE_HINT = 2;
const NORMAL_STATE = 1;
/** WM_HINTS has nine 32-bit fields: flags, input, initial state, and six for icons and the window group. */
const FIELDS = 9;

/**
 * Sets the input hint of a window of ours. Without it clicks still arrive, but the focus stays where it is.
 * (Electron's `focusable: false` takes the window away from the window manager altogether, so it is not used.)
 */
export async function setInputHint(connection: Connection, xid: number, takesFocus: boolean): Promise<void> {
  const name = connection.atom('WM_HINTS');
  const before = await orElse(connection.property(xid, name, FIELDS * 4), null);
  const hints = Buffer.alloc(FIELDS * 4);
  if (before?.format === 32) before.data.copy(hints);
  hints.writeUInt32LE((hints.readUInt32LE(0) | INPUT_HINT | STATE_HINT) >>> 0, 0);
  hints.writeUInt32LE(takesFocus ? 1 : 0, 4);
  hints.writeUInt32LE(NORMAL_STATE, 8);
  connection.send((client) => client.ChangeProperty(0, xid, name, name, 32, hints));
  await connection.sync();
}
