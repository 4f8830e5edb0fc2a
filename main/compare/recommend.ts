/** What the figures say to do, and whether they say it for certain. */
import type { Result } from '../eval/figures';
import type { Figures, Tally } from './figures';

export interface Recommendation {
  /** `unsure`: too few messages to tell anything. */
  choice: 'unsure' | 'rules' | 'learned' | 'model';
  /** The model that pays, or that comes nearest to it. */
  model: string | null;
  /** The figures that it rests on; shares of all messages, 0..1. `near`: one of the cards in the panel is nearly what was sent. */
  because: {
    n: number;
    rulesNear: number;
    learnedNear: number;
    learnedCoverage: number;
    /** Rules + learned with the model's card beside them. */
    withModelNear: number | null;
    withModelCoverage: number | null;
    /** Chance that a difference as large comes about by luck: of rules + learned to rules, and of the model on top. */
    learnedByLuck: number;
    modelByLuck: number | null;
    modelP50: number | null;
    modelCost: Figures['cost'];
  };
}

/** With fewer messages nothing is recommended. */
export const LEAST = 30;
/** A difference is believed when luck alone makes it less often than this. */
const LUCK = 0.05;

/** A model costs money and looks: it must add this share of all messages. */
const WORTH = 0.02;

type Hit = Pick<Result, 'among' | 'shown'>;

/** The first two are rules and rules + learned; models follow. All were judged on the same messages. */
export function recommend([rules, learned, ...models]: readonly Tally[]): Recommendation {
  const learnedHits: readonly Hit[] = learned!.results;
  const learnedByLuck = byLuck(rules!.results, learnedHits);
  // Its card stands beside those of the rules: what it adds is all that it is worth.
  const added = models.map((model) => ({ model, hits: model.results.map((hit, at) => either(hit, learnedHits[at]!)) }));
  const [best] = added.sort((a, b) => near(b.hits) - near(a.hits));
  const modelByLuck = best ? byLuck(learnedHits, best.hits) : null;
  const figures = best?.model.figures();
  const n = learnedHits.length;
  const learnedBetter = near(learnedHits) > near(rules!.results) && learnedByLuck < LUCK;
  const modelBetter = best !== undefined && near(best.hits) >= near(learnedHits) + WORTH && modelByLuck! < LUCK;
  return {
    choice: n < LEAST ? 'unsure' : modelBetter ? 'model' : learnedBetter ? 'learned' : 'rules',
    model: best?.model.name ?? null,
    because: {
      n,
      rulesNear: near(rules!.results),
      learnedNear: near(learnedHits),
      learnedCoverage: coverage(learnedHits),
      withModelNear: best ? near(best.hits) : null,
      withModelCoverage: best ? coverage(best.hits) : null,
      learnedByLuck,
      modelByLuck,
      modelP50: figures?.latencyMs.p50 ?? null,
      modelCost: figures?.cost ?? null,
    },
  };
}

const either = (a: Hit, b: Hit): Hit => ({ among: a.among || b.among, shown: a.shown || b.shown });
const near = (hits: readonly Hit[]) => share(hits, ({ among }) => among);
const coverage = (hits: readonly Hit[]) => share(hits, ({ shown }) => shown);

function share(hits: readonly Hit[], counts: (hit: Hit) => boolean): number {
  return hits.length === 0 ? 0 : Math.round((hits.filter(counts).length / hits.length) * 1e4) / 1e4;
}

/** McNemar's test, exact and two-sided, over the messages that only one of the two hit (Q. McNemar, 1947). 0..1. */
function byLuck(a: readonly Hit[], b: readonly Hit[]): number {
  const onlyA = a.filter(({ among }, at) => among && !b[at]!.among).length;
  const onlyB = b.filter(({ among }, at) => among && !a[at]!.among).length;
  const all = onlyA + onlyB;
  let term = all * Math.log(0.5);
  let sum = 0;
  for (let k = 0; k <= Math.min(onlyA, onlyB); k++) {
    sum += Math.exp(term);
    term += Math.log((all - k) / (k + 1));
  }
  return Math.min(1, 2 * sum);
}
