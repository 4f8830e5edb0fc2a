import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { emptyFolder, lib, write } from './support/scripts';

const { hashOf, isStamped } = await lib('stamp');
const { missingLibraries } = await lib('system');

describe('The stamp over the sources', () => {
  let root: string;
  beforeEach(() => {
    root = emptyFolder();
    write(root, { 'main/a.ts': 'one', 'main/deep/b.ts': 'two', 'lock.json': '{}' });
  });
  const hash = (): string => hashOf(root, ['main', 'lock.json', 'not-there-yet']);

  it('stays when nothing has changed', () => {
    const before = hash();
    write(root, { 'main/a.ts': 'one', 'test/c.ts': 'not one of them' });
    expect(hash()).toBe(before);
  });

  it.each<[string, () => void]>([
    ['a file changes', () => write(root, { 'main/deep/b.ts': 'twa' })],
    ['a file is added', () => write(root, { 'main/c.ts': '' })],
    ['a file goes', () => rmSync(join(root, 'main/a.ts'))],
    ['text moves from one file to the next', () => write(root, { 'main/a.ts': 'onet', 'main/deep/b.ts': 'wo' })],
    ['a folder that was missing comes', () => write(root, { 'not-there-yet/a.ts': '' })],
  ])('changes when %s', (_what, change) => {
    const before = hash();
    change();
    expect(hash()).not.toBe(before);
  });

  it('is compared with what was noted, if anything was', () => {
    write(root, { stamp: 'abc' });
    expect([isStamped(join(root, 'stamp'), 'abc'), isStamped(join(root, 'stamp'), 'abd'), isStamped(join(root, 'none'), 'abc')]).toEqual([true, false, false]);
  });
});

it('The libraries that are missing are read from what ldd says', () => {
  const ldd = '\tlinux-vdso.so.1 (0x00007ffd)\n\tlibgtk-3.so.0 => not found\n\tlibc.so.6 => /lib/libc.so.6 (0x00007f)\n\tlibgbm.so.1 => not found\n';
  expect(missingLibraries(ldd)).toEqual(['libgtk-3.so.0', 'libgbm.so.1']);
});
