import { describe, expect, it } from 'vitest';
import type { Evidence, Explanation } from '../../../rules/types';
import { whyText } from '../../../renderer/panel/whyText';
import { translator, type Locale } from '../../../renderer/shared/i18n';

const MESSAGE = '昨天拍的，什么时候能发货呀';
const span = (text: string) => ({ start: MESSAGE.indexOf(text), end: MESSAGE.indexOf(text) + text.length });

function why(evidence: Evidence[], more: Partial<Explanation> = {}, locale: Locale = 'zh-CN') {
  const explanation: Explanation = { ruleId: 'r', ruleName: '催发货', trigger: { index: 0, kind: 'keywords' }, matched: [], for: evidence, against: [], ...more };
  return whyText(explanation, MESSAGE, translator(locale), locale);
}

describe('why a suggestion is there', () => {
  it('quotes the customer, once, however many keywords there are', () => {
    const evidence: Evidence[] = [{ kind: 'keyword', keyword: '何时', weight: 0.4 }, { kind: 'keyword', keyword: '发货', weight: 0.3 }];
    const matched = [span('发货'), span('什么时候')];
    expect(why(evidence, { matched }).short).toBe('说到「什么时候」「发货」');
    expect(why(evidence, { matched }, 'en').short).toBe('says “什么时候” and “发货”');
    expect(why(evidence).short).toBe('说到「何时」「发货」');
  });

  it('says that a reply was learned from an edit, when, and how often it was used', () => {
    const at = new Date(2026, 10, 24).getTime();
    expect(why([{ kind: 'learned', at, times: 1, weight: 0.9 }]).short).toBe('学自你的修改 11/24，用过 1 次');
    expect(why([{ kind: 'learned', at, times: 6, weight: 0.9 }], {}, 'en').short).toBe('learned from your edit, 24 Nov, 6 uses');
    expect(why([{ kind: 'learned', at, times: 1, weight: 0.9 }], {}, 'en').short).toBe('learned from your edit, 24 Nov, 1 use');
  });

  it('puts the weightiest first, and what speaks against only into the full text', () => {
    const { short, full } = why(
      [{ kind: 'scope', scope: { shop: '小鹿零食铺' }, weight: 0.1 }, { kind: 'exact', weight: 0.9 }],
      { matched: [{ start: 0, end: MESSAGE.length }], against: [{ kind: 'negation', keyword: '发货', negation: '别', weight: -0.2 }] },
    );
    expect(short).toBe(`和规则里的「${MESSAGE}」一字不差，本店「小鹿零食铺」的规则`);
    expect(full).toContain('但「发货」前面有「别」');
    expect(full.at(-1)).toBe('规则：催发货');
  });

  it('shows a pattern only in the full text', () => {
    const { short, full } = why([{ kind: 'regex', pattern: '发货\\d*', weight: 0.9 }], { matched: [span('发货')] });
    expect(short).toBe('「发货」对上了规则的句式');
    expect(full[0]).toContain('发货\\d*');
  });

  it('cuts long quotes in the short text, between characters', () => {
    const example = '😀'.repeat(40);
    expect(why([{ kind: 'example', example, similarity: 0.8, weight: 0.8 }]).short).toBe(`像例句「${'😀'.repeat(24)}…」`);
    expect(why([{ kind: 'example', example, similarity: 0.8, weight: 0.8 }]).full[0]).toBe(`像例句「${example}」`);
  });

  it('has words for every kind of evidence, in both languages', () => {
    const all: Evidence[] = [
      { kind: 'exact', weight: 1 }, { kind: 'keyword', keyword: 'a', weight: 1 }, { kind: 'regex', pattern: 'a', weight: 1 },
      { kind: 'example', example: 'a', similarity: 1, weight: 1 }, { kind: 'counter-example', example: 'a', similarity: 1, weight: -1 },
      { kind: 'negation', keyword: 'a', negation: 'b', weight: -1 }, { kind: 'context', text: 'a', weight: 1 }, { kind: 'scope', scope: {}, weight: 1 },
      { kind: 'scope', scope: { platform: '千牛' }, weight: 1 }, { kind: 'record', accepted: 1, edited: 2, dismissed: 3, weight: 1 }, { kind: 'learned', at: 0, times: 2, weight: 1 },
    ];
    for (const locale of ['zh-CN', 'en'] as const) {
      for (const evidence of all) expect(why([evidence], {}, locale).short).not.toMatch(/why\.|\{\{|^$/);
    }
  });

  it('names the rule when there is nothing else to say', () => {
    expect(why([]).short).toBe('规则：催发货');
  });
});
