import { describe, expect, it } from 'vitest';
import { Masker } from '../../../../main/model/masking';
import { BUDGET, buildPrompt, type PromptParts } from '../../../../main/model/prompt';
import { estimateTokens, firstTokens } from '../../../../main/model/tokens';
import type { Turn } from '../../../../rules/types';

const parts = (change: Partial<PromptParts> = {}): PromptParts => ({
  locale: 'zh-CN', shop: '小鹿零食铺', agent: '小鹿', facts: '满99元包邮，退货寄到浙江省杭州市西湖区文三路99号', tone: '亲切', examples: [], conversation: [], message: '几天能到', ...change,
});
const turn = (index: number): Turn => ({ role: index % 2 ? 'agent' : 'customer', text: `第${index}句，${'话'.repeat(40)}` });
const shared = (a: string, b: string) => {
  let at = 0;
  while (at < a.length && a[at] === b[at]) at++;
  return at;
};

describe('the prompt', () => {
  it('holds the facts, the tone, how the shop answers, what was said and what the customer wants', () => {
    const messages = buildPrompt(
      parts({ examples: [{ question: '多久到', reply: '亲，〔\u2063天数〕天到' }], conversation: [{ role: 'customer', text: '在吗' }, { role: 'agent', text: '在的' }] }),
      new Masker(),
    );
    expect(messages.map(({ role }) => role)).toEqual(['system', 'user', 'assistant', 'user']);
    expect(messages[0]!.content).toMatch(/小鹿零食铺.*亲切.*满99元包邮/s);
    expect(messages.at(-1)!.content).toMatch(/多久到.*〔天数〕天到.*几天能到$/s);
  });

  it("masks all of it, the shop's own facts included", () => {
    const text = JSON.stringify(
      buildPrompt(
        parts({
          message: '我是王小明 13812345678',
          conversation: [{ role: 'customer', text: '收件人：王小明' }, { role: 'agent', text: '王小明您好，13812345678 对吗' }],
          examples: [{ question: '退货地址', reply: '收件人 李四 电话 0571-88123456' }],
        }),
        new Masker(),
      ),
    );
    expect(text).not.toMatch(/王小明|13812345678|88123456|文三路/);
  });

  it('begins alike from call to call, so that the cache of the provider hits', () => {
    const turns = Array.from({ length: 8 }, (_, index) => turn(index));
    const masker = new Masker();
    const first = JSON.stringify(buildPrompt(parts({ conversation: turns.slice(0, 4), examples: [{ question: 'a', reply: 'b' }] }), masker));
    const second = JSON.stringify(buildPrompt(parts({ conversation: turns.slice(0, 6), message: '另一句', examples: [{ question: 'c', reply: 'd' }] }), masker));
    // Instructions, facts, tone and the four turns: all but what is new.
    expect(shared(first, second)).toBeGreaterThan(JSON.stringify(buildPrompt(parts({ conversation: turns.slice(0, 4) }), masker).slice(0, 5)).length - 3);
  });

  it('keeps to its budget, whatever is said: the oldest turns go, several at once', () => {
    const lengths = new Set<number>();
    for (let count = 20; count <= 40; count++) {
      const messages = buildPrompt(parts({ conversation: Array.from({ length: count }, (_, index) => turn(index)), message: '话'.repeat(19_000) }), new Masker());
      const said = messages.slice(1, -1).map(({ content }) => content).join('');
      expect(estimateTokens(said)).toBeLessThanOrEqual(BUDGET.conversation);
      expect(estimateTokens(messages.at(-1)!.content)).toBeLessThan(BUDGET.message + 50);
      lengths.add(count - messages.length);
    }
    expect(lengths.size).toBeLessThan(8);
  });

  it('leaves no half of a number where it cuts', () => {
    for (let length = 1_480; length < 1_510; length++) {
      const text = JSON.stringify(buildPrompt(parts({ message: `${'话'.repeat(length)}13812345678` }), new Masker()).at(-1));
      expect(text).not.toMatch(/1381|〔PHONE[^〕]*(?!〕)$/);
    }
  });

  it('is English where the agent is', () => {
    const [system] = buildPrompt(parts({ locale: 'en', shop: '', agent: '', facts: '', tone: '' }), null);
    expect(system!.content.replace(/〔[^〕]*〕/g, '')).not.toMatch(/\p{Script=Han}/u);
  });
});

describe('the estimate of tokens', () => {
  it('weighs each script and cuts between characters', () => {
    expect([estimateTokens(''), estimateTokens('发货'), estimateTokens('hello world')]).toEqual([0, 2, 4]);
    expect(firstTokens('发货了🎁🎁', 4)).toBe('发货了🎁');
  });
});
