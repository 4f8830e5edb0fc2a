import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { v7 as newId } from 'uuid';
import { Engine } from '../rules/engine';
import { Learner } from '../rules/learning/learner';
import { Relevance } from '../rules/learning/relevance';
import { isWaiting } from '../rules/revise';
import type { Rule } from '../rules/types';
import { openLibrary, type Library } from './library/library';
import { readShippedPacks, readUserRuleFiles, type Pack } from './library/packs';
import type { Problem } from './problem';

export interface RulebookOptions {
  folder: string;
  clock(): number;
  seat: string;
  locale: 'zh-CN' | 'en';
  onProblem(problem: Problem): void;
}

/** Rules that are put into the engine between two looks at what else there is to do. */
const AT_ONCE = 40;
/** Lessons are told to the model for so long, ms, between two looks at what else there is to do. */
const RECALL_MS = 8;

/** The pack of the practice conversation is in use whatever the language. */
const PRACTICE_PACK = 'seed';

/** The library and the engine that holds the rules in use: all but the shipped packs of another language than the agent's. */
export class Rulebook {
  readonly library: Library;
  readonly engine: Engine;
  /** Learns from outcomes, and knows the rules in use. */
  readonly learner = new Learner(newId);
  readonly #onProblem: (problem: Problem) => void;
  readonly #shipped: readonly Pack[];
  #locale: 'zh-CN' | 'en';

  /** Opens the library with the packs that ship and the agent's own rule files. What is wrong is told; the rest is used. */
  constructor({ folder, clock, seat, locale, onProblem }: RulebookOptions) {
    this.#shipped = readShippedPacks(join(__dirname, '..', 'packs'), onProblem);
    this.#locale = locale;
    this.#onProblem = onProblem;
    this.engine = new Engine({ relevance: this.learner.relevance });
    const own = readUserRuleFiles(folder, onProblem, this.#shipped.map(({ id }) => id));
    this.library = openLibrary({ folder, clock, seat, packs: [...this.#shipped, ...own], onProblem });
  }

  /** Fills the engine, a few rules at a time: the windows go on being drawn meanwhile. */
  async load(): Promise<void> {
    await nextTurn();
    const foreign = this.#foreignPacks();
    const rules = this.library.rules().filter((rule) => !isOf(rule, foreign));
    for (let at = 0; at < rules.length; at += AT_ONCE) {
      await nextTurn();
      const some = rules.slice(at, at + AT_ONCE);
      for (const rule of some) if (rule.enabled || isWaiting(rule)) this.learner.rules.add(rule);
      for (const { ruleId, reason } of this.engine.load(some)) this.#onProblem({ code: 'regex', params: { rule: ruleId, reason } });
    }
  }

  /**
   * Makes the model of relevance anew from what outcomes said, a little at a time; until that is done the present one
   * answers. What is learned meanwhile is told to both. Called again, it begins again.
   */
  async recall(): Promise<void> {
    const relevance = new Relevance();
    const meanwhile: Uint8Array[] = [];
    const onTold = (lesson: Uint8Array) => void meanwhile.push(lesson);
    this.learner.onTold = onTold;
    let begun = performance.now();
    for (const lesson of this.library.lessons()) {
      relearn(relevance, lesson);
      if (performance.now() - begun < RECALL_MS) continue;
      await nextTurn();
      if (this.learner.onTold !== onTold) return;
      begun = performance.now();
    }
    for (const lesson of meanwhile) relearn(relevance, lesson);
    this.learner.onTold = undefined;
    this.learner.relevance = relevance;
    this.engine.relevance = relevance;
  }

  /** Makes the model anew from the last outcomes when it has grown large; to be called after each that was stored. */
  recallWhenFull(): void {
    if (this.learner.relevance.isFull && this.learner.onTold === undefined) void this.recall();
  }

  /** Puts the shipped packs of another language in the place of those in use. */
  speak(locale: 'zh-CN' | 'en'): void {
    if (locale === this.#locale) return;
    this.#locale = locale;
    const foreign = this.#foreignPacks();
    for (const rule of this.library.rules()) {
      if (isOf(rule, foreign)) {
        this.engine.remove(rule.id);
        this.learner.rules.remove(rule.id);
      } else if (isOf(rule, new Set(this.#shipped.map(({ id }) => id)))) {
        this.engine.load([rule]);
        this.learner.rules.add(rule);
      }
    }
  }

  #foreignPacks(): ReadonlySet<string> {
    return new Set(this.#shipped.filter(({ id, language }) => language !== this.#locale && id !== PRACTICE_PACK).map(({ id }) => id));
  }
}

/** A damaged lesson is one outcome less that is known of. */
function relearn(relevance: Relevance, lesson: Uint8Array): void {
  try {
    relevance.relearn(lesson);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
}

function isOf(rule: Rule, packs: ReadonlySet<string>): boolean {
  return rule.source.kind === 'pack' && packs.has(rule.source.pack);
}
