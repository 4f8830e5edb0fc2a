import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { Engine } from '../rules/engine';
import { LearnedRules } from '../rules/learning/learned';
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

/** The pack of the practice conversation is in use whatever the language. */
const PRACTICE_PACK = 'seed';

/** The library and the engine that holds the rules in use: all but the shipped packs of another language than the agent's. */
export class Rulebook {
  readonly library: Library;
  readonly engine = new Engine();
  /** The rules in use as learning looks at them. */
  readonly learned = new LearnedRules();
  readonly #onProblem: (problem: Problem) => void;
  readonly #shipped: readonly Pack[];
  #locale: 'zh-CN' | 'en';

  /** Opens the library with the packs that ship and the agent's own rule files. What is wrong is told; the rest is used. */
  constructor({ folder, clock, seat, locale, onProblem }: RulebookOptions) {
    this.#shipped = readShippedPacks(join(__dirname, '..', 'packs'), onProblem);
    this.#locale = locale;
    this.#onProblem = onProblem;
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
      for (const rule of some) this.learned.add(rule);
      for (const { ruleId, reason } of this.engine.load(some)) this.#onProblem({ code: 'regex', params: { rule: ruleId, reason } });
    }
  }

  /** Puts the shipped packs of another language in the place of those in use. */
  speak(locale: 'zh-CN' | 'en'): void {
    if (locale === this.#locale) return;
    this.#locale = locale;
    const foreign = this.#foreignPacks();
    for (const rule of this.library.rules()) {
      if (isOf(rule, foreign)) {
        this.engine.remove(rule.id);
        this.learned.remove(rule.id);
      } else if (isOf(rule, new Set(this.#shipped.map(({ id }) => id)))) {
        this.engine.load([rule]);
        this.learned.add(rule);
      }
    }
  }

  #foreignPacks(): ReadonlySet<string> {
    return new Set(this.#shipped.filter(({ id, language }) => language !== this.#locale && id !== PRACTICE_PACK).map(({ id }) => id));
  }
}

function isOf(rule: Rule, packs: ReadonlySet<string>): boolean {
  return rule.source.kind === 'pack' && packs.has(rule.source.pack);
}
