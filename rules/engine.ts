import { RE2JS } from 're2js';
import { normalise, type Normalised } from './normalise';
import type { Evidence, Rule, Span, SuggestContext, Suggestion, Suggestions, Trigger } from './types';

/** When to stay silent and when to call it a tie; both are settings of the agent. */
export interface Thresholds {
  /** Suggestions below this confidence are not made, 0..1. */
  silentBelow: number;
  /** The best two are ambiguous when their confidences are closer than this, 0..1. */
  closeCall: number;
}

export const DEFAULT_THRESHOLDS: Thresholds = { silentBelow: 0.4, closeCall: 0.08 };

/** A trigger that cannot be used, with the regex engine's own words. */
export class TriggerError extends Error {
  constructor(
    readonly ruleId: string,
    readonly triggerIndex: number,
    readonly reason: string,
  ) {
    super(`${ruleId}: trigger ${triggerIndex}: ${reason}`);
  }
}

interface Hit {
  rule: Rule;
  index: number;
  confidence: number;
  matched: Span[];
  evidence: Evidence[];
}

/** Finds the rules for a message. Holds the index of all enabled rules in memory; the library is the truth. */
export class Engine {
  readonly #rules = new Map<string, Rule>();
  readonly #regexes = new Map<string, RE2JS>();

  /** Adds a rule or replaces the one with the same id. Throws TriggerError when a regex does not compile; nothing is changed then. */
  add(rule: Rule): void {
    const compiled = new Map<string, RE2JS>();
    rule.triggers.forEach((trigger, index) => {
      if (trigger.kind !== 'regex') return;
      try {
        compiled.set(`${rule.id}\n${index}`, RE2JS.compile(trigger.pattern, trigger.caseSensitive ? 0 : RE2JS.CASE_INSENSITIVE));
      } catch (error) {
        throw new TriggerError(rule.id, index, error instanceof Error ? error.message : String(error));
      }
    });
    this.remove(rule.id);
    if (!rule.enabled) return;
    this.#rules.set(rule.id, rule);
    for (const [key, value] of compiled) this.#regexes.set(key, value);
  }

  /** Takes a rule out; does nothing when it is not there. */
  remove(ruleId: string): void {
    const rule = this.#rules.get(ruleId);
    if (!rule) return;
    this.#rules.delete(ruleId);
    rule.triggers.forEach((_, index) => this.#regexes.delete(`${ruleId}\n${index}`));
  }

  /** Up to three suggestions for a message, best first, no two the same reply. Never throws. */
  suggest(message: string, context: SuggestContext, thresholds: Thresholds = DEFAULT_THRESHOLDS): Suggestions {
    const seen = normalise(message);
    const hits: Hit[] = [];
    for (const rule of this.#rules.values()) {
      const best = rule.triggers
        .map((trigger, index) => this.#match(rule, trigger, index, message, seen))
        .reduce<Hit | null>((a, b) => (b && (!a || b.confidence > a.confidence) ? b : a), null);
      if (best && best.confidence >= thresholds.silentBelow) hits.push(best);
    }
    const lastUse = (hit: Hit) =>
      Math.max(context.record(hit.rule.id)?.lastUsedAt ?? 0, hit.rule.source.kind === 'learned' ? hit.rule.source.at : 0);
    hits.sort((a, b) => b.confidence - a.confidence || lastUse(b) - lastUse(a) || (a.rule.id < b.rule.id ? -1 : 1));
    const list: Suggestion[] = [];
    for (const hit of hits) {
      const reply = hit.rule.replies[0]!.text;
      if (list.some((s) => s.reply === reply)) continue;
      list.push({
        ruleId: hit.rule.id,
        variant: 0,
        reply,
        confidence: hit.confidence,
        source: hit.rule.source.kind,
        explanation: {
          ruleId: hit.rule.id,
          ruleName: hit.rule.name,
          trigger: { index: hit.index, kind: hit.rule.triggers[hit.index]!.kind },
          matched: hit.matched,
          for: hit.evidence,
          against: [],
        },
      });
      if (list.length === 3) break;
    }
    const [first, second] = list;
    const ambiguous = !!first && !!second && first.source !== 'learned' && first.confidence - second.confidence < thresholds.closeCall;
    return { list, ambiguous };
  }

  #match(rule: Rule, trigger: Trigger, index: number, message: string, seen: Normalised): Hit | null {
    switch (trigger.kind) {
      case 'exact': {
        if (seen.text === '' || !trigger.texts.some((text) => normalise(text).text === seen.text)) return null;
        const learned = rule.source.kind === 'learned';
        // Word for word comes before the same but for punctuation: 「好的？」 asks what 「好的」 grants.
        const same = trigger.texts.includes(message.trim()) ? 0.005 : 0;
        const evidence: Evidence[] =
          rule.source.kind === 'learned' ? [{ kind: 'learned', at: rule.source.at, times: 1, weight: 0.99 }] : [{ kind: 'exact', weight: 0.97 }];
        return { rule, index, confidence: (learned ? 0.99 : 0.97) + same, matched: [{ start: 0, end: message.length }], evidence };
      }
      case 'keywords': {
        const spans: Span[] = [];
        const evidence: Evidence[] = [];
        const find = (word: string) => {
          const key = normalise(word).text;
          const at = key === '' ? -1 : seen.text.indexOf(key);
          if (at >= 0) {
            spans.push({ start: seen.start[at]!, end: seen.end[at + key.length - 1]! });
            evidence.push({ kind: 'keyword', keyword: word, weight: 0.2 });
          }
          return at >= 0;
        };
        if (trigger.none.some((word) => seen.text.includes(normalise(word).text))) return null;
        if (!trigger.all.every(find)) return null;
        if (trigger.any.length > 0 && trigger.any.filter(find).length === 0) return null;
        spans.sort((a, b) => a.start - b.start);
        return { rule, index, confidence: Math.min(0.9, 0.5 + 0.1 * spans.length), matched: spans, evidence };
      }
      case 'regex': {
        const matcher = this.#regexes.get(`${rule.id}\n${index}`)?.matcher(message.trim());
        if (!matcher?.find()) return null;
        const offset = message.length - message.trimStart().length;
        return {
          rule,
          index,
          confidence: 0.93,
          matched: [{ start: offset + matcher.start(), end: offset + matcher.end() }],
          evidence: [{ kind: 'regex', pattern: trigger.pattern, weight: 0.93 }],
        };
      }
      case 'examples':
        return null;
    }
  }
}
