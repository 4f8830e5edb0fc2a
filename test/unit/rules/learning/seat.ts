import { Engine } from '../../../../rules/engine';
import { Learner } from '../../../../rules/learning/learner';
import type { Outcome, Rule, Scope, Turn } from '../../../../rules/types';
import { context } from '../support';

/** A seat that sends replies of its own, and learns from them as the app does. */
export class Seat {
  #made = 0;
  readonly learner = new Learner(() => `rule-${String(++this.#made).padStart(4, '0')}`);
  readonly engine = new Engine({ relevance: this.learner.relevance });
  readonly lessons: Uint8Array[] = [];
  readonly rules = new Map<string, Rule>();

  /** `rules`: those that are there from the start. */
  constructor(rules: readonly Rule[] = []) {
    this.#use(rules);
  }

  /** Answers what was put into the rules. */
  send(message: string, final: string, { scope = {}, before = [] }: { scope?: Scope; before?: readonly Turn[] } = {}): Rule[] {
    const at = ++this.#made;
    const outcome: Outcome = { id: `outcome-${at}`, seat: 's', at, kind: 'written', message, conversation: '', scope, shown: [], final };
    const { put } = this.learner.changes(outcome, before);
    this.lessons.push(this.learner.tell(outcome, before, put)!);
    for (const rule of put) this.rules.set(rule.id, rule);
    this.#use(put);
    return put;
  }

  #use(rules: readonly Rule[]): void {
    for (const rule of rules) {
      this.engine.add(rule);
      this.learner.rules.add(rule);
    }
  }

  remove(ruleId: string): void {
    this.rules.delete(ruleId);
    this.engine.remove(ruleId);
    this.learner.rules.remove(ruleId);
  }

  /** What is found, however unsure. */
  replies(message: string, scope: Scope = {}): string[] {
    return this.engine.suggest(message, context({ scope }), { silentBelow: 0.01, closeCall: 0 }).list.map(({ reply }) => reply);
  }

  /** What the panel would show. */
  offered(message: string): string[] {
    return this.engine.suggest(message, context()).list.map(({ reply }) => reply);
  }

  /** The keywords of the rules that give a reply. */
  patterns(reply: string) {
    return this.learner.rules.giving(reply, {}).flatMap(({ triggers }) => triggers.filter((trigger) => trigger.kind === 'keywords'));
  }

  /** How many answers the model tells apart. */
  get answers(): number {
    return new Set([...this.rules.keys()].map((id) => this.learner.relevance.answerOf(id))).size;
  }
}
