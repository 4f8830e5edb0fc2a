/**
 * Mining against its aims: 1,000 conversations in under a minute, 100,000 in memory that does not grow with them, and
 * what mined rules are worth: the first half of a set of conversations is mined, the second replayed against the rules
 * alone. Alone: `npm run bench -- mining`.
 */
import { closeSync, existsSync, mkdtempSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readPack } from '../../main/library/packs';
import { parts } from '../../main/mining/parts';
import { mineFiles } from '../../main/mining/mine-files';
import { Engine } from '../../rules/engine';
import { exchangesOf } from '../../rules/mining/exchanges';
import { Miner } from '../../rules/mining/mine';
import { Random } from '../../rules/random';
import type { HistoryConversation, Proposal } from '../../rules/mining/types';
import type { Rule, SuggestContext } from '../../rules/types';

const SIZES = [1_000, 10_000, 100_000];
const SETS = ['ecd-dialogues', 'jddc2019-dialogues'];
/** Two replies are the same from this character F1 on. */
const SAME = 0.8;

export interface MiningFigures {
  mining: {
    volume: { conversations: number; seconds: number; proposals: number; peakMb: number }[];
    replay: { set: string; mined: number; messages: number; suggested: number; hit1: number; hit3: number }[];
  };
}

export async function miningBench({ root }: { root: string }): Promise<MiningFigures> {
  const volume = [];
  for (const conversations of SIZES) volume.push(await volumeOf(root, conversations));
  const replay = SETS.map((set) => join(root, '..', 'shared', 'data', `${set}.dev.jsonl`))
    .filter((file) => existsSync(file))
    .map((file) => replayed(file));
  return { mining: { volume, replay } };
}

/** Mines generated conversations in the thread, as the app does. */
async function volumeOf(root: string, conversations: number) {
  const folder = mkdtempSync(join(tmpdir(), 'mining-bench-'));
  try {
    const file = join(folder, 'history.jsonl');
    generate(file, root, conversations);
    const before = process.memoryUsage.rss();
    let peak = before;
    const watch = setInterval(() => (peak = Math.max(peak, process.memoryUsage.rss())), 50);
    const begin = performance.now();
    const { proposals } = await mineFiles([file], { threadFile: join(root, 'dist', 'main', 'mining-worker.js') });
    clearInterval(watch);
    return { conversations, seconds: Math.round((performance.now() - begin) / 100) / 10, proposals: proposals.length, peakMb: Math.round((peak - before) / 1024 / 1024) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Conversations of five exchanges: half of them with the wordings and replies of the Chinese pack, half that never come again. */
function generate(file: string, root: string, conversations: number): void {
  const pack = readPack(readFileSync(join(root, 'rules', 'packs', 'ecommerce-zh.json'), 'utf8'), 'pack', () => undefined)!;
  const known = pack.rules.flatMap(({ triggers, replies }) => {
    const asked = triggers.flatMap((trigger) => (trigger.kind === 'examples' ? trigger.texts : []));
    return asked.length > 0 ? [{ asked, answered: replies.map(({ text }) => text.replace(/\{\{[^}]*\}\}/g, '')) }] : [];
  });
  const characters = [...new Set(known.flatMap(({ answered }) => [...answered.join('')]))];
  const random = new Random(7);
  const one = <T>(list: readonly T[]) => list[random.below(list.length)]!;
  const noise = (length: number) => Array.from({ length }, () => one(characters)).join('');
  const handle = openSync(file, 'w');
  for (let id = 0; id < conversations; id++) {
    const turns = Array.from({ length: 5 }, () => {
      const { asked, answered } = one(known);
      return random.next() < 0.5 ? [one(asked), one(answered)] : [noise(12), noise(30)];
    }).flatMap(([question, answer]) => [
      { role: 'customer', text: question },
      { role: 'agent', text: answer },
    ]);
    writeSync(handle, `${JSON.stringify({ id: `c${id}`, turns })}\n`);
  }
  closeSync(handle);
}

/** Mines the first half of a set and replays the second against the mined rules alone. */
function replayed(file: string) {
  const conversations = readFileSync(file, 'utf8').trim().split('\n').map((line) => JSON.parse(line) as HistoryConversation);
  const half = Math.ceil(conversations.length / 2);
  const miner = new Miner(parts);
  for (const conversation of conversations.slice(0, half)) miner.add(conversation);
  const proposals = miner.propose();
  const engine = new Engine();
  for (const proposal of proposals) engine.add(ruleOf(proposal));
  const counts = { set: file.replace(/^.*[\\/]/, ''), mined: proposals.length, messages: 0, suggested: 0, hit1: 0, hit3: 0 };
  for (const { turns } of conversations.slice(half)) {
    for (const { asked, answered, before } of exchangesOf(turns)) {
      if (asked.length === 0) continue;
      const context: SuggestContext = { now: 0, utcOffsetMinutes: 0, scope: {}, conversation: before === null ? [] : [{ role: 'agent', text: before }], record: () => undefined };
      const { list } = engine.suggest(asked.join('\n'), context);
      const truth = answered.join('\n');
      counts.messages++;
      if (list.length > 0) counts.suggested++;
      if (list[0] && characterF1(list[0].reply, truth) >= SAME) counts.hit1++;
      if (list.some(({ reply }) => characterF1(reply, truth) >= SAME)) counts.hit3++;
    }
  }
  return counts;
}

function ruleOf({ id, name, triggers, replies }: Proposal): Rule {
  return { id, name, group: '', triggers, replies: replies.map((text) => ({ text })), scope: {}, enabled: true, source: { kind: 'written' } };
}

/** F1 over the characters of two texts, after NFKC and without signs and spaces, 0..1. */
function characterF1(a: string, b: string): number {
  const left = countsOf(a);
  const right = countsOf(b);
  let shared = 0;
  for (const [character, count] of left.of) shared += Math.min(count, right.of.get(character) ?? 0);
  return left.total + right.total === 0 ? 0 : (2 * shared) / (left.total + right.total);
}

function countsOf(text: string) {
  const of = new Map<string, number>();
  let total = 0;
  for (const character of text.normalize('NFKC').replace(/[\p{P}\p{S}\s]/gu, '')) {
    of.set(character, (of.get(character) ?? 0) + 1);
    total++;
  }
  return { of, total };
}
