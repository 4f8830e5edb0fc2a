/**
 * The rule engine against its aims and its peers: 1,000, 10,000 and 100,000 rules, each in a process of its own so that
 * memory is that of the engine. Alone: `npm run bench -- engine`.
 */
import { fork } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import MiniSearch from 'minisearch';
import { Engine } from '../../rules/engine';
import { Random } from '../../rules/random';
import type { Rule, SuggestContext, Trigger } from '../../rules/types';

interface Spread {
  p50: number;
  p99: number;
}

export interface EngineFigures {
  engine: {
    /** Where the messages come from. */
    messages: string;
    /** Resident memory of the same process before any rule is made, MB. */
    bareMb: number;
    /** `firstSuggestMs` is that of the first hundred messages after the start, in code that V8 has not compiled yet; `suggestMs` that of all further ones. */
    sizes: { rules: number; suggestMs: Spread; firstSuggestMs: Spread; addMs: Spread; removeMs: Spread; loadMs: number; rssMb: number }[];
    peers: { name: string; rules: number; suggestMs: Spread }[];
  };
}

const SIZES = [1_000, 10_000, 100_000];
const CHILD = '--engine-bench-child=';
const PEERS = ['seed: linear scan of regular expressions', 'first hit by includes', 'MiniSearch over the examples'] as const;

interface Job {
  root: string;
  rules: number;
  what: 'engine' | (typeof PEERS)[number];
}

/** Runs all sizes and peers, one process after the other. */
export async function engineBench(options: { root: string }): Promise<EngineFigures> {
  const folder = mkdtempSync(join(tmpdir(), 'engine-bench-'));
  try {
    const file = await bundle(options.root, folder);
    const run = <T>(job: Omit<Job, 'root'>) => inOwnProcess<T>(file, { ...job, root: options.root });
    const sizes = [];
    let bareMb = 0;
    for (const rules of SIZES) {
      const { bareMb: bare, ...figures } = await run<EngineFigures['engine']['sizes'][number] & { bareMb: number }>({ what: 'engine', rules });
      bareMb = bare;
      sizes.push(figures);
    }
    const peers = [];
    for (const rules of SIZES) {
      for (const name of PEERS) peers.push({ name, rules, suggestMs: await run<Spread>({ what: name, rules }) });
    }
    const { source } = readMessages(options.root);
    return { engine: { messages: source, bareMb, sizes, peers } };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** This file as one script for the children. */
async function bundle(root: string, folder: string): Promise<string> {
  const { build } = await import('vite');
  await build({
    root,
    configFile: false,
    logLevel: 'error',
    ssr: { noExternal: true },
    build: {
      ssr: join(root, 'test', 'bench', 'engine.ts'),
      target: 'node18',
      outDir: folder,
      rollupOptions: { external: [/^node:/, 'vite'], output: { format: 'cjs', entryFileNames: 'engine.cjs', codeSplitting: false } },
    },
  });
  return join(folder, 'engine.cjs');
}

function inOwnProcess<T>(file: string, job: Job): Promise<T> {
  return new Promise((resolve, reject) => {
    const child = fork(file, [CHILD + JSON.stringify(job)], { execArgv: ['--expose-gc'], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
    let answer: T | undefined;
    child.on('message', (message) => (answer = message as T));
    child.once('error', reject);
    child.once('exit', (code) => (answer !== undefined ? resolve(answer) : reject(new Error(`the bench's child ended with ${code}`))));
  });
}

// In the child

function measureEngine({ root, rules }: Job) {
  const bareMb = residentMb();
  const { messages } = readMessages(root);
  const make = rulesOf(messages, 7);
  const engine = new Engine();
  let makingMs = 0;
  // In portions, as they come from the library, and as plain as from there: what is made for the bench alone must not
  // count as the engine's.
  function* portions() {
    for (let made = 0; made < rules; made += 1_000) {
      const start = performance.now();
      const portion = JSON.parse(JSON.stringify(Array.from({ length: Math.min(1_000, rules - made) }, make))) as Rule[];
      makingMs += performance.now() - start;
      yield* portion;
    }
  }
  const start = performance.now();
  engine.load(portions());
  const loadMs = performance.now() - start - makingMs;
  if (engine.size !== rules) throw new Error(`${rules - engine.size} rules were refused`);
  // What loading left behind is collected: the app loads once, and then suggests all day.
  collect();
  const suggest = (message: string) => engine.suggest(message, CONTEXT);
  const first = time(asked(messages, 5).slice(0, 100), suggest);
  for (const message of asked(messages, 3)) suggest(message);
  const later = time(asked(messages), suggest);
  const extra = Array.from({ length: 1_000 }, make);
  const add = time(extra, (rule) => engine.add(rule));
  const remove = time(extra, (rule) => engine.remove(rule.id));
  collect();
  return { rules, suggestMs: later, firstSuggestMs: first, addMs: add, removeMs: remove, loadMs: round(loadMs), rssMb: residentMb(), bareMb };
}

function measurePeer({ root, rules, what }: Job): Spread {
  const { messages } = readMessages(root);
  const make = rulesOf(messages, 7);
  const all = Array.from({ length: rules }, make);
  const queries = asked(messages).slice(0, rules > 10_000 ? 600 : 2_000);
  const warmed = (work: (message: string) => unknown): Spread => {
    for (const message of asked(messages, 3).slice(0, queries.length)) work(message);
    return time(queries, work);
  };
  switch (what) {
    case PEERS[0]: {
      const handlers = all.map((rule) => ({ pattern: new RegExp(patternOf(rule.triggers[0]!)), reply: rule.replies[0]!.text }));
      return warmed((message) => handlers.find(({ pattern }) => pattern.test(message)));
    }
    case PEERS[1]: {
      const handlers = all.map((rule) => ({ words: wordsOf(rule.triggers[0]!), reply: rule.replies[0]!.text }));
      return warmed((message) => handlers.find(({ words }) => words.some((word) => message.includes(word))));
    }
    default: {
      const tokenize = (text: string) => text.toLowerCase().match(/[a-z0-9]+|(?=([\u4e00-\u9fff]{2}))[\u4e00-\u9fff]/g)?.map((token, at, tokens) => (token.length === 1 ? token + (tokens[at + 1] ?? '') : token)) ?? [];
      const search = new MiniSearch({ fields: ['text'], tokenize });
      let id = 0;
      for (const rule of all) {
        for (const trigger of rule.triggers) if (trigger.kind === 'examples') for (const text of trigger.texts) search.add({ id: id++, text });
      }
      return warmed((message) => search.search(message).slice(0, 3));
    }
  }
}

const CONTEXT: SuggestContext = { now: 1_764_000_000_000, utcOffsetMinutes: 480, scope: {}, conversation: [], record: () => undefined };

function time<T>(items: readonly T[], work: (item: T) => unknown): Spread {
  const taken = items
    .map((item) => {
      const start = performance.now();
      work(item);
      return performance.now() - start;
    })
    .sort((a, b) => a - b);
  const rank = (share: number) => round(taken[Math.min(taken.length - 1, Math.ceil(share * taken.length) - 1)]!);
  return { p50: rank(0.5), p99: rank(0.99) };
}

function round(ms: number): number {
  return Math.round(ms * 10_000) / 10_000;
}

function collect(): void {
  (globalThis as { gc?: () => void }).gc?.();
}

function residentMb(): number {
  return Math.round(process.memoryUsage().rss / 104_857.6) / 10;
}

// Messages and rules

const TOPICS = '发货 退款 退货 快递 物流 订单 优惠券 发票 尺码 颜色 地址 赠品 运费 差价 包装 质量 活动 库存 客服 付款'.split(' ');
const FRAMES = '什么时候能#|请问#怎么弄|我的#还没有消息|可以改#吗|#是多少|你好#的问题找谁|为什么#不对|麻烦看一下#|#能便宜点吗|昨天的#到哪了'.split('|');

function readMessages(root: string): { messages: string[]; source: string } {
  const file = join(root, '..', 'shared', 'data', 'ecd-intents.dev.jsonl');
  if (existsSync(file)) {
    const rows = readFileSync(file, 'utf8').trim().split('\n');
    return { messages: rows.map((row) => (JSON.parse(row) as { message: string }).message), source: 'ecd-intents.dev.jsonl' };
  }
  const messages = TOPICS.flatMap((topic) => FRAMES.flatMap((frame) => ['', '亲', '在吗', '谢谢'].map((lead) => lead + frame.replace('#', topic))));
  return { messages, source: 'generated' };
}

/** Messages in an order that is always the same. */
function asked(messages: readonly string[], seed = 11): string[] {
  const random = new Random(seed);
  return Array.from({ length: 4_000 }, () => messages[random.below(messages.length)]!);
}

/** Makes rules: 40 % exact, 30 % keywords, 20 % regular expressions, 10 % ten examples. */
function rulesOf(messages: readonly string[], seed: number): () => Rule {
  const random = new Random(seed);
  const pick = <T>(list: readonly T[]) => list[random.below(list.length)]!;
  // The first half of one message and the second of another: as many wordings as there are rules.
  const wording = () => {
    const [a, b] = [pick(messages), pick(messages)];
    return a.slice(0, Math.ceil(a.length / 2)) + b.slice(b.length >> 1);
  };
  const piece = (least: number, most: number) => {
    const text = pick(messages);
    const length = least + random.below(most - least + 1);
    const start = random.below(Math.max(1, text.length - length + 1));
    return text.slice(start, start + length).trim() || '发货';
  };
  const quoted = (least: number, most: number) => piece(least, most).replace(/[\\^$.|?*+()[\]{}]/g, '\\$&');
  const list = <T>(most: number, make: () => T) => Array.from({ length: random.below(most + 1) }, make);
  const regexes = [
    () => `${quoted(2, 4)}.*${quoted(2, 3)}`,
    () => `^(${quoted(3, 6)}|${quoted(3, 6)}|${quoted(3, 6)})$`,
    () => `(?:${quoted(2, 3)}|${quoted(2, 3)}).{0,6}(${quoted(2, 3)})`,
    () => `${quoted(2, 4)}\\d+${quoted(1, 2)}`,
    () => `${quoted(3, 5)}(${quoted(1, 2)})?`,
  ];
  const trigger = (): Trigger => {
    const kind = random.next();
    if (kind < 0.4) return { kind: 'exact', texts: [wording(), ...list(2, wording)] };
    if (kind < 0.7) {
      return { kind: 'keywords', all: [piece(2, 4), ...list(2, () => piece(2, 3))], any: list(3, () => piece(2, 4)), none: list(1, () => piece(2, 4)), ordered: random.next() < 0.2 };
    }
    if (kind < 0.9) return { kind: 'regex', pattern: pick(regexes)(), caseSensitive: false };
    return { kind: 'examples', texts: Array.from({ length: 10 }, wording), not: [] };
  };
  let made = 0;
  return () => {
    const id = `rule-${made++}`;
    return { id, name: id, group: '', triggers: [trigger()], replies: [{ text: `亲，${id}：${piece(4, 8)}` }], scope: {}, enabled: true, source: { kind: 'written' } };
  };
}

/** A rule as the seed's handlers hold them: one regular expression. */
function patternOf(trigger: Trigger): string {
  if (trigger.kind === 'regex') return trigger.pattern;
  const words = wordsOf(trigger).map((word) => word.replace(/[\\^$.|?*+()[\]{}]/g, '\\$&'));
  return trigger.kind === 'keywords' ? words.join('.*') : `^(${words.join('|')})$`;
}

function wordsOf(trigger: Trigger): string[] {
  if (trigger.kind === 'keywords') return [...trigger.all, ...trigger.any];
  return trigger.kind === 'regex' ? [trigger.pattern.replace(/[\\^$.|?*+()[\]{}]/g, '')] : trigger.texts;
}

const asChild = process.argv.find((argument) => argument.startsWith(CHILD));
if (asChild) {
  const job = JSON.parse(asChild.slice(CHILD.length)) as Job;
  process.send?.(job.what === 'engine' ? measureEngine(job) : measurePeer(job), () => process.exit(0));
}
