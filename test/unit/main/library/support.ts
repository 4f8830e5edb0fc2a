import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterEach, beforeEach } from 'vitest';
import { openLibrary, type Library } from '../../../../main/library/library';
import type { Pack } from '../../../../main/library/packs';
import type { Problem } from '../../../../main/problem';
import { exactRule } from '../../support/rules';

export const DAY = 24 * 60 * 60 * 1000;

/** A pack of one rule. */
export const PACK: Pack = { id: 'p', version: '1', name: 'P', language: 'zh-CN', rules: [packRule('hello', '您好')] };

export function packRule(name: string, reply: string) {
  return exactRule(`问${name}`, reply, { id: `p/${name}`, source: { kind: 'pack', pack: 'p' } });
}

/** A folder for each test, and libraries in it that are closed after it. */
export function useLibraries() {
  const here = { folder: '', file: '', now: 0, problems: [] as Problem[], open, codes: () => here.problems.map(({ code }) => code) };
  let opened: Library[] = [];

  function open(packs: readonly Pack[] = []): Library {
    const library = openLibrary({ folder: here.folder, clock: () => here.now, seat: 'seat-1', packs, onProblem: (problem) => here.problems.push(problem) });
    opened.push(library);
    return library;
  }
  beforeEach(() => {
    here.folder = mkdtempSync(join(tmpdir(), '规则 库-'));
    here.file = join(here.folder, 'library.db');
    here.now = new Date(2026, 10, 24, 9, 30, 15).getTime();
    here.problems = [];
    opened = [];
  });
  afterEach(() => {
    for (const library of opened) library.close();
    rmSync(here.folder, { recursive: true, force: true });
  });
  return here;
}

/** Ends connections that were closed while statements of theirs still lived, as the end of a process does. */
export async function letGo(): Promise<void> {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  await new Promise((resolve) => setTimeout(resolve, 20));
}
