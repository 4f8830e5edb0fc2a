import { describe, expect, it } from 'vitest';
import { acceleratorOf, ariaShortcut, caps, sameKeys } from '../../../renderer/shared/accelerator';

const press = (code: string, held: Partial<Record<'ctrlKey' | 'altKey' | 'shiftKey' | 'metaKey', boolean>> = {}) => ({ code, ctrlKey: false, altKey: false, shiftKey: false, metaKey: false, ...held });

describe('key caps', () => {
  it('are written as each system writes them', () => {
    expect(caps('CommandOrControl+Alt+P', 'windows')).toEqual(['Ctrl', 'Alt', 'P']);
    expect(caps('CommandOrControl+Alt+P', 'mac')).toEqual(['⌘', '⌥', 'P']);
    expect(caps('Super+Shift+Plus', 'linux')).toEqual(['Super', 'Shift', '+']);
    expect(caps('Escape', 'windows')).toEqual(['Esc']);
    expect(caps('', 'windows')).toEqual([]);
  });

  it('are told to assistive technology in its own names', () => {
    expect(ariaShortcut('CommandOrControl+Alt+P', 'windows')).toBe('Control+Alt+P');
    expect(ariaShortcut('CommandOrControl+Alt+P', 'mac')).toBe('Meta+Alt+P');
    expect(ariaShortcut('', 'mac')).toBeUndefined();
  });

  it('are the same keys however they are written', () => {
    expect(sameKeys('CmdOrCtrl+Alt+p', 'Alt+Control+P', 'linux')).toBe(true);
    expect(sameKeys('CmdOrCtrl+Alt+P', 'Alt+Control+P', 'mac')).toBe(false);
  });
});

describe('recording a key', () => {
  it('goes by the place of the key, not by the character it makes', () => {
    expect(acceleratorOf(press('KeyN', { altKey: true }), 'mac')).toBe('Alt+N');
    expect(acceleratorOf(press('Digit1', { altKey: true, shiftKey: true }), 'windows')).toBe('Alt+Shift+1');
    expect(acceleratorOf(press('Backquote', { metaKey: true }), 'mac')).toBe('Command+`');
  });

  it('waits while only modifiers are down', () => {
    expect(acceleratorOf(press('AltLeft', { altKey: true }), 'windows')).toBeNull();
  });

  it('refuses a key that everybody types with, but takes a function key', () => {
    expect(acceleratorOf(press('KeyA', { shiftKey: true }), 'windows')).toBe('bare');
    expect(acceleratorOf(press('F8'), 'windows')).toBe('F8');
  });
});
