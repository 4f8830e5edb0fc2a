/** `npm run -s cli -- …`: the engine and the library without a window. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { ROOT } from './lib/paths.mjs';
import { main } from './lib/say.mjs';
import { setUp } from './lib/setup.mjs';

main(async () => {
  await setUp({ windows: false });
  const cli = spawn(process.execPath, [join(ROOT, 'dist', 'main', 'cli.js'), ...process.argv.slice(2)], { stdio: 'inherit' });
  return new Promise((resolve) => cli.once('exit', (code) => resolve(code ?? 1)));
});
