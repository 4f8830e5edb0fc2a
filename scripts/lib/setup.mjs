import { join } from 'node:path';
import { findElectron } from './electron.mjs';
import { installPackages } from './install.mjs';
import { withLock } from './lock.mjs';
import { CACHE, ROOT } from './paths.mjs';
import { prepareSystem } from './system.mjs';

/**
 * Everything that has to be there before the app can run: packages, the build, an Electron, what the system lacks.
 * Each step does nothing when it is done already.
 * @param {{ programs?: string[], windows?: boolean }} options programs that have to be on the PATH; whether windows
 *   will be opened
 * @returns {Promise<string | null>} the path of Electron's binary; null without windows
 */
export async function setUp({ programs = [], windows = true } = {}) {
  return withLock(join(ROOT, '.setup-lock'), async () => {
    await installPackages();
    const { buildApp } = await import('./build.mjs');
    await buildApp();
    if (!windows) return null;
    return withLock(join(CACHE, 'setup-lock'), async () => {
      const electron = await findElectron();
      await prepareSystem(electron, programs);
      return electron;
    });
  });
}
