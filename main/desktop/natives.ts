/** The native addons for Windows and macOS. Loaded when they are asked for, so that Linux never loads them. */
import { createRequire } from 'node:module';

type WindowsAddon = typeof import('@miniben90/x-win');

/** The part of libnut that is used; the package brings no types for its addon. */
export interface KeysAddon {
  setKeyboardDelay(ms: number): void;
  keyTap(key: string, modifiers?: string | string[]): void;
  keyToggle(key: string, direction: 'down' | 'up'): void;
  focusWindow(handle: number): void;
}

export interface Natives {
  windows: WindowsAddon;
  keys: KeysAddon;
}

/** Throws, with the package's name, when an addon is missing or made for another computer. */
export function loadNatives(): Natives {
  const require = createRequire(import.meta.url);
  return {
    windows: require('@miniben90/x-win') as WindowsAddon,
    // The package's main file needs a second package that it does not install; the addon itself is this one.
    keys: (require('@nut-tree-fork/libnut/dist/import_libnut') as { libnut: KeysAddon }).libnut,
  };
}
