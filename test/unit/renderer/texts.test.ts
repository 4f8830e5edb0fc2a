import { describe, expect, it } from 'vitest';
import { en } from '../../../renderer/i18n/en';
import { zhCN } from '../../../renderer/i18n/zh-CN';

function flat(texts: object, path = ''): Map<string, string> {
  return new Map(
    Object.entries(texts).flatMap(([key, value]: [string, unknown]) =>
      typeof value === 'string' ? [[`${path}${key}`, value] as const] : Array.from(flat(value as object, `${path}${key}.`)),
    ),
  );
}

const chinese = flat(zhCN);
const english = flat(en);
const placeholders = (text: string) => [...new Set(text.match(/\{\{\w+\}\}/g))].sort();

describe('the texts', () => {
  it('are the same ones in both languages, with the same values in them', () => {
    for (const [key, text] of chinese) expect(placeholders(english.get(key)!), key).toEqual(placeholders(text));
    for (const key of english.keys()) expect(chinese.has(key.replace(/_one$/, '_other')), key).toBe(true);
  });

  it('do not shout, and do not call anything clever', () => {
    for (const text of [...chinese.values(), ...english.values()]) expect(text).not.toMatch(/[!！]|智能|\bAI\b/);
  });

  it('are Chinese in the Chinese file and English in the English one', () => {
    const names = ['menu.language', 'settings.languages.zh', 'settings.languages.en'];
    for (const [key, text] of english) if (!names.includes(key)) expect(text, key).not.toMatch(/\p{Script=Han}/u);
  });
});
