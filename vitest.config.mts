import { join } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    projects: [
      { test: { name: 'static', include: ['test/static.test.ts'], testTimeout: 120_000 } },
      {
        plugins: [react()],
        test: {
          name: 'unit',
          include: ['test/unit/**/*.test.{ts,tsx}'],
          testTimeout: 30_000,
          alias: { electron: join(import.meta.dirname, 'test/unit/support/no-electron.ts') },
          server: { deps: { inline: ['electron-store'] } },
        },
      },
      {
        // One desktop, one clipboard: one file at a time, in one process. Other programs take part (window manager,
        // editor, xclip), which on a busy machine lose a moment now and then: what fails once is tried once more.
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          fileParallelism: false,
          retry: 1,
          testTimeout: 60_000,
          hookTimeout: 60_000,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
