import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { useLibraries } from './support';

const here = useLibraries();
const ROOT = join(import.meta.dirname, '../../../..');

/** Beside node_modules, where the child finds the addon. */
let built: string;

beforeAll(async () => {
  built = mkdtempSync(join(ROOT, 'node_modules', '.kill-'));
  await build({
    root: ROOT,
    configFile: false,
    logLevel: 'error',
    ssr: { noExternal: true },
    build: {
      ssr: join(import.meta.dirname, 'kill.child.ts'),
      outDir: built,
      target: 'node20',
      rollupOptions: { external: [/^node:/, /^libsql/], output: { format: 'cjs', entryFileNames: 'child.cjs', codeSplitting: false } },
    },
  });
});
afterAll(() => rmSync(built, { recursive: true, force: true }));

/** Runs a child that records and says so, kills it `afterMs` from its first word on, and answers what it said. */
function recordUntilKilled(afterMs: number): Promise<string[]> {
  const child = spawn(process.execPath, [join(built, 'child.cjs'), here.folder], { stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  child.stdout.setEncoding('utf8');
  child.stdout.on('data', (text: string) => (said += text));
  child.stdout.once('data', () => setTimeout(() => child.kill('SIGKILL'), afterMs));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (_code, signal) => (signal === 'SIGKILL' ? resolve(said.split('\n').slice(0, -1)) : reject(new Error(`the child ended by itself: ${signal}`))));
  });
}

describe('kill -9 while outcomes are recorded', () => {
  it('loses nothing that was acknowledged, doubles nothing, and leaves no outcome without its rule', async () => {
    const acknowledged: string[] = [];
    for (const afterMs of [0, 3, 20, 60, 150]) {
      acknowledged.push(...(await recordUntilKilled(afterMs)));
      const lib = here.open();
      const outcomes = lib.outcomesSince(0).map(({ id }) => id);
      expect(new Set(outcomes).size).toBe(outcomes.length);
      expect(acknowledged.filter((id) => !outcomes.includes(id))).toEqual([]);
      // The last one of each run may be stored without its word having come through.
      expect(outcomes.length - acknowledged.length).toBeLessThanOrEqual(5);
      expect(lib.rules().map(({ source }) => source.kind === 'learned' && source.outcome)).toEqual(outcomes);
      lib.close();
    }
    expect(acknowledged.length).toBeGreaterThan(10);
    expect(here.problems).toEqual([]);
  });
});
