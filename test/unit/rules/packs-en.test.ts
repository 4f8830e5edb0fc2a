import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { Engine } from '../../../rules/engine';
import { normalise } from '../../../rules/normalise';
import { PackFile } from '../../../rules/pack';
import { parseReply } from '../../../rules/placeholders';
import { Rule, type SuggestContext, type Trigger } from '../../../rules/types';

const file = PackFile.parse(JSON.parse(readFileSync(new URL('../../../rules/packs/ecommerce-en.json', import.meta.url), 'utf8')));

/** The rules as the library reads them: the id behind that of the pack, the pack as their source. */
const rules = (file.rules as { id: string }[]).map((raw) =>
  Rule.parse({ ...raw, id: `${file.id}/${raw.id}`, source: { kind: 'pack', pack: file.id } }),
);

const triggersOf = <K extends Trigger['kind']>(rule: Rule, kind: K) =>
  rule.triggers.filter((trigger): trigger is Extract<Trigger, { kind: K }> => trigger.kind === kind);
const examplesOf = (rule: Rule) => triggersOf(rule, 'examples').flatMap((trigger) => trigger.texts);
const counterExamplesOf = (rule: Rule) => triggersOf(rule, 'examples').flatMap((trigger) => trigger.not);
const exactOf = (rule: Rule) => triggersOf(rule, 'exact').flatMap((trigger) => trigger.texts);
const seen = new Map<string, string>();
function plain(text: string): string {
  const known = seen.get(text) ?? normalise(text).text;
  seen.set(text, known);
  return known;
}

/** Whether keywords are in a text at all, wherever and in whatever order: the widest that an engine may read them. */
function couldFire(text: string, { all, any, none }: Extract<Trigger, { kind: 'keywords' }>): boolean {
  const has = (word: string) => plain(text).includes(plain(word));
  return all.every(has) && (any.length === 0 || any.some(has)) && !none.some(has);
}

const engine = new Engine();
const faults = engine.load(rules);
const anywhere: SuggestContext = { now: 0, utcOffsetMinutes: 0, scope: {}, conversation: [], record: () => undefined };
const offered = (message: string) => engine.suggest(message, anywhere).list.map(({ ruleId }) => ruleId);

describe('the English e-commerce pack', () => {
  it('names its format, itself and its language', () => {
    expect(file).toMatchObject({ format: 1, id: 'ecommerce-en', language: 'en' });
  });

  it('has at least 40 rules, each with an id of its own', () => {
    expect(rules.length).toBeGreaterThanOrEqual(40);
    expect(new Set(rules.map((rule) => rule.id)).size).toBe(rules.length);
    for (const rule of rules) expect(rule.id).toMatch(/^ecommerce-en\/[a-z]+(-[a-z]+)*$/);
  });

  it('covers every subject that a shop is asked about', () => {
    const subjects = new Set(rules.map((rule) => rule.group.split('/')[0]));
    expect([...subjects]).toEqual(
      expect.arrayContaining([
        'Welcome', 'Pre-sales', 'Stock', 'Price', 'Coupons', 'Payment', 'Dispatch', 'Tracking', 'Order', 'Returns', 'Invoices', 'Complaints', 'After-sales', 'Closing',
      ]),
    );
    for (const rule of rules) expect(rule.group, rule.id).toMatch(/^[^/]+\/[^/]+$/);
  });

  it('gives each rule eight or more example wordings and three or more counter-examples', () => {
    for (const rule of rules) {
      expect(examplesOf(rule).length, rule.id).toBeGreaterThanOrEqual(8);
      expect(counterExamplesOf(rule).length, rule.id).toBeGreaterThanOrEqual(3);
    }
  });

  it('gives no wording to two rules', () => {
    const owner = new Map<string, string>();
    for (const rule of rules) {
      for (const text of [...exactOf(rule), ...examplesOf(rule)]) {
        const before = owner.get(plain(text));
        expect(before === undefined || before === rule.id, `"${text}" of ${rule.id} and ${before}`).toBe(true);
        owner.set(plain(text), rule.id);
      }
    }
  });

  it('has no wording that a rule both wants and refuses', () => {
    for (const rule of rules) {
      const own = new Set([...exactOf(rule), ...examplesOf(rule)].map(plain));
      for (const text of counterExamplesOf(rule)) expect(own.has(plain(text)), `"${text}" of ${rule.id}`).toBe(false);
    }
  });

  it('has no keywords that its own counter-examples or the examples of another rule could set off', () => {
    const fired: string[] = [];
    for (const rule of rules) {
      const others = rules.flatMap((other) => (other === rule ? [] : [...examplesOf(other), ...exactOf(other)]));
      for (const trigger of triggersOf(rule, 'keywords')) {
        for (const text of [...counterExamplesOf(rule), ...others]) {
          if (couldFire(text, trigger)) fired.push(`"${text}" sets off ${rule.id}`);
        }
      }
    }
    expect(fired).toEqual([]);
  });

  it('answers no two rules with the same reply', () => {
    const replies = rules.flatMap((rule) => rule.replies.map((reply) => reply.text));
    expect(new Set(replies).size).toBe(replies.length);
  });

  it('writes every placeholder well', () => {
    for (const rule of rules) {
      for (const { text } of rule.replies) {
        for (const part of parseReply(text)) {
          const written = `${rule.id}: ${text.slice(part.start, part.end)}`;
          expect(part.kind, written).not.toBe('broken');
          if (part.kind === 'name') expect(part.name, written).toMatch(/^(?:customer|order|agent|shop|greeting)$/);
          if (part.kind === 'choice') expect(part.options.length, written).toBeGreaterThanOrEqual(2);
          if (part.kind === 'text') expect(part.text, written).not.toMatch(/[{}]/);
        }
      }
    }
  });

  it('promises nothing and makes up no price, date or number of hours', () => {
    for (const rule of rules) {
      for (const { text } of rule.replies) {
        expect(text, rule.id).not.toMatch(/\b(?:guaranteed?|we promise|I promise|definitely|certainly|always|the best|cheapest|100 ?%)/i);
        expect(text, rule.id).not.toMatch(/\d/);
      }
    }
  });

  it('is taken by the engine without a fault', () => {
    expect(faults).toEqual([]);
    expect(engine.size).toBe(rules.length);
  });

  it('offers each rule for each of its own wordings, among the first three', () => {
    const missed = rules.flatMap((rule) =>
      [...exactOf(rule), ...examplesOf(rule)].filter((text) => !offered(text).includes(rule.id)).map((text) => `"${text}" of ${rule.id}`),
    );
    expect(missed).toEqual([]);
  });

  it('never offers a rule first for one of its counter-examples', () => {
    const wrong = rules.flatMap((rule) =>
      counterExamplesOf(rule).filter((text) => offered(text)[0] === rule.id).map((text) => `"${text}" of ${rule.id}`),
    );
    expect(wrong).toEqual([]);
  });

  it.each([
    ['Hi, where is my parcel?? I ordered last week', 'where-parcel'],
    ['UPS says it was delivered yesterday but there is nothing here', 'delivered-not-received'],
    ["they're too small. can i get a 9 instead", 'exchange'],
    ['I got charged two times for the same order!!', 'charged-twice'],
    ['how much do I have to spend to get free shipping', 'free-shipping'],
    ['please change the company name on my invoice', 'invoice-change'],
    ['can I please talk to a real human', 'human-agent'],
  ])('answers "%s", which nobody wrote down, with %s', (message, id) => {
    expect(offered(message)[0]).toBe(`ecommerce-en/${id}`);
  });

  it.each(['the weather in Paris', 'asdf qwer', 'Übermorgen vielleicht', '🙂', 'my sister studies law'])('has nothing to say to "%s"', (message) => {
    expect(offered(message)).toEqual([]);
  });
});
