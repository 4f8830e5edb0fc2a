/** From what was kept to proposals of rules. */
import type { Answer, Answers } from './answers';
import { bareWordingOf, normalisedText } from '../normalise';
import { hashText } from '../text/hash';
import { tellsState } from '../text/lines';
import type { Item } from './stars';
import { Exchanges, itemsOf } from './stars';
import type { Trigger } from '../types';
import type { Proposal, ProposalEvidence, ProposalKind } from './types';

export interface ProposeOptions {
  /** In how many conversations an answer must have been given. 2 when left out. */
  least?: number;
  /** How many proposals at most. */
  most?: number;
  /** Replies of rules that are there already: normalised text to the rule's id. */
  known?: ReadonlyMap<string, string>;
}

export interface Kept {
  answers: Answers;
  greetings: Answers;
  closings: Answers;
}

const LEAST = 2;
const MOST = 2_000;
const MOST_ITEMS = 12_000;
const MOST_EXAMPLES = 12;
const MOST_EXACT = 30;
const MOST_NOT = 12;
const MOST_REPLIES = 5;
const MOST_COURTESIES = 3;
const MOST_EVIDENCE = 5;
/** Pinyin with its choice takes about so many keys a character. */
const KEYS_PER_CHARACTER = 3;
/** As like as this to the best reply, another is a wording of the same. */
const VARIANT = 0.5;
/** Questions so like those of a rule are put into `not`; those yet more alike ask the same, and those answered alike, too. */
const RIVAL = { least: 0.2, same: 0.42, answer: 0.2 };

export function proposalsOf(kept: Kept, { least = LEAST, most = MOST, known }: ProposeOptions): Proposal[] {
  const drafts = [...courtesies(kept, least), ...answers(kept.answers, least)];
  const ordered = drafts.sort((a, b) => b.saved - a.saved || (a.id < b.id ? -1 : 1)).slice(0, most);
  for (const proposal of ordered) {
    const alike = proposal.replies.map((reply) => known?.get(normalisedText(reply))).find((id) => id !== undefined);
    if (alike !== undefined) proposal.alike = alike;
  }
  return ordered;
}

/** Keys that typing a text takes: three for a Chinese character, one for anything else. */
export function keystrokes(text: string): number {
  let keys = 0;
  for (const character of text) keys += /\p{Script=Han}/u.test(character) ? KEYS_PER_CHARACTER : 1;
  return keys;
}

// Answers

function answers(kept: Answers, least: number): Proposal[] {
  const exchanges = new Exchanges(itemsOf(kept, MOST_ITEMS));
  const groups = merged(exchanges, exchanges.stars()).filter((members) => conversationsIn(exchanges, members) >= least);
  const groupOf = new Map<number, number>();
  for (const [group, members] of groups.entries()) for (const member of members) groupOf.set(member, group);
  return groups.map((members) => answer(exchanges, members, groupOf)).filter((proposal) => proposal !== null);
}

/** Groups with the same answer are one: more wordings of one rule. */
function merged(exchanges: Exchanges, stars: readonly number[][]): number[][] {
  const byAnswer = new Map<Answer, number[]>();
  const groups: number[][] = [];
  for (const members of stars) {
    const { answer, kind } = exchanges.items[members[0]!]!;
    const same = kind === 'answer' ? byAnswer.get(answer) : undefined;
    if (same) same.push(...members);
    else {
      const group = [...members];
      groups.push(group);
      byAnswer.set(answer, group);
    }
  }
  return groups;
}

function conversationsIn({ items }: Exchanges, members: readonly number[]): number {
  const conversations = new Set(members.map((member) => items[member]!.asked.conversation));
  return conversations.size + members.reduce((sum, member) => sum + items[member]!.asked.times - 1, 0);
}

function answer(exchanges: Exchanges, members: readonly number[], groupOf: ReadonlyMap<number, number>): Proposal | null {
  const items = members.map((member) => exchanges.items[member]!);
  const replies = repliesOf(exchanges, items);
  if (replies.length === 0) return null;
  const wordings = diverse(exchanges, members).map((member) => exchanges.items[member]!.asked.text);
  const repeated = items.filter(({ asked }) => asked.times > 1).map(({ asked }) => asked.text);
  return finished({
    kind: items[0]!.kind === 'stalling' ? 'stalling' : 'answer',
    items,
    replies,
    times: conversationsIn(exchanges, members),
    exact: [...new Set(repeated)].slice(0, MOST_EXACT),
    examples: wordings,
    not: rivals(exchanges, members, groupOf),
  });
}

/** The text that is most like all the others first, then its variants. */
function repliesOf(exchanges: Exchanges, items: readonly Item[]): string[] {
  const weights = new Map<Answer, number>();
  for (const { answer, asked } of items) weights.set(answer, (weights.get(answer) ?? 0) + asked.times);
  const all = [...weights.keys()];
  const general = all.filter((answer) => weights.get(answer)! > 1 || !tellsState(frequent(answer)[0]!));
  const central = (answer: Answer) => all.reduce((sum, other) => sum + weights.get(other)! * exchanges.likeAnswers(answer, other), 0);
  const ranked = general.map((answer) => ({ answer, central: central(answer) })).sort((a, b) => b.central - a.central || a.answer.key.length - b.answer.key.length);
  const best = ranked[0]?.answer;
  if (!best) return [];
  const like = ranked.filter(({ answer }) => answer === best || exchanges.likeAnswers(best, answer) >= VARIANT);
  return unlike(like.flatMap(({ answer }) => frequent(answer))).slice(0, MOST_REPLIES);
}

/** The texts of an answer, the most frequent first; those seen once only when there is no other. */
function frequent({ texts }: Answer): string[] {
  const ordered = [...texts].sort((a, b) => b[1] - a[1] || a[0].length - b[0].length);
  return ordered.filter(([, times], index) => index === 0 || times > 1).map(([text]) => text);
}

/** Without those that differ from an earlier one only in signs or particles. */
function unlike(replies: readonly string[]): string[] {
  const seen = new Set<string>();
  return replies.filter((reply) => {
    const key = bareWordingOf(reply).text;
    return !seen.has(key) && seen.add(key);
  });
}

/** The members whose questions differ most, the middle first: each next is the one least like those before. */
function diverse({ items, questions }: Exchanges, members: readonly number[]): number[] {
  const seen = new Set<string>();
  const left = members.filter((member) => !seen.has(items[member]!.asked.key) && seen.add(items[member]!.asked.key));
  const chosen: number[] = [];
  const nearest = left.map(() => 0);
  for (let next = 0; chosen.length < left.length && chosen.length < MOST_EXAMPLES; ) {
    chosen.push(left[next]!);
    nearest[next] = Infinity;
    for (let i = 0; i < left.length; i++) nearest[i] = Math.max(nearest[i]!, questions.between(left[i]!, left[next]!));
    next = nearest.indexOf(Math.min(...nearest));
  }
  return chosen;
}

/**
 * Questions that look like those of the group but were answered otherwise, the likest first. Where another group, or
 * another question, is as like as its own wordings are, it asks the same: then the answers differ, not the questions.
 */
function rivals(exchanges: Exchanges, members: readonly number[], groupOf: ReadonlyMap<number, number>): string[] {
  const { items, questions } = exchanges;
  const own = groupOf.get(members[0]!);
  const { answer } = items[members[0]!]!;
  const found = new Map<string, { texts: Map<string, number>; likest: number }>();
  for (const member of members.slice(0, MOST_EXAMPLES)) {
    for (const { index, likeness } of questions.neighbours(member, RIVAL.least)) {
      const group = groupOf.get(index);
      if (group === own || exchanges.likeAnswers(answer, items[index]!.answer) >= RIVAL.answer) continue;
      const key = group === undefined ? items[index]!.asked.key : `group ${group}`;
      const rival = found.get(key) ?? { texts: new Map<string, number>(), likest: 0 };
      rival.texts.set(items[index]!.asked.text, likeness);
      rival.likest = Math.max(rival.likest, likeness);
      found.set(key, rival);
    }
  }
  const others = [...found.values()].filter(({ likest }) => likest < RIVAL.same).flatMap(({ texts }) => Array.from(texts));
  return [...new Set(others.sort((a, b) => b[1] - a[1]).map(([text]) => text))].slice(0, MOST_NOT);
}

// Greetings and closing lines

function courtesies({ greetings, closings }: Kept, least: number): Proposal[] {
  const thanks = ({ asked }: Item) => /谢|辛苦|thank|thx|cheers/i.test(asked.text);
  const closing = itemsIn(closings);
  return [
    ...courtesy('greeting', itemsIn(greetings), least),
    ...courtesy('closing', closing.filter(thanks), least),
    ...courtesy('closing', closing.filter((item) => !thanks(item)), least),
  ];
}

function itemsIn(kept: Answers): Item[] {
  return [...kept].flatMap((answer) => answer.asked.map((asked) => ({ asked, answer, kind: 'closing' as const })));
}

/** A rule for each of the most frequent lines; the first of them comes first, as only it knows the wordings word for word. */
function courtesy(kind: ProposalKind, items: readonly Item[], least: number): Proposal[] {
  const byAnswer = new Map<Answer, Item[]>();
  for (const item of items) {
    const own = byAnswer.get(item.answer);
    if (own) own.push(item);
    else byAnswer.set(item.answer, [item]);
  }
  const all = frequentWordings(items);
  return [...byAnswer]
    .map(([answer, own]) => ({ answer, own, times: own.reduce((sum, { asked }) => sum + asked.times, 0) }))
    .filter(({ times }) => times >= least)
    .sort((a, b) => b.times - a.times)
    .slice(0, MOST_COURTESIES)
    .map(({ answer, own, times }, rank) =>
      finished({ kind, items: own, replies: unlike(frequent(answer)).slice(0, MOST_REPLIES), times, exact: rank === 0 ? all : [], examples: all.slice(0, MOST_EXAMPLES), not: [] }),
    );
}

function frequentWordings(items: readonly Item[]): string[] {
  const counts = new Map<string, number>();
  for (const { asked } of items) counts.set(asked.text, (counts.get(asked.text) ?? 0) + asked.times);
  return [...counts].sort((a, b) => b[1] - a[1]).map(([text]) => text).slice(0, MOST_EXACT);
}

// Both

interface Draft {
  kind: ProposalKind;
  items: readonly Item[];
  replies: string[];
  times: number;
  exact: string[];
  examples: string[];
  not: string[];
}

const LONGEST_NAME = 40;

function finished({ kind, items, times, replies, exact, examples, not }: Draft): Proposal {
  const evidence: ProposalEvidence[] = items.slice(0, MOST_EVIDENCE).map(({ asked, answer }) => ({
    message: asked.text,
    reply: frequent(answer)[0]!,
    conversation: asked.conversation,
  }));
  const question = exact[0] ?? examples[0]!;
  const triggers: Trigger[] = [];
  if (exact.length > 0) triggers.push({ kind: 'exact', texts: exact });
  if (examples.length > 0) triggers.push({ kind: 'examples', texts: examples, not });
  return {
    id: `mined-${hashText(`${kind}\n${question}\n${replies[0]}`).toString(16).padStart(8, '0')}`,
    name: [...question].slice(0, LONGEST_NAME).join(''),
    kind,
    triggers,
    replies,
    times,
    conversations: [...new Set(items.map(({ asked }) => asked.conversation))].slice(0, MOST_EVIDENCE),
    saved: times * Math.max(0, keystrokes(replies[0]!) - 1),
    evidence,
  };
}
