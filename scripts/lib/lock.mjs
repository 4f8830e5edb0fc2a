import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { say } from './say.mjs';

/** How often a waiting process looks again, in ms. */
const LOOK_MS = 200;
/** A lock file that is still empty after this long was left by a process that died in the act, in ms. */
const WRITTEN_MS = 5_000;

/**
 * Does `work` while no other process does: a second start waits for the first and then finds its work done.
 * A lock whose process is gone is taken over.
 * @template T
 * @param {string} file
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withLock(file, work) {
  mkdirSync(dirname(file), { recursive: true });
  const mine = JSON.stringify({ pid: process.pid, started: startOf(process.pid) });
  for (let told = false; !create(file, mine); told = true) {
    if (removeDead(file)) continue;
    if (!told) say('Another start is setting things up; waiting for it.');
    await sleep(LOOK_MS);
  }
  try {
    return await work();
  } finally {
    if (read(file) === mine) rmSync(file, { force: true });
  }
}

function create(file, content) {
  try {
    writeFileSync(file, content, { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
    return false;
  }
}

/**
 * Removes the lock of a dead process. Of several that wait, only the one who holds the guard does, and it looks
 * again first: else a slow one could remove the lock that a quick one has just taken.
 */
function removeDead(file) {
  if (isAlive(file)) return false;
  const guard = `${file}.taking`;
  if (!create(guard, '')) {
    if (ageOf(guard) > WRITTEN_MS) rmSync(guard, { force: true });
    return false;
  }
  try {
    if (!isAlive(file)) rmSync(file, { force: true });
    return true;
  } finally {
    rmSync(guard, { force: true });
  }
}

function isAlive(file) {
  const content = read(file);
  if (content === null) return false;
  if (content === '') return ageOf(file) < WRITTEN_MS;
  const { pid, started } = parse(content);
  if (!Number.isInteger(pid) || !isRunning(pid)) return false;
  // The number may have gone to another process since (after a restart it often does).
  return started === startOf(pid);
}

function isRunning(pid) {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/** When a process began, in the system's own ticks; null where that cannot be asked, and for one that has ended. */
function startOf(pid) {
  const stat = process.platform === 'linux' ? read(`/proc/${pid}/stat`) : null;
  if (!stat) return null;
  // proc(5): the name in brackets may hold anything; after it stand the state and, as field 22, the start time.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return fields[0] === 'Z' ? null : Number(fields[19]);
}

function parse(content) {
  try {
    return JSON.parse(content) ?? {};
  } catch {
    return {};
  }
}

function read(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}

function ageOf(file) {
  try {
    return Date.now() - statSync(file).mtimeMs;
  } catch {
    return 0;
  }
}
