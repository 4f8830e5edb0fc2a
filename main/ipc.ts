/** Serves the channel table: every sender is checked, every payload validated, before a handler sees it. */
import { ipcMain, type IpcMainInvokeEvent, type WebContents } from 'electron';
import { calls, type Answer, type Call, type EventName, type Events, type Request } from './channels';
import { APP_ORIGIN } from './windows/protocol';
import type { WindowKind } from './windows/window';

export type Handlers = { [C in Call]: (request: Request<C>) => Answer<C> | Promise<Answer<C>> };

/** Which windows may make which calls, by the part of the name before the colon; the panel may make all but these. */
const ONLY_FOR: Record<string, readonly WindowKind[]> = {
  settings: ['settings', 'panel'],
  model: ['settings', 'panel'],
  practice: ['practice', 'panel'],
  learned: ['learned', 'panel'],
  tidy: ['learned'],
  history: ['learned'],
};

/** Starts answering, as soon as the handlers stand: a window may ask before. `kindOf` tells which of our windows a sender is, null for none of them. */
export function serve(handlers: Promise<Handlers>, kindOf: (sender: WebContents) => WindowKind | null): void {
  ipcMain.handle('call', async (event, channel: unknown, payload: unknown) => {
    const kind = senderKind(event, kindOf);
    if (!kind || !isCall(channel) || !mayCall(kind, channel)) throw new Error('refused: unknown sender or channel');
    const request = calls[channel].safeParse(payload);
    if (!request.success) throw new Error(`refused: ${channel} does not take that`);
    const handler = (await handlers)[channel] as (request: unknown) => unknown;
    return handler(request.data);
  });
}

/** Pushes an event to one window. */
export function push<E extends EventName>(to: WebContents, event: E, data: Events[E]): void {
  if (!to.isDestroyed()) to.send('event', event, data);
}

function senderKind(event: IpcMainInvokeEvent, kindOf: (sender: WebContents) => WindowKind | null): WindowKind | null {
  // Only our own page, in the main frame of one of our windows, may call.
  const frame = event.senderFrame;
  if (!frame || frame !== event.sender.mainFrame || !frame.url.startsWith(`${APP_ORIGIN}/`)) return null;
  return kindOf(event.sender);
}

function isCall(channel: unknown): channel is Call {
  return typeof channel === 'string' && Object.hasOwn(calls, channel);
}

function mayCall(kind: WindowKind, channel: Call): boolean {
  const only = ONLY_FOR[channel.split(':')[0]!];
  return only ? only.includes(kind) : kind === 'panel';
}
