/**
 * Mines files of history in a thread of its own: reading a hundred thousand conversations takes minutes, in which the
 * panel must answer.
 */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { ProblemError, type Problem } from '../problem';
import { mine, type Mined, type MiningOptions } from './mining';

export type { Mined, MiningOptions, MiningRead } from './mining';
export { lookAtColumns } from './history';

/** The thread's program, built from worker.ts, lies beside the program that this file is built into. */
const THREAD_FILE = 'mining-worker.js';

/** What the thread is started with. */
export interface MiningJob {
  files: readonly string[];
  options: MiningOptions;
}

export type MiningMessage = { kind: 'progress'; done: number; total: number } | { kind: 'mined'; mined: Mined } | { kind: 'problem'; problem: Problem };

export interface MineFilesOptions extends MiningOptions {
  /** Bytes read, and bytes in all; some times a second. */
  onProgress?: (done: number, total: number) => void;
  /** Stops it. Nothing is left behind. */
  signal?: AbortSignal;
  /** The thread's program, when it lies somewhere else. */
  threadFile?: string;
}

/**
 * Reads the files and proposes rules, those first that would have saved most typing. Rejects with a ProblemError where a
 * file cannot be read or understood (`history-columns` and `history-roles` ask for `mapping` and `agents`), and with the
 * signal's reason when it is aborted.
 */
export async function mineFiles(files: readonly string[], options: MineFilesOptions = {}): Promise<Mined> {
  const { onProgress = () => undefined, signal, threadFile, ...rest } = options;
  signal?.throwIfAborted();
  const file = threadFile ?? join(dirname(fileURLToPath(import.meta.url)), THREAD_FILE);
  // Not built (tests of single parts): there is no panel to keep awake.
  if (threadFile === undefined && !existsSync(file)) return mine(files, rest, onProgress, signal);
  return inThread(file, { files, options: rest }, onProgress, signal);
}

function inThread(file: string, workerData: MiningJob, onProgress: (done: number, total: number) => void, signal: AbortSignal | undefined): Promise<Mined> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(file, { workerData, name: 'mining' });
    const abort = () => end(() => reject(signal!.reason));
    let ended = false;
    const end = (settle: () => void) => {
      if (ended) return;
      ended = true;
      signal?.removeEventListener('abort', abort);
      void worker.terminate().then(settle);
    };
    signal?.addEventListener('abort', abort);
    worker.on('message', (message: MiningMessage) => {
      if (message.kind === 'progress') onProgress(message.done, message.total);
      else if (message.kind === 'mined') end(() => resolve(message.mined));
      else end(() => reject(new ProblemError(message.problem)));
    });
    worker.on('error', (error) => end(() => reject(error)));
    worker.on('exit', () => end(() => reject(new Error('the mining thread has ended'))));
  });
}
