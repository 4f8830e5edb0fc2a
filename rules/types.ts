/**
 * The data of the one flow, written down once: what a customer message, a rule, a suggestion and an outcome
 * are. What is stored or crosses a border is a zod schema (its type is derived from it); what lives only
 * inside the flow is a plain type. All times are milliseconds since 1970-01-01 UTC.
 */
import { z } from 'zod';

/** Longest customer message that is read, in UTF-16 code units; longer text is refused, never cut. */
export const MAX_MESSAGE_LENGTH = 20_000;
/** Longest reply that is kept, in UTF-16 code units. */
export const MAX_REPLY_LENGTH = 10_000;

/** Longest wording in a trigger, in UTF-16 code units. */
export const MAX_WORDING = 2_000;

const wording = z.string().trim().min(1).max(MAX_WORDING);
const keyword = z.string().trim().min(1).max(200);

/** The whole message is one of these wordings (after normalisation). */
export const ExactTrigger = z.strictObject({
  kind: z.literal('exact'),
  texts: z.array(wording).min(1).max(5_000),
});

/**
 * The message contains keywords. `all`: every one; `any`: at least one; `none`: not one of them.
 * `ordered`: those of `all` in the order written; `within`: those of `all` inside a window of so many characters.
 */
export const KeywordsTrigger = z
  .strictObject({
    kind: z.literal('keywords'),
    all: z.array(keyword).max(50).default([]),
    any: z.array(keyword).max(500).default([]),
    none: z.array(keyword).max(500).default([]),
    ordered: z.boolean().default(false),
    within: z.number().int().min(1).max(MAX_MESSAGE_LENGTH).optional(),
    /** Found by learning in the wordings of its rule; gone again when one of them is answered otherwise. */
    learned: z.literal(true).optional(),
  })
  .refine((t) => t.all.length + t.any.length > 0, { message: 'needs a keyword in "all" or "any"', path: ['any'] });

/** The message holds a match of a regular expression in RE2 syntax, which runs in linear time. */
export const RegexTrigger = z.strictObject({
  kind: z.literal('regex'),
  pattern: z.string().min(1).max(2_000),
  /** Upper and lower case count as different; by default they do not. */
  caseSensitive: z.boolean().default(false),
});

/** The message is like one of `texts` (similarity over words and characters) and less like those of `not`. */
export const ExamplesTrigger = z.strictObject({
  kind: z.literal('examples'),
  texts: z.array(wording).min(1).max(5_000),
  not: z.array(wording).max(5_000).default([]),
});

export const Trigger = z.discriminatedUnion('kind', [ExactTrigger, KeywordsTrigger, RegexTrigger, ExamplesTrigger]);
export type Trigger = z.infer<typeof Trigger>;
export type TriggerKind = Trigger['kind'];

/** One wording of the answer. May hold placeholders in `{{…}}` (docs/rules.md lists them). */
export const Reply = z.strictObject({ text: z.string().trim().min(1).max(MAX_REPLY_LENGTH) });
export type Reply = z.infer<typeof Reply>;

/** Where a rule holds. A field left out means "any"; the narrower scope wins. */
export const Scope = z.strictObject({
  platform: z.string().trim().min(1).max(100).optional(),
  shop: z.string().trim().min(1).max(200).optional(),
});
export type Scope = z.infer<typeof Scope>;

const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'a date as 2026-11-24');
const minute = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time of day as 09:30');

/** When a rule holds: from a day through a day, and between times of day (past midnight when `to` < `from`). */
export const Validity = z.strictObject({
  from: day.optional(),
  through: day.optional(),
  hours: z.strictObject({ from: minute, to: minute }).optional(),
});
export type Validity = z.infer<typeof Validity>;

/** What must, or must not, have been said in the last messages of the conversation. */
export const ContextCondition = z.strictObject({
  requires: z.array(keyword).max(50).default([]),
  excludes: z.array(keyword).max(50).default([]),
  /** How many turns back to look, 1..20. */
  turns: z.number().int().min(1).max(20).default(4),
});
export type ContextCondition = z.infer<typeof ContextCondition>;

/** Where a rule comes from. A learned rule names the outcome that it was learned from. */
export const RuleSource = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('pack'), pack: z.string().min(1).max(100) }),
  z.strictObject({ kind: z.literal('written') }),
  z.strictObject({ kind: z.literal('imported'), from: z.string().max(500) }),
  z.strictObject({
    kind: z.literal('learned'),
    outcome: z.string().min(1).max(64),
    at: z.number().int().nonnegative(),
    /** It waits for the agent, who wants to see what is learned before it holds: until then it is not enabled. */
    review: z.literal('waiting').optional(),
    /** While it waits: the rule in force that it is a change of, and that takes it in when it is accepted. */
    changes: z.string().min(1).max(200).optional(),
  }),
  /** Found in past conversations and accepted by the agent; `from` is the file's name. */
  z.strictObject({ kind: z.literal('mined'), from: z.string().max(500), at: z.number().int().nonnegative() }),
]);
export type RuleSource = z.infer<typeof RuleSource>;

/** Triggers + replies + scope; its record of outcomes is counted from the log of outcomes, not kept in it. */
export const Rule = z.strictObject({
  /** A UUIDv7 for rules made at a seat; `pack/name` for rules of a pack. */
  id: z.string().min(1).max(200),
  name: z.string().trim().min(1).max(200),
  /** Path of groups, outermost first, joined by "/". */
  group: z.string().trim().max(500).default(''),
  triggers: z.array(Trigger).min(1).max(50),
  replies: z.array(Reply).min(1).max(50),
  scope: Scope.default({}),
  validity: Validity.optional(),
  context: ContextCondition.optional(),
  enabled: z.boolean().default(true),
  source: RuleSource,
});
export type Rule = z.infer<typeof Rule>;

/** Where a customer message came from. */
export type MessageSource = 'clipboard' | 'selection' | 'typed' | 'practice';

/** One utterance of the customer. */
export interface CustomerMessage {
  id: string;
  text: string;
  source: MessageSource;
  at: number;
  /** The conversation that it belongs to. */
  conversation: string;
}

/** One turn of a conversation, as context for the next message. */
export interface Turn {
  role: 'customer' | 'agent';
  text: string;
}

/** What happened so far with one rule. */
export interface RuleRecord {
  accepted: number;
  edited: number;
  dismissed: number;
  /** When its reply was last inserted as it is, 0 if never. */
  lastUsedAt: number;
  /** How often each of its replies was taken, edited or not; left out where none was. */
  variants?: number[];
}

/** What the engine needs from outside to suggest: it has no clock and no store of its own. */
export interface SuggestContext {
  now: number;
  /** Minutes east of UTC, for times of day. */
  utcOffsetMinutes: number;
  scope: Scope;
  /** Turns before the message, oldest first. */
  conversation: readonly Turn[];
  record(ruleId: string): RuleRecord | undefined;
}

/** A stretch of the original message, in UTF-16 code units, end exclusive. */
export interface Span {
  start: number;
  end: number;
}

/** One thing that counted for or against a suggestion. `weight` is its share of the confidence, -1..1. */
export type Evidence = { weight: number } & (
  | { kind: 'exact' }
  | { kind: 'keyword'; keyword: string }
  | { kind: 'regex'; pattern: string }
  | { kind: 'example'; example: string; similarity: number }
  | { kind: 'counter-example'; example: string; similarity: number }
  | { kind: 'negation'; keyword: string; negation: string }
  | { kind: 'context'; text: string }
  | { kind: 'scope'; scope: Scope }
  | { kind: 'record'; accepted: number; edited: number; dismissed: number }
  | { kind: 'learned'; at: number; times: number }
  /** It was the answer before: to the nearest such message, if one is near, and to so many of the near ones. */
  | { kind: 'outcomes'; example: string | null; times: number }
);

/** Why a suggestion is there: data, put into words by whoever shows it. */
export interface Explanation {
  ruleId: string;
  ruleName: string;
  /** Which of the rule's triggers fired; null when outcomes alone speak for it. */
  trigger: { index: number; kind: TriggerKind } | null;
  /** The characters of the message that matched. */
  matched: Span[];
  for: Evidence[];
  against: Evidence[];
}

/** What the groups of a regular expression matched, cut from the original message. */
export interface Captures {
  /** `numbered[0]` is the whole match; null for a group that took no part. */
  numbered: (string | null)[];
  named: Record<string, string | null>;
}

/** A reply offered for one message. */
export interface Suggestion {
  ruleId: string;
  /** Which of the rule's replies. */
  variant: number;
  reply: string;
  /** 0..1, comparable over all kinds of triggers. */
  confidence: number;
  source: RuleSource['kind'];
  /** When a regular expression matched: what its groups hold, for placeholders. */
  captures?: Captures;
  explanation: Explanation;
}

/** What the engine answers for one message: the suggestions, best first, and whether the best two are too close to call. */
export interface Suggestions {
  list: Suggestion[];
  ambiguous: boolean;
}

/** What came of a message. Append-only: it is taken back by an entry of its own. Its texts are forgotten in time (empty then). */
export const Outcome = z.strictObject({
  id: z.string().min(1).max(64),
  seat: z.string().min(1).max(64),
  at: z.number().int().nonnegative(),
  /** `ignored`: suggestions were shown, and none was taken or dismissed before the customer wrote again. */
  kind: z.enum(['accepted', 'edited', 'dismissed', 'written', 'ignored']),
  message: z.string().max(MAX_MESSAGE_LENGTH),
  conversation: z.string().max(500),
  scope: Scope,
  /** What stood in the panel, best first. */
  shown: z.array(z.strictObject({ ruleId: z.string(), reply: z.string() })).max(10),
  /** The rule whose reply was taken or dismissed. */
  ruleId: z.string().optional(),
  /** Which of the rule's replies that was. */
  variant: z.number().int().nonnegative().max(49).optional(),
  /** The reply was drafted by a model; then there is no rule. */
  source: z.literal('model').optional(),
  /** The reply as it was offered. */
  offered: z.string().optional(),
  /** The text that was inserted. */
  final: z.string().max(MAX_REPLY_LENGTH).optional(),
  /** Share of the offered reply that the agent changed, 0..1 (edit distance / longer length). */
  changed: z.number().min(0).max(1).optional(),
});
export type Outcome = z.infer<typeof Outcome>;
