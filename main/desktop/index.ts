/** Chooses the implementation of `Desktop` for the computer that we run on. */
import type { Desktop } from './desktop';
import type { ElectronParts } from './electron';
import { openNativeDesktop } from './native';
import { openWaylandDesktop } from './wayland';
import { openX11Desktop } from './x11/index';

/** The kinds of desktop that there are. */
export type DesktopKind = 'native' | 'wayland' | 'x11';

/** Which kind this computer has, by its system and by what the session has set in the environment. */
export function desktopKind(platform: NodeJS.Platform, env: Readonly<Record<string, string | undefined>>): DesktopKind {
  if (platform === 'win32' || platform === 'darwin') return 'native';
  return env['WAYLAND_DISPLAY'] || env['XDG_SESSION_TYPE'] === 'wayland' ? 'wayland' : 'x11';
}

/** The desktop of this computer. Rejects with the reason when there is none (no X server, an addon that is missing). */
export async function openDesktop(electron: ElectronParts): Promise<Desktop> {
  switch (desktopKind(process.platform, process.env)) {
    case 'native':
      return openNativeDesktop(electron);
    case 'wayland':
      return openWaylandDesktop(electron);
    case 'x11':
      return openX11Desktop(electron.onLost ? { onLost: electron.onLost } : {});
  }
}
