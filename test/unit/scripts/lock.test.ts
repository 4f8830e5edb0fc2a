import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { emptyFolder, end, inProcess, lib, listen, until } from './support/scripts';

const { withLock } = await lib('lock');

let lock: string;
let diary: string;
beforeEach(() => {
  const folder = emptyFolder();
  lock = join(folder, 'lock');
  diary = join(folder, 'diary');
  writeFileSync(diary, '');
});
afterEach(() => vi.restoreAllMocks());

/** A process that takes the lock, notes when it begins and ends, and works for `ms`, or until there is the file `goOn`. */
const worker = (ms: number, goOn = '') =>
  inProcess(`
    const { appendFileSync, existsSync } = await import('node:fs');
    const { withLock } = await lib('lock');
    await withLock(${JSON.stringify(lock)}, async () => {
      appendFileSync(${JSON.stringify(diary)}, 'begin\\n');
      const end = Date.now() + ${ms};
      while (Date.now() < end && !existsSync(${JSON.stringify(goOn)})) await new Promise((resolve) => setTimeout(resolve, 20));
      appendFileSync(${JSON.stringify(diary)}, 'end\\n');
    });`);

const entries = (): string[] => readFileSync(diary, 'utf8').split('\n').filter(Boolean);

/** Leaves a lock behind whose process was killed at work. */
async function abandon(): Promise<void> {
  const killed = worker(60_000);
  await until(() => entries().length === 1);
  killed.kill('SIGKILL');
  await end(killed);
  writeFileSync(diary, '');
}

describe('a lock', () => {
  it('lets one process work at a time; the others wait and say so', async () => {
    const goOn = `${lock}-go-on`;
    const workers = [worker(60_000, goOn)];
    await until(() => entries().length === 1);
    workers.push(worker(200), worker(200));
    await until(() => workers.slice(1).every((child) => child.said().includes('waiting for it')), 20_000);
    expect(entries()).toEqual(['begin']);
    writeFileSync(goOn, '');
    expect(await Promise.all(workers.map((child) => end(child)))).toEqual([0, 0, 0]);
    expect(entries()).toEqual(['begin', 'end', 'begin', 'end', 'begin', 'end']);
    expect(existsSync(lock)).toBe(false);
  });

  it('is taken over at once from a process that was killed', async () => {
    await abandon();
    expect(existsSync(lock)).toBe(true);
    listen();
    const begin = Date.now();
    expect(await withLock(lock, async () => 'done')).toBe('done');
    expect(Date.now() - begin).toBeLessThan(1_000);
  });

  it('is taken over by one of many that wait for it', async () => {
    await abandon();
    await Promise.all(Array.from({ length: 6 }, () => end(worker(50))));
    expect(entries()).toEqual(Array.from({ length: 6 }, () => ['begin', 'end']).flat());
  });

  it.runIf(process.platform === 'linux')('is taken over when its process number belongs to another process by now', async () => {
    writeFileSync(lock, JSON.stringify({ pid: process.pid, started: 1 }));
    expect(await withLock(lock, async () => 'done')).toBe('done');
  });

  it('is taken over when it is no lock at all', async () => {
    writeFileSync(lock, '{"pid":');
    expect(await withLock(lock, async () => 'done')).toBe('done');
  });

  it('is given back when the work fails', async () => {
    await expect(withLock(lock, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(existsSync(lock)).toBe(false);
  });
});
