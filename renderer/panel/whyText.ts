import type { Evidence, Explanation, Scope, Span } from '../../rules/types';
import type { Locale, Translate } from '../shared/i18n';
import { dayOf } from '../shared/time';

/** Why a suggestion is there, in words. */
export interface Why {
  /** One line: what speaks for it, the weightiest first. */
  short: string;
  /** Everything, one sentence a line. */
  full: string[];
}

const CLIP = 24;
const QUOTES_SHOWN = 4;

/** Puts an explanation into the agent's words; quotes come from the message itself, so that the agent finds them there. */
export function whyText(explanation: Explanation, message: string, t: Translate, locale: Locale): Why {
  const found = quotes(message, explanation.matched);
  // a keyword that matched in another spelling has no span of its own; then the rule's spelling has to do
  const keywords = explanation.for.flatMap((evidence) => (evidence.kind === 'keyword' ? [evidence.keyword] : []));
  const quoted = found.length > 0 ? found : keywords;
  const say = (evidence: Evidence, clip: number) => sentence(evidence, quoted, clip, t, locale);
  const supporting = [...explanation.for].sort((a, b) => b.weight - a.weight);
  const short = unique(supporting.map((evidence) => say(evidence, CLIP)));
  const full = unique([...supporting, ...explanation.against].map((evidence) => say(evidence, Infinity)));
  return {
    short: short.length > 0 ? short.join(t('why.and')) : t('why.rule', { name: explanation.ruleName }),
    full: [...full, t('why.rule', { name: explanation.ruleName })],
  };
}

function sentence(evidence: Evidence, quoted: string[], clip: number, t: Translate, locale: Locale): string {
  const quote = (texts: readonly string[]) =>
    texts
      .slice(0, clip === Infinity ? undefined : QUOTES_SHOWN)
      .map((text) => t('why.quote', { text: clipped(text, clip) }))
      .join(t('why.quoteAnd'));
  switch (evidence.kind) {
    case 'exact':
      return t('why.exact', { quotes: quote(quoted.slice(0, 1)) });
    case 'keyword':
      return t('why.keyword', { quotes: quote(quoted) });
    case 'regex':
      return clip === Infinity
        ? t('why.regexFull', { quotes: quote(quoted), pattern: evidence.pattern })
        : t('why.regex', { quotes: quote(quoted) });
    case 'example':
      return t('why.example', { quotes: quote([evidence.example]) });
    case 'counter-example':
      return t('why.counterExample', { quotes: quote([evidence.example]) });
    case 'negation':
      return t('why.negation', { negation: quote([evidence.negation]), keyword: quote([evidence.keyword]) });
    case 'context':
      return t('why.context', { quotes: quote([evidence.text]) });
    case 'scope':
      return scopeText(evidence.scope, t);
    case 'record':
      return t('why.record', { count: evidence.accepted, edited: evidence.edited, dismissed: evidence.dismissed });
    case 'learned':
      return t('why.learned', { day: dayOf(evidence.at, locale), count: evidence.times });
    case 'outcomes':
      return evidence.example === null ? t('why.outcomesOverall') : t('why.outcomes', { count: evidence.times, quotes: quote([evidence.example]) });
  }
}

function scopeText(scope: Scope, t: Translate): string {
  if (scope.shop) return t('why.shop', { shop: scope.shop });
  return scope.platform ? t('why.platform', { platform: scope.platform }) : t('why.everywhere');
}

function quotes(message: string, spans: readonly Span[]): string[] {
  const texts = [...spans].sort((a, b) => a.start - b.start).map((span) => message.slice(span.start, span.end).trim());
  return unique(texts.filter((text) => text !== ''));
}

function clipped(text: string, length: number): string {
  const line = text.replace(/\s+/g, ' ');
  const characters = Array.from(line);
  return characters.length > length ? `${characters.slice(0, length).join('')}…` : line;
}

function unique(texts: string[]): string[] {
  return [...new Set(texts)];
}
