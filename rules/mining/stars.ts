/**
 * Groups of exchanges in which much the same was asked and much the same answered. A group is a star: one exchange and
 * those that are like it (J. Aslam, E. Pelekhov, D. Rus, "The Star Clustering Algorithm", 2004), so that no chain of
 * likenesses leads from one question to another.
 */
import type { Answer, Asked } from './answers';
import { Likeness } from './likeness';
import { asks, lineKind, type LineKind } from '../text/lines';

/** One wording with one answer to it. */
export interface Item {
  asked: Asked;
  answer: Answer;
  kind: LineKind;
}

interface Link {
  to: number;
  strength: number;
}

/**
 * How like two exchanges must be to speak for one rule (cosines). The same answer tells much, so the questions may be
 * put quite differently; where the answers only resemble each other, both must, and together. Measured by reading.
 */
const LEAST = { question: 0.24, sameAnswer: 0.24, sameVagueAnswer: 0.34, answer: 0.2, otherAnswer: 0.3, together: 0.7 };
/** Shorter answers than this, in characters, may be the same by chance. */
const SHORT = 7;
/** An answer to more wordings than this may be one to a situation (请核对地址); if it is one to a question, some of them are close. */
const MANY = 5;
/** A bare yes, no or 好的 answers anything, and a stalling line fits any request: the questions must be like each other. */
const LEAST_FOR_NOD = 0.42;

/** What is kept as items, the most frequent answers first. */
export function itemsOf(answers: Iterable<Answer>, most: number): Item[] {
  const ordered = [...answers].sort((a, b) => b.count - b.error - (a.count - a.error));
  const items: Item[] = [];
  for (const answer of ordered) {
    const kind = lineKind(answer.key);
    if (kind === 'greeting' || kind === 'closing') continue;
    for (const asked of answer.asked) items.push({ asked, answer, kind });
    if (items.length >= most) break;
  }
  return items;
}

export class Exchanges {
  readonly items: readonly Item[];
  readonly questions: Likeness;
  readonly #replies: Likeness;
  readonly #replyOf = new Map<Answer, number>();

  constructor(items: readonly Item[]) {
    this.items = items;
    this.questions = new Likeness(items.map(({ asked }) => asked.text));
    const answers = [...new Set(items.map(({ answer }) => answer))];
    for (const [index, answer] of answers.entries()) this.#replyOf.set(answer, index);
    this.#replies = new Likeness(answers.map(({ key }) => key));
  }

  /** How like two answers are, 0..1; 0 when one denies what the other says, or their numbers differ. */
  likeAnswers(a: Answer, b: Answer): number {
    if (a === b) return 1;
    return a.guard === b.guard ? this.#replies.between(this.#replyOf.get(a)!, this.#replyOf.get(b)!) : 0;
  }

  /** The groups, the closest and largest first; each item is in one at most. A group's first item is its middle. */
  stars(): number[][] {
    const links = this.items.map((_, index) => this.#links(index));
    const degrees = links.map((list, index) => list.reduce((sum, { strength }) => sum + strength, repeated(this.items[index]!)));
    const order = Array.from(degrees.keys()).filter((index) => degrees[index]! > 0).sort((a, b) => degrees[b]! - degrees[a]! || a - b);
    const taken = new Uint8Array(this.items.length);
    const groups: number[][] = [];
    for (const middle of order) {
      if (taken[middle]) continue;
      const members = [middle, ...links[middle]!.map(({ to }) => to).filter((to) => !taken[to])];
      for (const member of members) taken[member] = 1;
      groups.push(members);
    }
    return groups;
  }

  #links(index: number): Link[] {
    const item = this.items[index]!;
    const links: Link[] = [];
    for (const { index: to, likeness } of this.questions.neighbours(index, LEAST.question)) {
      const strength = this.#strength(item, this.items[to]!, likeness);
      if (strength > 0) links.push({ to, strength });
    }
    return links;
  }

  #strength(a: Item, b: Item, question: number): number {
    if (a.asked.conversation === b.asked.conversation || a.kind !== b.kind) return 0;
    if (a.kind === 'stalling') return question >= LEAST_FOR_NOD ? question : 0;
    const answer = this.likeAnswers(a.answer, b.answer);
    if (a.kind !== 'answer') return answer === 1 && question >= LEAST_FOR_NOD && mayBeNodded(a) && mayBeNodded(b) ? question : 0;
    if (answer === 1) return question >= (a.answer.key.length < SHORT || a.answer.wordings > MANY ? LEAST.sameVagueAnswer : LEAST.sameAnswer) ? question + answer : 0;
    return question >= LEAST.otherAnswer && answer >= LEAST.answer && question + answer >= LEAST.together ? question + answer : 0;
  }
}

/** How often the same was asked, and answered the same, once more. */
function repeated(item: Item): number {
  return (item.kind === 'nod' || item.kind === 'yes-no') && !mayBeNodded(item) ? 0 : item.asked.times - 1;
}

/** A yes is one to a question, and a yes to a number is a yes to that number. */
function mayBeNodded({ asked, kind }: Item): boolean {
  return !/\d/.test(asked.text) && (kind === 'nod' || asks(asked.text));
}
