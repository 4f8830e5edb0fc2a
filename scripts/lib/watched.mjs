import { spawn } from 'node:child_process';
import { lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Runs a program that downloads, and ends it when nothing comes any more: neither a printed word nor a byte more in
 * `folders`, where it writes.
 * @param {string} command
 * @param {string[]} args
 * @param {{ folders: string[], stallMs?: number, lookMs?: number } & import('node:child_process').SpawnOptions} options
 * @returns {Promise<{ code: number, printed: string, stalled: boolean }>} `printed` holds both of its outputs
 */
export function runWatched(command, args, { folders, stallMs = 20_000, lookMs = 500, ...options }) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    let printed = '';
    let bytes = 0;
    let alive = Date.now();
    let stalled = false;
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (data) => {
        printed += data;
        alive = Date.now();
      });
    }
    const watch = setInterval(() => {
      const now = folders.reduce((sum, folder) => sum + bytesIn(folder), 0);
      if (now !== bytes) alive = Date.now();
      bytes = now;
      if (Date.now() - alive < stallMs) return;
      stalled = true;
      child.kill('SIGKILL');
    }, lookMs);
    child.once('error', (error) => {
      clearInterval(watch);
      reject(error);
    });
    child.once('close', (code) => {
      clearInterval(watch);
      resolve({ code: code ?? 1, printed, stalled });
    });
  });
}

function bytesIn(path) {
  try {
    const status = lstatSync(path);
    if (!status.isDirectory()) return status.size;
    return readdirSync(path).reduce((sum, name) => sum + bytesIn(join(path, name)), 0);
  } catch {
    // Not there yet, or moved away just now.
    return 0;
  }
}
