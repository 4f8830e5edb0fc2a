/** Which way pays: rules, rules that learned, and models, on messages that none of them has seen. */
import type { Rule } from '../../rules/types';
import type { Case } from '../eval/rows';
import type { ModelContestant } from './contestant';
import { Tally, type Figures } from './figures';
import { recommend, type Recommendation } from './recommend';
import { RulesContestant } from './rules';

export interface CompareOptions {
  /** Of the shipped packs. */
  rules: readonly Rule[];
  models: readonly ModelContestant[];
  /** Share of the conversations, the last ones, that is judged on, 0..1. */
  heldOut: number;
  /** With models, so many of the held-out messages at most are judged on, spread evenly. */
  mostCalls: number;
  /** A model may take so long for one message, ms. */
  timeout: number;
  signal: AbortSignal;
  /** How many messages are done of how many. */
  onProgress?(done: number, total: number): void;
  /** Told of rules that the engine does not take. */
  onRefused?(ruleId: string, reason: string): void;
}

export interface Comparison {
  /** Conversations and messages learned from, and held out; `judged` are those of them that all were judged on. */
  learnedFrom: { conversations: number; messages: number };
  heldOut: { conversations: number; messages: number; judged: number };
  contestants: Figures[];
  recommendation: Recommendation;
}

/** After so many failures in a row a provider is left alone. */
const GIVE_UP_AFTER = 5;

/**
 * Learns from the earlier conversations and judges everybody on the same messages of the later ones, of which nothing is
 * learned. What a provider fails at is counted, never thrown. Rejects only with the signal's reason.
 */
export async function compare(conversations: readonly (readonly Case[])[], options: CompareOptions): Promise<Comparison> {
  const { rules, models, heldOut, signal, onRefused = () => undefined } = options;
  const first = Math.min(conversations.length, Math.round(conversations.length * (1 - heldOut)));
  const [earlier, later] = [conversations.slice(0, first).flat(), conversations.slice(first).flat()];
  const cases = models.length === 0 ? later : spread(later, options.mostCalls);
  const alone = new RulesContestant(rules, false, onRefused);
  const learned = new RulesContestant(rules, true, () => undefined);
  for (const [at, asked] of earlier.entries()) {
    learned.learn(asked);
    if (at % 50 === 0) await breathe(signal);
  }
  const progress = { done: 0, total: cases.length * (models.length + 1), tell: options.onProgress };
  const tallies = [new Tally('rules', 'rules'), new Tally('rules + learned', 'learned'), ...models.map(({ name, kind, price }) => new Tally(name, kind, price))];
  for (const [at, asked] of cases.entries()) {
    judgeRules(alone, tallies[0]!, asked);
    judgeRules(learned, tallies[1]!, asked);
    if (at % 50 === 0) await breathe(signal);
    tick(progress);
  }
  for (const [at, model] of models.entries()) await judgeModel(model, tallies[at + 2]!, cases, learned, options, progress);
  return {
    learnedFrom: { conversations: first, messages: earlier.length },
    heldOut: { conversations: conversations.length - first, messages: later.length, judged: cases.length },
    contestants: tallies.map((tally) => tally.figures()),
    recommendation: recommend(tallies),
  };
}

interface Progress {
  done: number;
  total: number;
  tell: CompareOptions['onProgress'];
}

function tick(progress: Progress): void {
  progress.done++;
  progress.tell?.(progress.done, progress.total);
}

function judgeRules(contestant: RulesContestant, tally: Tally, asked: Case): void {
  const begin = performance.now();
  const replies = contestant.answer(asked);
  tally.answered({ replies }, asked.truth, performance.now() - begin);
}

/** One call at a time: several at once would measure the queue. */
async function judgeModel(model: ModelContestant, tally: Tally, cases: readonly Case[], learned: RulesContestant, { signal, timeout }: CompareOptions, progress: Progress): Promise<void> {
  let failures = 0;
  for (const asked of cases) {
    signal.throwIfAborted();
    tick(progress);
    if (failures >= GIVE_UP_AFTER) {
      tally.skipped();
      continue;
    }
    const precedents = learned.precedents(asked);
    const begin = performance.now();
    try {
      const answer = await within(timeout, signal, (stop) => model.answer(asked, precedents, stop));
      tally.answered(answer, asked.truth, performance.now() - begin);
      failures = 0;
    } catch (error) {
      signal.throwIfAborted();
      tally.failed(codeOf(error));
      failures++;
    }
  }
}

/** Ends in time even when whoever is asked does not heed the signal. */
async function within<T>(ms: number, signal: AbortSignal, ask: (stop: AbortSignal) => Promise<T>): Promise<T> {
  const stop = new AbortController();
  let end: (error: Error) => void = () => undefined;
  const out = new Promise<never>((_, reject) => (end = reject));
  const cancelled = () => end(new Error('cancelled'));
  const timer = setTimeout(() => end(Object.assign(new Error('no answer in time'), { code: 'timeout' })), ms);
  signal.addEventListener('abort', cancelled, { once: true });
  const asking = Promise.resolve().then(() => ask(stop.signal));
  // How it ends after time is up is of no interest.
  asking.catch(() => undefined);
  try {
    return await Promise.race([asking, out]);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', cancelled);
    stop.abort();
  }
}

function codeOf(error: unknown): string {
  const { code, status } = (error ?? {}) as { code?: unknown; status?: unknown };
  if (typeof code === 'string' && code !== '') return code;
  return typeof status === 'number' ? `http-${status}` : error instanceof Error ? error.name : 'unknown';
}

/** At most so many, from all over. */
function spread<T>(all: readonly T[], most: number): T[] {
  if (all.length <= most) return [...all];
  return Array.from({ length: most }, (_, at) => all[Math.floor((at * all.length) / most)]!);
}

/** Lets a cancellation through. */
async function breathe(signal: AbortSignal): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
  signal.throwIfAborted();
}
