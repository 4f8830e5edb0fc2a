/** The engine and what it learns, without a window. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { Engine, TriggerError } from '../rules/engine';
import { fillReply, withoutMarks } from '../rules/placeholders';
import type { SuggestContext, Suggestion } from '../rules/types';
import { compareCommand } from './compare/command';
import { evalCommand } from './eval/command';
import { exportCommand } from './training/command';
import { readPack, readPackFolder, type Pack } from './library/packs';
import { mineCommand } from './mining/command';
import type { Problem } from './problem';

const USAGE = `Usage:
  cli suggest [--rules FILE]… [--json] ["message"]   replies for a message, or for each line of standard input
  cli explain [--rules FILE]… [--json] "message"     why each of them is there
  cli validate FILE…                                 checks files of rules; exit code 1 when one is wrong
  cli eval FILE [--json] [--mined FILE] [--baselines] [--seed N]
                                                     learns a stream of messages from nothing and prints the hits
  cli mine FILE… [--out PACK.json] [--json] [--least N] [--swap-roles] [--agent NAME]…
                                                     proposes rules from past conversations (docs/mining.md)
  cli compare [FILE.jsonl | --data DATAFOLDER] [--json] [--held-out SHARE] [--calls N] [--locale zh-CN|en]
                                                     which way pays: rules, learning, models, on your own history
  cli export-training FOLDER [--format openai|sharegpt|alpaca|swift] [--dpo] [--from DAY] [--to DAY] [--shop S]
      [--platform P] [--outcome accepted|edited|written]… [--system TEXT] [--data DATAFOLDER] [--force]
                                                     writes what was sent as files to train a model on (docs/training.md)
Without --rules the packs that ship are used.
`;

const PACKS = join(__dirname, '..', 'packs');

interface Options {
  rules?: string[];
  json?: boolean;
  help?: boolean;
  mined?: string;
  baselines?: boolean;
  seed?: string;
  out?: string;
  least?: string;
  'swap-roles'?: boolean;
  agent?: string[];
  data?: string;
  format?: string;
  dpo?: boolean;
  from?: string;
  to?: string;
  shop?: string;
  platform?: string;
  outcome?: string[];
  system?: string;
  force?: boolean;
  'held-out'?: string;
  calls?: string;
  locale?: string;
}

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      rules: { type: 'string', multiple: true },
      json: { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
      out: { type: 'string' },
      least: { type: 'string' },
      'swap-roles': { type: 'boolean' },
      agent: { type: 'string', multiple: true },
      mined: { type: 'string' },
      baselines: { type: 'boolean' },
      seed: { type: 'string' },
      data: { type: 'string' },
      format: { type: 'string' },
      dpo: { type: 'boolean' },
      from: { type: 'string' },
      to: { type: 'string' },
      shop: { type: 'string' },
      platform: { type: 'string' },
      outcome: { type: 'string', multiple: true },
      system: { type: 'string' },
      force: { type: 'boolean' },
      'held-out': { type: 'string' },
      calls: { type: 'string' },
      locale: { type: 'string' },
    },
  });
  const [command, ...rest] = positionals;
  if (values.help) return print(USAGE);
  if (command === 'validate' && rest.length > 0) return validate(rest);
  if (command === 'eval' && rest.length === 1) return evalCommand({ file: rest[0]!, ...values }, complain);
  if (command === 'mine' && rest.length > 0) return mineCommand(rest, values);
  if (command === 'compare' && rest.length <= 1) return compareCommand(rest[0], values, { models: async () => [], packs: PACKS, complain });
  if (command === 'export-training' && rest.length === 1) return exportCommand(rest[0]!, values, complain);
  if (command === 'explain' && rest.length === 1) return explain(rest[0]!, values);
  if (command === 'suggest' && rest.length <= 1) return suggest(rest[0], values);
  process.stderr.write(USAGE);
  return 2;
}

/** Answers one message, or each line of standard input as it comes. */
async function suggest(message: string | undefined, options: Options): Promise<number> {
  const { engine, failed } = openEngine(options.rules);
  const answer = (text: string) => {
    const begin = performance.now();
    const { list } = engine.suggest(text, context());
    const ms = Math.round((performance.now() - begin) * 1000) / 1000;
    if (options.json) return print(`${JSON.stringify({ message: text, suggestions: list.map((suggestion) => forJson(suggestion, text)), ms })}\n`);
    return print(`${list.length === 0 ? '(no suggestion)' : list.map((suggestion) => line(suggestion, text)).join('\n')}\n`);
  };
  if (message !== undefined) answer(message);
  else for await (const text of createInterface({ input: process.stdin, crlfDelay: Infinity })) answer(text);
  return failed ? 1 : 0;
}

function explain(message: string, options: Options): number {
  const { engine, failed } = openEngine(options.rules);
  const { list, ambiguous } = engine.suggest(message, context());
  if (options.json) print(`${JSON.stringify({ message, ambiguous, suggestions: list.map((suggestion) => forJson(suggestion, message)) })}\n`);
  else {
    for (const suggestion of list) print(`${line(suggestion, message)}\n${because(suggestion, message)}\n`);
    if (ambiguous) print('The best two are too close to call.\n');
    if (list.length === 0) print('(no suggestion)\n');
  }
  return failed ? 1 : 0;
}

function validate(files: readonly string[]): number {
  let wrong = 0;
  for (const file of files) {
    let found = 0;
    const report = (problem: Problem) => {
      found += 1;
      complain(problem);
    };
    const pack = readFile(file, report);
    if (pack) fill(new Engine(), pack, file, report);
    if (found === 0) print(`${file}: ${pack?.rules.length ?? 0} rules, no fault\n`);
    wrong += found;
  }
  return wrong > 0 ? 1 : 0;
}

function openEngine(files: readonly string[] | undefined): { engine: Engine; failed: boolean } {
  let failed = false;
  const report = (problem: Problem) => {
    failed = true;
    complain(problem);
  };
  const packs = files ? files.map((file) => [file, readFile(file, report)] as const) : readPackFolder(PACKS, report).map((pack) => [pack.id, pack] as const);
  const engine = new Engine();
  for (const [file, pack] of packs) if (pack) fill(engine, pack, file, report);
  return { engine, failed };
}

function readFile(file: string, report: (problem: Problem) => void): Pack | null {
  try {
    return readPack(readFileSync(file, 'utf8'), file, report);
  } catch (error) {
    report({ code: 'cannot-read', file, detail: error instanceof Error ? error.message : String(error) });
    return null;
  }
}

function fill(engine: Engine, pack: Pack, file: string, report: (problem: Problem) => void): void {
  for (const [index, rule] of pack.rules.entries()) {
    try {
      engine.add(rule);
    } catch (error) {
      if (!(error instanceof TriggerError)) throw error;
      report({ code: 'regex', file, params: { place: `rules[${index}].triggers[${error.triggerIndex}].pattern`, reason: error.reason } });
    }
  }
}

/** The command line has no conversation, no shop and no record: the rules alone answer. */
function context(): SuggestContext {
  return { now: Date.now(), utcOffsetMinutes: -new Date().getTimezoneOffset(), scope: {}, conversation: [], record: () => undefined };
}

function forJson(suggestion: Suggestion, message: string): object {
  const { ruleId, confidence, source, explanation } = suggestion;
  return { ruleId, reply: filled(suggestion, message), confidence, source, explanation };
}

function line(suggestion: Suggestion, message: string): string {
  return `${suggestion.confidence.toFixed(2)}  ${suggestion.ruleId}  ${filled(suggestion, message)}`;
}

/** The reply as the panel shows it: what the message says is filled in, what is missing stands as 〔…〕. */
function filled({ reply, captures }: Suggestion, message: string): string {
  const { now, utcOffsetMinutes, conversation } = context();
  return withoutMarks(fillReply(reply, { now, utcOffsetMinutes, message, conversation, captures, settings: {} }).text);
}

function because({ explanation }: Suggestion, message: string): string {
  const matched = explanation.matched.map(({ start, end }) => `「${message.slice(start, end)}」`).join(' ');
  const evidence = [...explanation.for.map((e) => ['+', e] as const), ...explanation.against.map((e) => ['-', e] as const)];
  const { trigger } = explanation;
  return [`      ${trigger ? `trigger ${trigger.index} (${trigger.kind})` : 'outcomes'}, matched ${matched}`, ...evidence.map(([sign, e]) => `      ${sign} ${JSON.stringify(e)}`)].join('\n');
}

function complain({ code, file, params, detail }: Problem): void {
  const { place, reason, ...rest } = params ?? {};
  const extra = Object.entries(rest).map(([name, value]) => `${name} ${value}`).join(', ');
  process.stderr.write(`${[file, place, reason ?? detail ?? code, extra].filter(Boolean).join(': ')}\n`);
}

function print(text: string): number {
  process.stdout.write(text);
  return 0;
}

main().then(
  (code) => (process.exitCode = code),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 2;
  },
);
