import type { BrowserWindow } from 'electron';
import { createWindow } from './window';

/** The window of what was learned, opened when asked for. */
export function createLearned(): BrowserWindow {
  return createWindow('learned', { width: 1100, height: 760, minWidth: 640, minHeight: 480, title: '学到的' });
}
