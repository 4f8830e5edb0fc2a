/** All that a window can reach of main: one call, one subscription. Runs sandboxed; main checks what comes through. */
import { contextBridge, ipcRenderer } from 'electron';

const listeners = new Map<string, Set<(data: unknown) => void>>();

ipcRenderer.on('event', (_event, name: string, data: unknown) => {
  for (const listener of listeners.get(name) ?? []) listener(data);
});

contextBridge.exposeInMainWorld('seat', {
  call: (channel: string, request?: unknown) => ipcRenderer.invoke('call', channel, request),
  on: (name: string, listener: (data: unknown) => void) => {
    const set = listeners.get(name) ?? new Set();
    listeners.set(name, set.add(listener));
    return () => set.delete(listener);
  },
});
