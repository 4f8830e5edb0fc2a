import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Masker } from '../../../../main/model/masking';
import { buildPrompt } from '../../../../main/model/prompt';
import type { Turn } from '../../../../rules/types';
import { bare, secret } from '../../rules/learning/people';

const DATA = join(import.meta.dirname, '..', '..', '..', '..', '..', 'shared', 'data');
const FILES = ['ecd-dialogues.dev.jsonl', 'jddc2019-dialogues.dev.jsonl'].map((name) => join(DATA, name));

describe.skipIf(!FILES.every(existsSync))('real dialogues, salted with generated personal data (skipped without ../shared/data)', () => {
  it.each(FILES.map((file) => [file.split('/').at(-1)!, file]))('let nothing of it into the prompt: %s', (_name, file) => {
    const conversations = readFileSync(file, 'utf8').trim().split('\n').map((line) => (JSON.parse(line) as { turns: Turn[] }).turns);
    const salt = fc.sample(secret, { numRuns: conversations.length * 2, seed: 7 });
    const leaked: string[] = [];
    for (const [index, turns] of conversations.entries()) {
      const [inTurn, inMessage] = [salt[index * 2]!, salt[index * 2 + 1]!];
      const at = index % turns.length;
      const conversation = turns.slice(-12).map(({ role, text }, place) => ({ role, text: place === at % 12 ? `${text} ${inTurn}` : text }));
      const text = buildPrompt({ locale: 'zh-CN', shop: '', agent: '', facts: '', tone: '', examples: [], conversation, message: `${turns[0]!.text}${inMessage}` }, new Masker())
        .map(({ content }) => content)
        .join('\n');
      for (const value of [inTurn, inMessage]) if (bare(text).includes(bare(value))) leaked.push(value);
    }
    expect(conversations.length).toBeGreaterThan(400);
    expect(leaked).toEqual([]);
  });
});
