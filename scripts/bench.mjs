/** `npm run bench -- [part…] [--json]`: medians and tails, each beside what it is measured against. */
import { join } from 'node:path';
import { buildTool } from './lib/build.mjs';
import { withOwnDisplay } from './lib/display.mjs';
import { runInFront } from './lib/passing.mjs';
import { ROOT } from './lib/paths.mjs';
import { main } from './lib/say.mjs';
import { setUp } from './lib/setup.mjs';
import { BENCH_PROGRAMS, checkSandbox } from './lib/system.mjs';

main(async () => {
  const electron = await setUp({ programs: BENCH_PROGRAMS });
  checkSandbox(electron);
  await buildTool('test/bench/run.ts', 'bench/run.js');
  const bench = (env) =>
    runInFront(process.execPath, ['--expose-gc', join(ROOT, 'dist', 'bench', 'run.js'), ...process.argv.slice(2)], {
      env: { ...env, SEAT_ELECTRON: electron },
    });
  return process.platform === 'linux' ? withOwnDisplay(bench) : bench(process.env);
});
