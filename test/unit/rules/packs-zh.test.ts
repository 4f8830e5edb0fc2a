import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { normalise } from '../../../rules/normalise';
import { parseReply } from '../../../rules/placeholders';
import { Rule, type Trigger } from '../../../rules/types';

const file = JSON.parse(readFileSync(new URL('../../../rules/packs/ecommerce-zh.json', import.meta.url), 'utf8')) as {
  format: number;
  id: string;
  language: string;
  rules: { id: string }[];
};

/** The rules as the library reads them: the id behind that of the pack, the pack as their source. */
const rules = file.rules.map((raw) => Rule.parse({ ...raw, id: `${file.id}/${raw.id}`, source: { kind: 'pack', pack: file.id } }));

const triggersOf = <K extends Trigger['kind']>(rule: Rule, kind: K) =>
  rule.triggers.filter((trigger): trigger is Extract<Trigger, { kind: K }> => trigger.kind === kind);
const examplesOf = (rule: Rule) => triggersOf(rule, 'examples').flatMap((trigger) => trigger.texts);
const counterExamplesOf = (rule: Rule) => triggersOf(rule, 'examples').flatMap((trigger) => trigger.not);
const exactOf = (rule: Rule) => triggersOf(rule, 'exact').flatMap((trigger) => trigger.texts);
const plain = (text: string) => normalise(text).text;

describe('the Chinese e-commerce pack', () => {
  it('names its format, itself and its language', () => {
    expect(file).toMatchObject({ format: 1, id: 'ecommerce-zh', language: 'zh-CN' });
  });

  it('has at least 80 rules, each with an id of its own', () => {
    expect(rules.length).toBeGreaterThanOrEqual(80);
    expect(new Set(rules.map((rule) => rule.id)).size).toBe(rules.length);
    for (const { id } of file.rules) expect(id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
  });

  it('covers every subject that a shop is asked about', () => {
    const subjects = new Set(rules.map((rule) => rule.group.split('/')[0]));
    expect([...subjects]).toEqual(
      expect.arrayContaining(['接待', '售前', '库存', '价格', '优惠', '运费', '支付', '发货', '物流', '订单', '退换', '发票', '投诉', '售后', '评价', '收尾']),
    );
    for (const rule of rules) expect(rule.group, rule.id).toMatch(/^[^/]+\/[^/]+$/);
  });

  it('gives each rule five or more example wordings and a counter-example', () => {
    for (const rule of rules) {
      expect(examplesOf(rule).length, rule.id).toBeGreaterThanOrEqual(5);
      expect(counterExamplesOf(rule).length, rule.id).toBeGreaterThanOrEqual(1);
    }
  });

  it('gives no wording to two rules', () => {
    const owner = new Map<string, string>();
    for (const rule of rules) {
      for (const text of [...exactOf(rule), ...examplesOf(rule)]) {
        expect(owner.get(plain(text)), `「${text}」 of ${rule.id}`).toBeUndefined();
        owner.set(plain(text), rule.id);
      }
    }
  });

  it('leaves the wordings of the first pack to the first pack', () => {
    const seed = JSON.parse(readFileSync(new URL('../../../rules/packs/seed.json', import.meta.url), 'utf8')) as { rules: { triggers: Trigger[] }[] };
    const taken = new Set(seed.rules.flatMap(({ triggers }) => triggers.flatMap((trigger) => (trigger.kind === 'exact' ? trigger.texts.map(plain) : []))));
    for (const rule of rules) for (const text of exactOf(rule)) expect(taken.has(plain(text)), `「${text}」 of ${rule.id}`).toBe(false);
  });

  it('has no wording that a rule both wants and refuses', () => {
    for (const rule of rules) {
      const own = new Set([...exactOf(rule), ...examplesOf(rule)].map(plain));
      for (const text of counterExamplesOf(rule)) expect(own.has(plain(text)), `「${text}」 of ${rule.id}`).toBe(false);
    }
  });

  it('has no keyword trigger that its own counter-examples set off', () => {
    const fires = (text: string, { all, any, none }: Extract<Trigger, { kind: 'keywords' }>) => {
      const has = (word: string) => plain(text).includes(plain(word));
      return all.every(has) && (any.length === 0 || any.some(has)) && !none.some(has);
    };
    for (const rule of rules) {
      for (const text of counterExamplesOf(rule)) {
        for (const trigger of triggersOf(rule, 'keywords')) expect(fires(text, trigger), `「${text}」 of ${rule.id}`).toBe(false);
      }
    }
  });

  it('answers no two rules with the same reply', () => {
    const replies = rules.flatMap((rule) => rule.replies.map((reply) => reply.text));
    expect(new Set(replies).size).toBe(replies.length);
  });

  it('writes every placeholder well', () => {
    const known = /^(?:customer|order|agent|shop|greeting|\d)$/;
    for (const rule of rules) {
      for (const { text } of rule.replies) {
        for (const part of parseReply(text)) {
          expect(part.kind, `${rule.id}: ${text.slice(part.start, part.end)}`).not.toBe('broken');
          if (part.kind === 'name') expect(part.name, rule.id).toMatch(known);
          if (part.kind === 'choice') expect(part.options.length, rule.id).toBeGreaterThanOrEqual(2);
          if (part.kind === 'text') expect(part.text, rule.id).not.toMatch(/[{}]/);
        }
      }
    }
  });

  it('uses a capture only where a regular expression makes it', () => {
    for (const rule of rules) {
      const captures = rule.replies.some(({ text }) => /\{\{\d\}\}/.test(text));
      if (captures) expect(triggersOf(rule, 'regex').some(({ pattern }) => pattern.includes('(')), rule.id).toBe(true);
    }
  });

  it('promises nothing in superlatives and sends nobody off the platform', () => {
    for (const rule of rules) {
      for (const { text } of rule.replies) {
        expect(text, rule.id).not.toMatch(/最|第一|绝对|保证|百分百|永久|国家级|微信|加我|加群|支付宝转账|私下|QQ|扣扣/i);
      }
    }
  });

  it('makes up no price, no date and no number of hours', () => {
    for (const rule of rules) {
      for (const { text } of rule.replies) expect(text, rule.id).not.toMatch(/\d+\s*(?:元|块|折|小时|天|个工作日|分钟|%)/);
    }
  });
});
