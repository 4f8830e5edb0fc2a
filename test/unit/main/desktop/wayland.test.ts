/** What is Wayland's own; its clipboard is that of polled-clipboard.test.ts. */
import { describe, expect, it } from 'vitest';
import { openWaylandDesktop } from '../../../../main/desktop/wayland';
import { currentShape, type Formats } from './fake-clipboards';

describe('the desktop under Wayland', () => {
  it('marks a reply the way Linux does', async () => {
    const formats: Formats = new Map();
    await openWaylandDesktop(currentShape(formats)).clipboard.offer('reply');
    expect(Object.fromEntries(formats)).toEqual({ 'text/plain': 'reply', 'x-kde-passwordManagerHint': 'secret' });
  });

  it('says that keys cannot be sent, and knows no windows', async () => {
    const desktop = openWaylandDesktop(currentShape(new Map()));
    expect(desktop.cannotSendKeys()).toBe('wayland');
    expect(await desktop.activeWindow()).toBeNull();
    expect(await desktop.listWindows()).toEqual([]);
    expect(await desktop.activate('x11:0x1', 10)).toBe(false);
    await expect(desktop.sendPaste()).rejects.toThrow('Wayland');
  });
});
