import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';

const ROOT = join(import.meta.dirname, '..', '..', '..');
const PACKS = join(ROOT, 'rules', 'packs');
const json = (...path: string[]) => JSON.parse(readFileSync(join(...path), 'utf8')) as Record<string, unknown>;

/** The published schema as a checker of its own, read back from the file. */
const published = z.fromJSONSchema(json(ROOT, 'rules', 'pack.schema.json') as Parameters<typeof z.fromJSONSchema>[0]);

function pack(rule: Record<string, unknown>): unknown {
  return { format: 1, id: 'p', version: '1', name: 'P', language: 'en', rules: [{ id: 'r', name: 'R', replies: [{ text: 'Hello' }], ...rule }] };
}

describe('the published schema of a pack', () => {
  it('is just what the zod schemas say', () => {
    expect(() => execFileSync(process.execPath, [join(ROOT, 'scripts', 'schema.mjs'), '--check'], { stdio: 'pipe' })).not.toThrow();
  });

  it('is found from every pack that ships, and accepts it', () => {
    const packs = readdirSync(PACKS).filter((name) => name.endsWith('.json'));
    expect(packs).toContain('seed.json');
    for (const name of packs) {
      const file = json(PACKS, name);
      expect(file['$schema'], name).toBe('../pack.schema.json');
      expect(published.safeParse(file).error?.message, name).toBeUndefined();
    }
  });

  it.each([
    ['a trigger of a kind that does not exist', { triggers: [{ kind: 'magic' }] }],
    ['keywords without a word', { triggers: [{ kind: 'keywords', none: ['x'] }] }],
    ['a field with a slip of the pen', { triggers: [{ kind: 'exact', text: ['x'] }] }],
    ['a rule without triggers', {}],
    ['a rule without replies', { triggers: [{ kind: 'exact', texts: ['x'] }], replies: [] }],
    ['a time that no clock shows', { triggers: [{ kind: 'exact', texts: ['x'] }], validity: { hours: { from: '25:00', to: '26:00' } } }],
  ])('refuses %s', (_, rule) => {
    expect(published.safeParse(pack(rule)).success).toBe(false);
  });

  it('accepts every field that docs/rules.md shows', () => {
    const blocks = [...readFileSync(join(ROOT, 'docs', 'rules.md'), 'utf8').matchAll(/```json\n([\s\S]*?)```/g)].map(([, block]) => JSON.parse(block!) as object);
    expect(blocks.length).toBeGreaterThan(5);
    for (const block of blocks) {
      const file = 'rules' in block ? block : pack({ triggers: [{ kind: 'exact', texts: ['x'] }], ...('kind' in block ? { triggers: [block] } : block) });
      expect(published.safeParse(file).error?.message, JSON.stringify(block)).toBeUndefined();
    }
  });
});
