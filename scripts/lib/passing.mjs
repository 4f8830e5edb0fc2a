import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { ended } from './run.mjs';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];
/** A program that has been asked to end and does not is killed after this long, in ms. */
const PATIENCE_MS = 5_000;

/**
 * Runs the program that a command is about, with the terminal's input and output, and hands on the signals that end
 * it; what was set up for it (a display) goes after it has ended. Gives its exit code.
 * @param {{ drop?: RegExp } & import('node:child_process').SpawnOptions} options lines of its stderr that match `drop`
 *   are not shown
 * @returns {Promise<number>}
 */
export async function runInFront(command, args, { drop, ...options } = {}) {
  const child = spawn(command, args, { stdio: drop ? ['inherit', 'inherit', 'pipe'] : 'inherit', ...options });
  if (drop) createInterface({ input: child.stderr }).on('line', (line) => drop.test(line) || process.stderr.write(`${line}\n`));
  const passOn = (signal) => {
    child.kill(signal);
    setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS).unref();
  };
  for (const signal of SIGNALS) process.on(signal, passOn);
  try {
    return await ended(child);
  } finally {
    for (const signal of SIGNALS) process.off(signal, passOn);
  }
}
