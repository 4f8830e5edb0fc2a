/**
 * The order of what fits: what the agent taught for just this wording, then one confidence for all kinds of triggers,
 * moved by the rule's record, with narrower scopes ahead.
 */
import { narrowness } from './scope';
import type { Evidence, Rule, RuleRecord, Scope, TriggerKind } from './types';

/** What speaks for a rule: a kind of trigger, or the outcomes so far. */
export type FitKind = TriggerKind | 'outcomes';

/** A trigger that fits, or what outcomes say. */
export interface Fit {
  /** -1 for outcomes. */
  slot: number;
  /** Which of the rule's triggers; -1 for outcomes. */
  index: number;
  kind: FitKind;
  /** How well, 0..1. */
  fit: number;
  /** Found only together with what was said before. */
  completed: boolean;
}

/** A rule that fits. */
export interface Candidate {
  rule: Rule;
  /** The best of its triggers, and the best of another kind. */
  best: Fit;
  support: Fit | null;
  /** Of the best, raised by its support, 0..1. */
  fit: number;
}

/** The share of its fit that another kind of trigger adds. */
const SUPPORT = 0.7;

/** A rule by its triggers that fit, at least one: a noisy or (J. Pearl, 1988) of the best and a share of another kind. */
export function candidateOf(rule: Rule, fits: readonly Fit[]): Candidate {
  const better = (a: Fit, b: Fit) => (b.fit > a.fit || (b.fit === a.fit && b.index < a.index) ? b : a);
  const best = fits.reduce(better);
  const others = fits.filter(({ kind }) => kind !== best.kind);
  // The very wording says all there is to say.
  const support = others.length === 0 || best.kind === 'exact' ? null : others.reduce(better);
  return { rule, best, support, fit: support ? 1 - (1 - best.fit) * (1 - SUPPORT * support.fit) : best.fit };
}

/** A candidate in its place. */
export interface Ranked extends Candidate {
  /** 0..1, with record; never above that of the one before. */
  confidence: number;
  /** Before it was held below the one before. */
  own: number;
  record: RuleRecord | undefined;
  /** Taught by the agent for just this wording. */
  taught: boolean;
  narrow: number;
  lastUse: number;
}

/** How surely a wording that was taught is meant when it comes again. */
const TAUGHT = 0.99;
/** Least fit of an exact wording that counts as the same, not as the same but for courtesy. */
export const SAME_WORDING = 0.95;
/** A rule nobody has used counts as one taken 3 times out of 4. */
const PRIOR = { taken: 3, left: 1 };
/** Share of an edited reply that counts as taken: the rule was right, its words were not. */
const EDITED = 0.6;
/** How far a record moves the confidence, in log-odds: praise less than blame, as offers get taken for want of better. */
const PRAISE = 0.5;
const MOST_PRAISE = 0.7;
const MOST_BLAME = 3;
/** What a narrower scope may be behind in confidence and still comes first, by narrowness. */
const LEAD = [0, 0.2, 0.4, 0.45];
const KIND_ORDER: Record<FitKind, number> = { exact: 0, outcomes: 1, regex: 2, keywords: 3, examples: 4 };

/** Ranks candidates; each rule is there once. Pure: the same candidates in any order come out the same. */
export function rank(candidates: readonly Candidate[], recordOf: (ruleId: string) => RuleRecord | undefined): Ranked[] {
  const ranked = candidates.map((candidate) => withRecord(candidate, recordOf(candidate.rule.id))).sort(compare);
  let ceiling = 1;
  for (const entry of ranked) ceiling = entry.confidence = Math.min(entry.confidence, ceiling);
  return ranked;
}

function withRecord(candidate: Candidate, record: RuleRecord | undefined): Ranked {
  const { rule, fit } = candidate;
  const { source } = rule;
  const learned = isTaught(candidate);
  const own = moved(learned ? TAUGHT : fit, record);
  const lastUse = Math.max(record?.lastUsedAt ?? 0, source.kind === 'learned' ? source.at : 0);
  const taught = learned && !isRefused(record);
  const narrow = narrowness(rule.scope);
  // Field by field: spreading an object is slow, and leaves a large one.
  return { rule, best: candidate.best, support: candidate.support, fit, confidence: own, own, record, taught, narrow, lastUse };
}

/**
 * The confidence with the record: log-odds moved by how the mean of the Beta posterior of "the reply is taken" differs
 * from that of the prior (A. Gelman et al., Bayesian Data Analysis, ch. 2).
 */
function moved(fit: number, record: RuleRecord | undefined): number {
  const shift = recordShift(record);
  if (shift === 0 || fit <= 0 || fit >= 1) return fit;
  return 1 / (1 + Math.exp(-(Math.log(fit / (1 - fit)) + shift)));
}

/** The least fit that a good record can lift to a confidence; above 0, as what only nearly fits is no suggestion. */
export function leastFit(confidence: number): number {
  if (confidence <= 0) return Number.MIN_VALUE;
  return confidence >= 1 ? 1 : 1 / (1 + Math.exp(-(Math.log(confidence / (1 - confidence)) - MOST_PRAISE)));
}

function recordShift(record: RuleRecord | undefined): number {
  if (!record) return 0;
  const taken = PRIOR.taken + record.accepted + EDITED * record.edited;
  const left = PRIOR.left + record.dismissed + (1 - EDITED) * record.edited;
  const difference = Math.log(taken / left) - Math.log(PRIOR.taken / PRIOR.left);
  return difference > 0 ? Math.min(MOST_PRAISE, PRAISE * difference) : Math.max(-MOST_BLAME, difference);
}

/** Learned from the agent for this wording. */
function isTaught({ rule, best }: Candidate): boolean {
  return rule.source.kind === 'learned' && best.kind === 'exact' && best.fit >= SAME_WORDING;
}

/** Dismissed more often than taken. */
function isRefused(record: RuleRecord | undefined): boolean {
  return record !== undefined && record.dismissed > record.accepted + record.edited + 1;
}

function compare(a: Ranked, b: Ranked): number {
  if (a.taught !== b.taught) return a.taught ? -1 : 1;
  // Word for word before the same but for punctuation and particles: 「好的？」 asks what 「好的」 grants. Then the latest.
  if (a.taught) return b.narrow - a.narrow || b.fit - a.fit || b.lastUse - a.lastUse || byId(a.rule, b.rule);
  return (
    score(b) - score(a) ||
    b.narrow - a.narrow ||
    KIND_ORDER[a.best.kind] - KIND_ORDER[b.best.kind] ||
    b.own - a.own ||
    recordShift(b.record) - recordShift(a.record) ||
    b.lastUse - a.lastUse ||
    byId(a.rule, b.rule)
  );
}

/** Differences below a hundredth are none, so that the record and the latest use decide between equals. */
function score({ own, narrow }: Ranked): number {
  return Math.round(100 * (own + LEAD[narrow]!));
}

function byId(a: Rule, b: Rule): number {
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}

/** Whether the best two are too close to tell which is meant. */
export function isAmbiguous(first: Ranked | undefined, second: Ranked | undefined, closeCall: number): boolean {
  if (!first || !second || first.taught || first.narrow > second.narrow) return false;
  if (first.best.kind === 'exact' && second.best.kind !== 'exact') return false;
  return first.own - second.own < closeCall;
}

/** What rank itself adds to the evidence: the record, the scope, what was taught. All weights still add up to the confidence. */
export function rankEvidence(entry: Ranked, evidence: { for: Evidence[]; against: Evidence[] }): { for: Evidence[]; against: Evidence[] } {
  const { rule, record, fit, own, confidence, narrow } = entry;
  let pro = [...evidence.for];
  const contra = [...evidence.against];
  const add = (piece: Evidence) => (piece.weight < 0 ? contra : pro).push(piece);
  let base = fit;
  if (rule.source.kind === 'learned' && isTaught(entry)) {
    base = TAUGHT;
    pro = [{ kind: 'learned', at: rule.source.at, times: 1 + (record?.accepted ?? 0), weight: TAUGHT }];
  }
  if (record && own !== base) {
    const { accepted, edited, dismissed } = record;
    add({ kind: 'record', accepted, edited, dismissed, weight: own - base });
  }
  // A narrower rule came first, or this one is the narrower.
  if (narrow > 0 || confidence < own) add({ kind: 'scope', scope: scopeOf(rule), weight: confidence - own });
  return { for: pro, against: contra };
}

function scopeOf({ scope }: Rule): Scope {
  return { ...scope };
}
