/** Entry of the mining thread (see mine-files.ts). */
import { parentPort, workerData } from 'node:worker_threads';
import { problemOf } from '../problem';
import type { MiningJob, MiningMessage } from './mine-files';
import { mine } from './mining';

const { files, options } = workerData as MiningJob;
const port = parentPort!;
const say = (message: MiningMessage): void => port.postMessage(message);
/** Progress is told no more often than this, in ms. */
const TELL = 100;

let told = 0;
mine(files, options, (done, total) => {
  const now = performance.now();
  if (now - told < TELL) return;
  told = now;
  say({ kind: 'progress', done, total });
}).then(
  (mined) => say({ kind: 'mined', mined }),
  (error: unknown) => say({ kind: 'problem', problem: problemOf(error) }),
);
