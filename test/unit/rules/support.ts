import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Engine } from '../../../rules/engine';
import { Rule, type SuggestContext, type Turn } from '../../../rules/types';

type Loose = Record<string, unknown>;

let made = 0;

/** A rule with one trigger; whatever else is given is its own. */
export function ruleOf(trigger: Loose, rest: Loose = {}): Rule {
  const id = (rest['id'] as string | undefined) ?? `rule-${++made}`;
  const reply = (rest['reply'] as string | undefined) ?? `reply of ${id}`;
  const { reply: _, ...others } = rest;
  return Rule.parse({ id, name: id, triggers: [trigger], replies: [{ text: reply }], source: { kind: 'written' }, ...others });
}

export const exact = (texts: string | string[], rest?: Loose) => ruleOf({ kind: 'exact', texts: [texts].flat() }, rest);
export const keywords = (conditions: Loose | string[], rest?: Loose) =>
  ruleOf({ kind: 'keywords', ...(Array.isArray(conditions) ? { any: conditions } : conditions) }, rest);
export const regex = (pattern: string, rest?: Loose) => ruleOf({ kind: 'regex', pattern }, rest);
export const examples = (texts: string[], rest?: Loose, not: string[] = []) => ruleOf({ kind: 'examples', texts, not }, rest);
/** Learned from the agent for this wording at this time. */
export const learned = (text: string, at: number, rest: Loose = {}) =>
  exact(text, { ...rest, source: { kind: 'learned', outcome: `outcome-${at}`, at } });

/** Here and now: noon in China on 24 November 2026. */
export function context(rest: Partial<SuggestContext> = {}): SuggestContext {
  return { now: Date.UTC(2026, 10, 24, 4), utcOffsetMinutes: 480, scope: {}, conversation: [], record: () => undefined, ...rest };
}

export const said = (...texts: string[]): Turn[] => texts.map((text) => ({ role: 'customer', text }));
export const answered = (text: string): Turn => ({ role: 'agent', text });

export function engineOf(...rules: Rule[]): Engine {
  const engine = new Engine();
  for (const rule of rules) engine.add(rule);
  return engine;
}

/** Ids of what is offered, best first. */
export function offered(engine: Engine, message: string, where: Partial<SuggestContext> = {}): string[] {
  return engine.suggest(message, context(where)).list.map(({ ruleId }) => ruleId);
}

/** The shortest of up to 200 runs, ms; no more once one is below `aim`. Other tests share the processor, with V8's compiler, too, so long runs prove nothing. */
export function fastest(aim: number, work: () => void): number {
  let best = Infinity;
  for (let i = 0; i < 200 && best >= aim; i++) {
    const start = performance.now();
    work();
    best = Math.min(best, performance.now() - start);
  }
  return best;
}

/** A set of real messages, or null where the data is not there. */
export function realRows<T>(name: string): T[] | null {
  const file = fileURLToPath(new URL(`../../../../shared/data/${name}`, import.meta.url));
  if (!existsSync(file)) return null;
  return readFileSync(file, 'utf8').trim().split('\n').map((line) => JSON.parse(line) as T);
}

/** The rules of a pack that ships. */
export function packRules(name: string): Rule[] {
  const file = JSON.parse(readFileSync(new URL(`../../../rules/packs/${name}.json`, import.meta.url), 'utf8')) as { id: string; rules: Loose[] };
  return file.rules.map((raw) => Rule.parse({ ...raw, id: `${file.id}/${String(raw['id'])}`, source: { kind: 'pack', pack: file.id } }));
}
