/** `npm run bench -- [part…] [--json]`: medians and tails, each beside what it is measured against. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { buildTool } from './lib/build.mjs';
import { withOwnDisplay } from './lib/display.mjs';
import { ROOT } from './lib/paths.mjs';
import { main } from './lib/say.mjs';
import { setUp } from './lib/setup.mjs';
import { BENCH_PROGRAMS } from './lib/system.mjs';

main(async () => {
  const electron = await setUp({ programs: BENCH_PROGRAMS });
  await buildTool('test/bench/run.ts', 'dist/bench/run.js');
  return withOwnDisplay((env) => {
    const bench = spawn(process.execPath, ['--expose-gc', join(ROOT, 'dist', 'bench', 'run.js'), ...process.argv.slice(2)], {
      stdio: 'inherit',
      env: { ...env, SEAT_ELECTRON: electron },
    });
    return new Promise((resolve) => bench.once('exit', (code) => resolve(code ?? 1)));
  });
});
