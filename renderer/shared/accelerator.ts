/** The systems that write keys differently. */
export type Platform = 'mac' | 'windows' | 'linux';

type Modifier = 'control' | 'alt' | 'shift' | 'meta';

const CAPS: Record<Platform, Record<Modifier, string>> = {
  mac: { control: '⌃', alt: '⌥', shift: '⇧', meta: '⌘' },
  windows: { control: 'Ctrl', alt: 'Alt', shift: 'Shift', meta: 'Win' },
  linux: { control: 'Ctrl', alt: 'Alt', shift: 'Shift', meta: 'Super' },
};

/** Keys that have another name in an accelerator than on the keyboard. */
const CAP_NAMES: Record<string, string> = { plus: '+', escape: 'Esc', delete: 'Del' };

const ARIA: Record<Modifier, string> = { control: 'Control', alt: 'Alt', shift: 'Shift', meta: 'Meta' };

function modifier(part: string, platform: Platform): Modifier | null {
  switch (part.toLowerCase()) {
    case 'commandorcontrol':
    case 'cmdorctrl':
      return platform === 'mac' ? 'meta' : 'control';
    case 'control':
    case 'ctrl':
      return 'control';
    case 'alt':
    case 'option':
      return 'alt';
    case 'shift':
      return 'shift';
    case 'command':
    case 'cmd':
    case 'super':
    case 'meta':
      return 'meta';
    default:
      return null;
  }
}

/** "CommandOrControl+Alt+P" → ["Ctrl", "Alt", "P"] (⌘ ⌥ P on a Mac); [] for "". */
export function caps(accelerator: string, platform: Platform): string[] {
  return accelerator
    .split('+')
    .filter((part) => part !== '')
    .map((part) => {
      const held = modifier(part, platform);
      if (held) return CAPS[platform][held];
      return CAP_NAMES[part.toLowerCase()] ?? part;
    });
}

/** The value of `aria-keyshortcuts` (WAI-ARIA 1.2) for an accelerator, undefined for "". */
export function ariaShortcut(accelerator: string, platform: Platform): string | undefined {
  const parts = accelerator.split('+').filter((part) => part !== '');
  if (parts.length === 0) return undefined;
  return parts
    .map((part) => {
      const held = modifier(part, platform);
      return held ? ARIA[held] : part;
    })
    .join('+');
}

/** True when two accelerators are the same keys, however they are written. */
export function sameKeys(a: string, b: string, platform: Platform): boolean {
  const form = (accelerator: string) =>
    accelerator
      .split('+')
      .filter((part) => part !== '')
      .map((part) => modifier(part, platform) ?? part.toLowerCase())
      .sort()
      .join('+');
  return form(a) === form(b);
}

const CODES: Record<string, string> = {
  Backquote: '`', Minus: '-', Equal: '=', BracketLeft: '[', BracketRight: ']', Backslash: '\\', Semicolon: ';',
  Quote: "'", Comma: ',', Period: '.', Slash: '/', Space: 'Space', Enter: 'Enter', Tab: 'Tab', Backspace: 'Backspace',
  Delete: 'Delete', Insert: 'Insert', Home: 'Home', End: 'End', PageUp: 'PageUp', PageDown: 'PageDown',
  ArrowUp: 'Up', ArrowDown: 'Down', ArrowLeft: 'Left', ArrowRight: 'Right',
};

/** What of a key press counts; a DOM `KeyboardEvent` fits. */
export interface Press {
  code: string;
  ctrlKey: boolean;
  altKey: boolean;
  shiftKey: boolean;
  metaKey: boolean;
}

/**
 * The Electron accelerator of a key press: null while only modifiers are down, "bare" when a global key would
 * take a plain character away from every other program. Goes by the place of the key (`code`), because with Alt
 * held a Mac reports another character.
 */
export function acceleratorOf(press: Press, platform: Platform): string | 'bare' | null {
  const key =
    /^Key([A-Z])$/.exec(press.code)?.[1] ??
    /^Digit(\d)$/.exec(press.code)?.[1] ??
    /^(F\d{1,2})$/.exec(press.code)?.[1] ??
    CODES[press.code];
  if (key === undefined) return null;
  if (!press.ctrlKey && !press.altKey && !press.metaKey && !/^F\d/.test(key)) return 'bare';
  const held = [
    press.ctrlKey && 'Control',
    press.altKey && 'Alt',
    press.shiftKey && 'Shift',
    press.metaKey && (platform === 'mac' ? 'Command' : 'Super'),
  ].filter((part): part is string => part !== false);
  return [...held, key].join('+');
}
