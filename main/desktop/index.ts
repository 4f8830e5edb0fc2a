/** Chooses the implementation of `Desktop` for the computer that we run on. */
import type { Desktop } from './desktop';
import type { ElectronParts } from './electron';
import { openX11Desktop } from './x11/index';

/** The desktop of this computer. Rejects with the reason when there is none (no X server, say). */
export async function openDesktop(electron: ElectronParts): Promise<Desktop> {
  return openX11Desktop(electron.onLost ? { onLost: electron.onLost } : {});
}
