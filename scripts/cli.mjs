/** `npm run -s cli -- …`: the engine and the library without a window. */
import { join } from 'node:path';
import { runInFront } from './lib/passing.mjs';
import { ROOT } from './lib/paths.mjs';
import { main } from './lib/say.mjs';
import { setUp } from './lib/setup.mjs';

main(async () => {
  await setUp({ windows: false });
  return runInFront(process.execPath, [join(ROOT, 'dist', 'main', 'cli.js'), ...process.argv.slice(2)]);
});
