import { spawn, spawnSync } from 'node:child_process';

/** Runs a program to its end with its output shown on stderr; gives its exit code. */
export function run(command, args, options = {}) {
  const child = spawn(command, args, { stdio: ['ignore', 2, 2], shell: process.platform === 'win32', ...options });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve(signal ? 1 : (code ?? 1)));
  });
}

/** What a program prints, or null when it is not there or fails. */
export function output(command, args, options = {}) {
  const done = spawnSync(command, args, { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024, ...options });
  return done.status === 0 ? done.stdout : null;
}

/** Whether a program is on the PATH. */
export function has(command) {
  return output('sh', ['-c', `command -v ${command}`]) !== null;
}
