/** `npm run bench -- [part…] [--json]`: prints medians and tails of each part, side by side with what it is measured against. */
import { join } from 'node:path';
import { engineBench } from './engine';
import { miningBench } from './mining';
import { modelBench } from './model';
import { copyBench, startBench } from './seat';

const ROOT = join(__dirname, '..', '..');
const RUNS = 10;

const options = { root: ROOT, electron: process.env['SEAT_ELECTRON'] ?? '', runs: RUNS };

const PARTS: Record<string, () => Promise<object>> = {
  start: () => startBench(options),
  seat: () => copyBench(options),
  engine: () => engineBench({ root: ROOT }),
  mining: () => miningBench({ root: ROOT }),
  model: () => modelBench(options),
};

async function main(): Promise<void> {
  const json = process.argv.includes('--json');
  const asked = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
  const unknown = asked.filter((part) => !(part in PARTS));
  if (unknown.length > 0) throw new Error(`no such part: ${unknown.join(', ')}; there are ${Object.keys(PARTS).join(', ')}`);
  const results: Record<string, unknown> = {};
  for (const part of asked.length > 0 ? asked : Object.keys(PARTS)) {
    if (!json) process.stdout.write(`${part} …\n`);
    const result = await PARTS[part]!();
    Object.assign(results, result);
    if (!json) process.stdout.write(`${table(result)}\n`);
  }
  if (json) process.stdout.write(`${JSON.stringify(results)}\n`);
}

/** One line a figure: its path, then its numbers. */
function table(value: unknown, path = ''): string {
  if (Array.isArray(value)) return value.map((entry, index) => table(entry, `${path}[${index}]`)).join('\n');
  if (typeof value !== 'object' || value === null) return `  ${path.padEnd(28)} ${String(value)}`;
  const entries = Object.entries(value);
  if (entries.every(([, entry]) => typeof entry !== 'object')) {
    return `  ${path.padEnd(28)} ${entries.map(([name, entry]) => `${name} ${String(entry)}`).join('  ')}`;
  }
  return entries.map(([name, entry]) => table(entry, path ? `${path}.${name}` : name)).join('\n');
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
