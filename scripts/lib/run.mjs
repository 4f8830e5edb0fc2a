import { spawn, spawnSync } from 'node:child_process';

/**
 * Runs a program to its end with its output shown on stderr; gives its exit code.
 * @returns {Promise<number>}
 */
export function run(command, args, options = {}) {
  const child = spawn(command, args, { stdio: ['ignore', 2, 2], ...options });
  return ended(child);
}

/** Runs a program to its end and shows what it said only when it fails; gives its exit code. */
export async function runQuietly(command, args, options = {}) {
  const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => (said += data));
  const code = await ended(child);
  if (code !== 0) process.stderr.write(said);
  return code;
}

/** How a child ended: its exit code, or as a shell counts it 128 + the number of the signal. Rejects when it cannot be started. */
export function ended(child) {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve(signal ? 128 + (SIGNALS[signal] ?? 0) : (code ?? 1)));
  });
}

const SIGNALS = { SIGHUP: 1, SIGINT: 2, SIGABRT: 6, SIGKILL: 9, SIGSEGV: 11, SIGTERM: 15 };

/** npm as it was started itself, else the one on the PATH: the command and its first arguments. */
export function npmCommand(env = process.env) {
  return /npm-cli\.[cm]?js$/.test(env.npm_execpath ?? '') ? [process.execPath, env.npm_execpath] : ['npm'];
}

/** Runs npm; gives its exit code. */
export function npm(args, options = {}) {
  const [command, ...first] = npmCommand();
  // On Windows npm is a batch file, which only a shell starts.
  return run(command, [...first, ...args], { shell: command === 'npm' && process.platform === 'win32', ...options });
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
