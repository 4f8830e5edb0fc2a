import { describe, expect, it } from 'vitest';
import { desktopKind } from '../../../../main/desktop/index';

describe('the kind of desktop', () => {
  it.each([
    ['win32', {}, 'native'],
    ['darwin', { DISPLAY: ':0' }, 'native'],
    ['linux', { DISPLAY: ':0' }, 'x11'],
    ['linux', { DISPLAY: ':0', XDG_SESSION_TYPE: 'x11' }, 'x11'],
    ['linux', { DISPLAY: ':0', WAYLAND_DISPLAY: 'wayland-0' }, 'wayland'],
    ['linux', { XDG_SESSION_TYPE: 'wayland' }, 'wayland'],
    ['linux', {}, 'x11'],
  ] as const)('on %s with %o is %s', (platform, env, kind) => {
    expect(desktopKind(platform, env)).toBe(kind);
  });
});
