import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { ended } from './run.mjs';
import { say } from './say.mjs';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];
/** A program that has been asked to end and does not is killed after this long, in ms. */
const PATIENCE_MS = 5_000;

/**
 * Runs the program that a command is about, with the terminal's input and output, and hands on the signals that end
 * it; what was set up for it (a display) goes after it has ended. Gives its exit code.
 * @param {{ drop?: RegExp, limitMs?: number } & import('node:child_process').SpawnOptions} options lines of its stderr
 *   that match `drop` are not shown; after `limitMs` it is ended, and has failed
 * @returns {Promise<number>}
 */
export async function runInFront(command, args, { drop, limitMs, ...options } = {}) {
  const child = spawn(command, args, { stdio: drop ? ['inherit', 'inherit', 'pipe'] : 'inherit', ...options });
  const shown = drop && once(createInterface({ input: child.stderr }).on('line', (line) => drop.test(line) || process.stderr.write(`${line}\n`)), 'close');
  const passOn = (signal) => {
    child.kill(signal);
    setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS).unref();
  };
  for (const signal of SIGNALS) process.on(signal, passOn);
  let late = false;
  const limit = limitMs && setTimeout(() => {
    late = true;
    say(`It has not ended after ${limitMs / 1000} s and is stopped.`);
    passOn('SIGTERM');
  }, limitMs);
  try {
    const code = await ended(child);
    // Its last lines are still on the way; a process that it left behind may hold the pipe open for ever.
    if (shown) await Promise.race([shown, sleep(1_000, null, { ref: false })]);
    return late ? 1 : code;
  } finally {
    clearTimeout(limit);
    for (const signal of SIGNALS) process.off(signal, passOn);
  }
}
