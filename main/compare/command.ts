/** `cli compare`: which way pays, on the agent's own history or a file of conversations. */
import { dialoguesOf } from '../../rules/training/dialogues';
import { readRows, type Case } from '../eval/rows';
import { dataFolder, readOutcomes } from '../training/outcomes';
import { readPackFolder } from '../library/packs';
import { problemOf, type Problem } from '../problem';
import { compare } from './compare';
import type { ModelContestant } from './contestant';
import { adviceOf, linesOf, type Language } from './words';

export interface CompareArguments {
  data?: string;
  json?: boolean;
  'held-out'?: string;
  calls?: string;
  locale?: string;
}

export interface CompareParts {
  /** Models that take part: the profiles of a seat, by its data folder. */
  models(dataFolder: string): Promise<readonly ModelContestant[]>;
  /** Where the shipped packs lie. */
  packs: string;
  complain(problem: Problem): void;
}

const OK = 0;
const FAILED = 1;
const MISUSED = 2;
const CANCELLED = 130;

const HELD_OUT = 0.3;
const CALLS = 200;
const TIMEOUT_MS = 60_000;
/** The pack of the practice conversation is nobody's shop. */
const PRACTICE_PACK = 'seed';

/** Runs the command and answers its exit code. Ctrl+C stops it, the running call included. */
export async function compareCommand(file: string | undefined, given: CompareArguments, { models, packs, complain }: CompareParts): Promise<number> {
  const heldOut = Number(given['held-out'] ?? HELD_OUT);
  const mostCalls = Number(given.calls ?? CALLS);
  if (!(heldOut > 0 && heldOut < 1)) return tell('--held-out takes a share between 0 and 1, as 0.3', MISUSED);
  if (!(Number.isInteger(mostCalls) && mostCalls > 0)) return tell('--calls takes a whole number from 1 on', MISUSED);
  if (given.locale !== undefined && given.locale !== 'zh-CN' && given.locale !== 'en') return tell('--locale takes zh-CN or en', MISUSED);
  const language = given.locale ?? ownLanguage();
  const cancel = new AbortController();
  const stop = () => cancel.abort();
  process.once('SIGINT', stop);
  try {
    const folder = given.data ?? dataFolder();
    const conversations = file === undefined ? ofLibrary(folder, complain) : await ofFile(file);
    if (conversations.length < 2) return tell(`nothing to compare: ${conversations.length} conversations with an answer, at least 2 are needed`, FAILED);
    const rules = readPackFolder(packs, complain).filter(({ id }) => id !== PRACTICE_PACK).flatMap((pack) => pack.rules);
    const comparison = await compare(conversations, {
      rules, models: await models(folder), heldOut, mostCalls, timeout: TIMEOUT_MS, signal: cancel.signal,
      onProgress: showProgress,
      onRefused: (rule, reason) => complain({ code: 'regex', params: { rule, reason } }),
    });
    clearProgress();
    const { recommendation } = comparison;
    const words = { 'zh-CN': adviceOf(recommendation, 'zh-CN').join('\n'), en: adviceOf(recommendation, 'en').join('\n') };
    process.stdout.write(given.json ? `${JSON.stringify({ ...comparison, recommendation: { ...recommendation, words } })}\n` : `${linesOf(comparison, language).join('\n')}\n`);
    return OK;
  } catch (error) {
    clearProgress();
    if (cancel.signal.aborted) return tell(language === 'en' ? 'cancelled' : '已取消', CANCELLED);
    complain(problemOf(error));
    return FAILED;
  } finally {
    process.removeListener('SIGINT', stop);
  }
}

/** What the agent answered, oldest conversation first. */
function ofLibrary(folder: string, complain: (problem: Problem) => void): Case[][] {
  return dialoguesOf(readOutcomes(folder, complain)).map(({ exchanges }) => exchanges.map(({ message, before, scope, sent }) => ({ message, before, scope, truth: sent })));
}

/** Conversations in the order of the file; what is none is told by its line. */
async function ofFile(file: string): Promise<Case[][]> {
  const conversations: Case[][] = [];
  const wrong = (line: number, reason: string) => process.stderr.write(`${file}:${line}: ${reason}\n`);
  for await (const { kind, cases } of readRows(file, wrong)) {
    if (kind === 'message') process.stderr.write(`${file}: a row without "turns" is left out\n`);
    else if (cases.length > 0) conversations.push(cases);
  }
  return conversations;
}

function ownLanguage(): Language {
  const { LC_ALL, LC_MESSAGES, LANG } = process.env;
  return /^zh/i.test(LC_ALL || LC_MESSAGES || LANG || Intl.DateTimeFormat().resolvedOptions().locale) ? 'zh-CN' : 'en';
}

function showProgress(done: number, total: number): void {
  if (process.stderr.isTTY) process.stderr.write(`\r${done}/${total}`);
}

function clearProgress(): void {
  if (process.stderr.isTTY) process.stderr.write('\r\u001b[K');
}

function tell(text: string, code: number): number {
  process.stderr.write(`${text}\n`);
  return code;
}
