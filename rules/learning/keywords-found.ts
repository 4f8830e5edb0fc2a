/** Words and pieces of text that may become keywords, and in which texts they occur. */
import { bareWordingOf, plainText } from '../normalise';
import { isWhole } from '../text/words';
import { Finder } from '../triggers/finder';

/** Chinese keywords are so many characters long. */
const SHORTEST = 2;
const LONGEST = 5;
/** Of a longer wording only the beginning gives keywords; the whole of it is searched. */
const MAX_READ = 120;
/** More candidates are not looked at; those that most examples share come first. */
const MOST_CANDIDATES = 3_000;

/** Characters and words that say nothing of what is asked. */
const COMMON = new Set(
  '的了我是有不这个你吗在好就也要没能会到可以上下来去得们那怎么什时候为还多少给人一请问想看说都呢啊吧呀哦哈亲您麻烦谢个些点里吗嘛很太真和把被让对用做过后前样知道现在今天明天昨天已经直帮我它她他几哪谁'.split(''),
);
const COMMON_WORDS = new Set(
  ('the a an to i my me it its is it of and for in on at you your do does did can could how what when where why who which be are was were has have had not this that with will would there please ' +
    'hi hello hey thanks thank ok so if or but from by as am im ive get got just want need know now yet any some still').split(' '),
);

/** How many characters or words of a keyword say nothing; a keyword of nothing else is none. */
export function commonness(keyword: string): { common: number; all: number } {
  const pieces = keyword.match(/\p{Script=Han}|[^\p{Script=Han}\s]+/gu) ?? [];
  const common = pieces.filter((piece) => COMMON.has(piece) || COMMON_WORDS.has(piece) || /^\d+$/.test(piece)).length;
  return { common, all: pieces.length };
}

/** The forms of a text in which keywords are looked for (triggers/keywords.ts). */
function formsOf(text: string): string[] {
  const plain = plainText(text);
  const bare = bareWordingOf(text).text;
  return plain === bare ? [plain] : [plain, bare];
}

/** The pieces of the examples that may be keywords and occur in at least two of them, those in most of them first. */
export function candidatesOf(examples: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const example of examples) {
    // What stands for a number or a name is no word of the customer's.
    const read = plainText(example.replaceAll(/〔[^〔〕]*〕/g, '，')).slice(0, MAX_READ);
    for (const piece of piecesOf(read)) counts.set(piece, (counts.get(piece) ?? 0) + 1);
  }
  return [...counts]
    .filter(([piece, count]) => count >= 2 && !isCommon(piece) && bareWordingOf(piece).text === piece)
    .sort(([a, m], [b, n]) => n - m || byWorth(a, b))
    .slice(0, MOST_CANDIDATES)
    .map(([piece]) => piece);
}

function isCommon(piece: string): boolean {
  const { common, all } = commonness(piece);
  return common === all;
}

/** Without words that say nothing before others, then the shorter, then by their text. */
export function byWorth(a: string, b: string): number {
  return commonness(a).common - commonness(b).common || a.length - b.length || (a < b ? -1 : a > b ? 1 : 0);
}

/** Chinese pieces of every length, other words whole and without their ending. */
function piecesOf(text: string): Set<string> {
  const pieces = new Set<string>();
  for (const run of text.match(/\p{Script=Han}+/gu) ?? []) {
    for (let size = SHORTEST; size <= LONGEST; size++) for (let at = 0; at + size <= run.length; at++) pieces.add(run.slice(at, at + size));
  }
  for (const [word] of text.matchAll(/[a-z]{3,}/g)) {
    pieces.add(word);
    const stem = word.replace(/(?:ing|ed|s)$/, '');
    if (stem.length >= 4) pieces.add(stem);
  }
  return pieces;
}

/** Which of the keywords stand in which texts: per keyword the numbers of the texts, in order. */
export function postingsOf(keywords: readonly string[], texts: Iterable<string>): { postings: Int32Array[]; count: number } {
  const finder = new Finder();
  const numbers = new Map<number, number>();
  keywords.forEach((keyword, index) => numbers.set(finder.add(keyword), index));
  const lists: number[][] = keywords.map(() => []);
  let count = 0;
  for (const text of texts) {
    for (const form of formsOf(text)) {
      finder.scan(form, (id, start, end) => {
        const list = lists[numbers.get(id)!]!;
        if (list.at(-1) !== count && isWhole(form, start, end)) list.push(count);
      });
    }
    count++;
  }
  return { postings: lists.map((list) => Int32Array.from(list)), count };
}

/** The numbers that stand in both lists. */
export function intersection(a: Int32Array, b: Int32Array): Int32Array {
  const both: number[] = [];
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    const [first, second] = [a[i]!, b[j]!];
    if (first === second) both.push(first);
    if (first <= second) i++;
    if (second <= first) j++;
  }
  return Int32Array.from(both);
}
