/**
 * What the desktop needs of Electron, handed in so that this folder runs without it. Electron's own
 * `clipboard` and `systemPreferences` fit as they are.
 */

/** The part of Electron's NativeImage that is used. */
export interface Image {
  isEmpty(): boolean;
}

/** The part of Electron's `clipboard` that is used. */
export interface ElectronClipboard {
  availableFormats(): string[];
  readText(): string;
  readHTML(): string;
  readRTF(): string;
  readImage(): Image;
  readBuffer(format: string): Buffer;
  writeText(text: string): void;
  clear(): void;
}

/** The part of Electron's `systemPreferences` that is used, on macOS only. */
export interface ElectronSystemPreferences {
  isTrustedAccessibilityClient(prompt: boolean): boolean;
}

export interface ElectronParts {
  clipboard: ElectronClipboard;
  systemPreferences?: ElectronSystemPreferences;
  /** Called once when the connection to the desktop is lost (X11: the X server went away). */
  onLost?: (error: Error) => void;
}
