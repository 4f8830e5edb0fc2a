/** Words of chat that only look different from those of writing: 啥 is 什么, 咋 is 怎么, 您 is 你. */
import { NO_GAP, type Draft } from './draft';

const SPELLINGS: Record<string, string> = {
  啥子: '什么', 啥: '什么', 神马: '什么', 咋个: '怎么', 咋: '怎么', 肿么: '怎么', 为何: '为什么', 何时: '什么时候', 几时: '什么时候',
  木有: '没有', 米有: '没有', 哪儿: '哪里', 这儿: '这里', 那儿: '那里', 您: '你', 俺: '我',
};
const LONGEST_GAIN = 2;

/** By first unit: the spelling's other unit (0 for none) and what it stands for; longer ones first. */
const byFirst = new Map<number, { second: number; stands: string }[]>();
const firsts = new Uint8Array(0x10000);
for (const [spelling, stands] of Object.entries(SPELLINGS)) {
  const first = spelling.charCodeAt(0);
  firsts[first] = 1;
  const others = [...(byFirst.get(first) ?? []), { second: spelling.length > 1 ? spelling.charCodeAt(1) : 0, stands }];
  byFirst.set(first, others.sort((a, b) => b.second - a.second));
}

/** Whether a unit may begin a spelling. */
export function isSpelling(unit: number): boolean {
  return firsts[unit] === 1;
}

/** Writes `source` into `target` with spellings evened out; every unit stands for the whole spelling. */
export function evenSpellings(source: Draft, target: Draft): void {
  target.clear(source.length * (1 + LONGEST_GAIN));
  for (let at = 0; at < source.length; ) {
    const found = spellingAt(source, at);
    if (!found) {
      target.push(source.units[at]!, source.from[at]!, source.to[at]!, source.gap[at]!);
      at++;
      continue;
    }
    const last = found.second === 0 ? at : at + 1;
    for (let i = 0; i < found.stands.length; i++) {
      target.push(found.stands.charCodeAt(i), source.from[at]!, source.to[last]!, i === 0 ? source.gap[at]! : NO_GAP);
    }
    at = last + 1;
  }
}

function spellingAt({ units, gap, length }: Draft, at: number): { second: number; stands: string } | undefined {
  if (firsts[units[at]!] === 0) return undefined;
  const next = at + 1 < length && gap[at + 1] === NO_GAP ? units[at + 1]! : 0;
  return byFirst.get(units[at]!)!.find(({ second }) => second === 0 || second === next);
}
