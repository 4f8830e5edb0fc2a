/** Brings a window to the front and makes sure that keys go to it. */
import x11 from 'x11';
import type { Connection } from './connection';
import { orElse } from './connection';
import type { Windows } from './windows';

/** Source indication of _NET_ACTIVE_WINDOW: the user asked for it through a tool, so no focus stealing prevention. */
const BY_TOOL = 2;
/** RevertTo of SetInputFocus: to the parent. */
const TO_PARENT = 2;
/** How often the focus is looked at while it moves, in ms. Only while a caller waits for it. */
const LOOK_MS = 4;

/** Activates `xid` and waits until it is the active window and has the input focus; false if not within `timeoutMs`. */
export async function activateWindow(connection: Connection, windows: Windows, xid: number, timeoutMs: number): Promise<boolean> {
  const deadline = Date.now() + timeoutMs;
  const managed = await windows.hasManager();
  if (await hasFocus(connection, windows, xid)) return true;
  const unwatch = connection.watch(connection.root, x11.eventMask.PropertyChange);
  try {
    if (managed) {
      const time = await orElse(connection.serverTime(), 0);
      const message = connection.atom('_NET_ACTIVE_WINDOW');
      connection.send((client) => client.SendClientMessage(connection.root, xid, message, 32, [BY_TOOL, time, 0, 0, 0]));
    } else {
      connection.send((client) => {
        client.RaiseWindow(xid);
        client.SetInputFocus(xid, TO_PARENT);
      });
    }
    while (!(await hasFocus(connection, windows, xid))) {
      const left = deadline - Date.now();
      if (left <= 0 || !connection.isOpen) return false;
      await focusMayHaveMoved(connection, Math.min(LOOK_MS, left));
    }
    return true;
  } finally {
    unwatch();
  }
}

/**
 * Active for the window manager is not enough: keys go to the input focus. Some toolkits keep that in a hidden
 * window of their own, so any window of the same client will do.
 */
async function hasFocus(connection: Connection, windows: Windows, xid: number): Promise<boolean> {
  const [active, focus] = await Promise.all([windows.active(), windows.focus()]);
  return active === xid && focus !== 0 && connection.clientOf(focus) === connection.clientOf(xid);
}

/** Until the window manager names another active window, or `ms` have passed. */
function focusMayHaveMoved(connection: Connection, ms: number): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      end();
      resolve();
    };
    const timer = setTimeout(done, ms);
    const end = connection.on('PropertyNotify', (event) => {
      if (event.wid === connection.root && event.atom === connection.atom('_NET_ACTIVE_WINDOW')) done();
    });
  });
}
