import type { BrowserWindow } from 'electron';
import { createWindow } from './window';

/** The settings window: an ordinary window, opened when asked for. */
export function createSettings(): BrowserWindow {
  return createWindow('settings', { width: 720, height: 760, minWidth: 480, minHeight: 480, title: '设置' });
}
