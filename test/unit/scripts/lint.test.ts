/** The dependency rule of design.md and the purity of the engine, held by the linter: each case is a file that must not pass. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '..', '..', '..');

interface Diagnostic {
  filename: string;
  code: string;
  message: string;
  help?: string;
}

const FORBIDDEN: readonly [file: string, code: string, rule: string][] = [
  // rules/ imports nothing of ours outside rules/ …
  ['rules/a1.ts', "import { a } from '../main/store';\nexport const b = a;", 'no-restricted-imports'],
  ['rules/text/a2.ts', "import { a } from '../../renderer/panel/view';\nexport const b = a;", 'no-restricted-imports'],
  ['rules/a3.ts', "export type { A } from '../main/channels';", 'no-restricted-imports'],
  ['rules/a4.ts', "export * from '../test/fixtures/a';", 'no-restricted-imports'],
  ['rules/a5.ts', "export const lazy = (): Promise<unknown> => import('../main/store');", 'no-restricted-imports'],
  // … and nothing of Node, the system or the screen
  ['rules/b1.ts', "import { readFileSync } from 'node:fs';\nexport const b = readFileSync;", 'no-restricted-imports'],
  ['rules/b2.ts', "import { join } from 'path';\nexport const b = join;", 'no-restricted-imports'],
  ['rules/b3.ts', "import { app } from 'electron';\nexport const b = app;", 'no-restricted-imports'],
  ['rules/b4.ts', "import { useState } from 'react';\nexport const b = useState;", 'no-restricted-imports'],
  ['rules/b5.ts', "import Database from 'libsql';\nexport const b = Database;", 'no-restricted-imports'],
  ['rules/b6.ts', "export const b = require('fs') as unknown;", 'no-require-imports'],
  // no clock, no randomness, no globals of a host
  ['rules/c1.ts', 'export const b = Date.now();', 'no-restricted-properties'],
  ['rules/c2.ts', 'export const b = Math.random();', 'no-restricted-properties'],
  ['rules/c3.ts', 'export const { random } = Math;', 'no-restricted-properties'],
  ['rules/c4.ts', 'export const b = new Date();', 'no-clock'],
  ['rules/c5.ts', 'export const b = Date();', 'no-clock'],
  ['rules/c6.ts', 'export const b = process.platform;', 'no-restricted-globals'],
  ['rules/c7.ts', 'export const b = setTimeout(() => undefined, 1);', 'no-restricted-globals'],
  ['rules/c8.ts', 'export const b = globalThis.fetch;', 'no-restricted-globals'],
  ['rules/c9.ts', 'export const b = window.innerWidth;', 'no-restricted-globals'],
  ['rules/c10.ts', 'export const b = performance.now();', 'no-restricted-globals'],
  // renderer/ knows the channels and the types of rules/
  ['renderer/panel/d1.ts', "import { a } from '../../main/assistant';\nexport const b = a;", 'no-restricted-imports'],
  ['renderer/panel/d2.ts', "import type { A } from '../../main/library/library';\nexport type B = A;", 'no-restricted-imports'],
  ['renderer/panel/d3.ts', "import { a } from '../../rules/match';\nexport const b = a;", 'no-restricted-imports'],
  ['renderer/panel/d4.ts', "export { a } from '../../rules/match';", 'no-restricted-imports'],
  ['renderer/panel/d5.ts', "import { ipcRenderer } from 'electron';\nexport const b = ipcRenderer;", 'no-restricted-imports'],
  ['renderer/panel/d6.tsx', "import { readFileSync } from 'node:fs';\nexport const b = readFileSync;", 'no-restricted-imports'],
  ['renderer/panel/d7.ts', "import { a } from '../../test/fixtures/a';\nexport const b = a;", 'no-restricted-imports'],
  ['renderer/panel/d8.ts', "import { a } from '../../main';\nexport const b = a;", 'no-restricted-imports'],
  // main/ knows no window's code
  ['main/e1.ts', "import { a } from '../renderer/panel/view';\nexport const b = a;", 'no-restricted-imports'],
  ['main/windows/e2.ts', "import type { A } from '../../renderer/panel/view';\nexport type B = A;", 'no-restricted-imports'],
  ['main/e3.ts', "import { a } from '../test/fixtures/a';\nexport const b = a;", 'no-restricted-imports'],
];

const ALLOWED: readonly [file: string, code: string][] = [
  ['rules/f1.ts', "import { z } from 'zod';\nimport { a } from './text/features';\nexport const b = [z, a, new Date(5), Math.max(1, 2), Date.UTC(2026, 1)];"],
  ['rules/triggers/f2.ts', "import { a } from '../text/features';\nexport const b = a;"],
  ['renderer/panel/f3.ts', "import { a } from '../../main/channels';\nimport type { A } from '../../main/channels';\nexport const b: A = a;"],
  ['renderer/panel/f4.ts', "import type { Rule } from '../../rules/types';\nimport { shared } from '../shared/shared';\nexport const b: Rule = shared;"],
  ['renderer/panel/f5.ts', "import { a } from './main';\nexport const b = [a, window.innerWidth, Date.now()];"],
  ['main/f6.ts', "import { readFileSync } from 'node:fs';\nimport { app } from 'electron';\nimport { match } from '../rules/match';\nexport const b = [readFileSync, app, match, Date.now()];"],
];

let folder: string;
let diagnostics: Diagnostic[];

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'seat-lint-'));
  for (const part of ['.oxlintrc.json', 'scripts/lint']) cpSync(join(ROOT, part), join(folder, part), { recursive: true });
  for (const [file, code] of [...FORBIDDEN, ...ALLOWED]) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), `${code}\n`);
  }
  const oxlint = join(ROOT, 'node_modules', 'oxlint', 'bin', 'oxlint');
  const done = spawnSync(process.execPath, [oxlint, '--format=json'], { cwd: folder, encoding: 'utf8' });
  diagnostics = (JSON.parse(done.stdout) as { diagnostics: Diagnostic[] }).diagnostics;
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const said = (file: string): string[] => diagnostics.filter(({ filename }) => filename === file).map(({ code }) => code);

describe('the linter refuses', () => {
  it.each(FORBIDDEN)('%s: %s', (file, _code, rule) => {
    expect(said(file)).toContainEqual(expect.stringContaining(`(${rule})`));
  });
});

describe('the linter lets pass', () => {
  it.each(ALLOWED)('%s', (file) => {
    expect(said(file)).toEqual([]);
  });
});
