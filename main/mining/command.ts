/** `cli mine`: proposals on standard output, or a pack. */
import type { Proposal } from '../../rules/mining/types';
import { problemOf, type Problem } from '../problem';
import { mineFiles, type Mined, type MiningRead } from './mine-files';
import { writePack } from './pack';

export interface MineArguments {
  out?: string;
  json?: boolean;
  least?: string;
  'swap-roles'?: boolean;
  agent?: string[];
}

const OK = 0;
const FAILED = 1;
const MISUSED = 2;
const CANCELLED = 130;

/** Runs the command and answers its exit code. Ctrl+C stops it, and then no pack is written. */
export async function mineCommand(files: readonly string[], { out, json, least, agent, 'swap-roles': swapRoles }: MineArguments): Promise<number> {
  const atLeast = least === undefined ? undefined : Number(least);
  if (atLeast !== undefined && !(Number.isInteger(atLeast) && atLeast >= 1)) return tell('--least takes a whole number from 1 on', MISUSED);
  const cancel = new AbortController();
  const stop = () => cancel.abort();
  process.once('SIGINT', stop);
  try {
    const mined = await mineFiles(files, {
      signal: cancel.signal,
      onProgress: showProgress,
      ...(atLeast === undefined ? {} : { least: atLeast }),
      ...(swapRoles ? { swapRoles } : {}),
      ...(agent ? { agents: agent } : {}),
    });
    if (process.stderr.isTTY) process.stderr.write('\r\u001b[K');
    return report(mined, out, json ?? false);
  } catch (error) {
    return cancel.signal.aborted ? tell('cancelled: nothing was written', CANCELLED) : tell(inWords(problemOf(error)), FAILED);
  } finally {
    process.removeListener('SIGINT', stop);
  }
}

function report({ proposals, read, problem }: Mined, out: string | undefined, json: boolean): number {
  for (const { file, line, why } of read.skipped) process.stderr.write(`${file}: ${line}: left out (${why})\n`);
  if (read.skippedInAll > read.skipped.length) process.stderr.write(`… and ${read.skippedInAll - read.skipped.length} more\n`);
  if (out !== undefined && !problem) writePack(out, proposals);
  if (json) process.stdout.write(`${JSON.stringify({ read, problem: problem ?? null, proposals })}\n`);
  else if (out === undefined) process.stdout.write(proposals.map(paragraph).join('\n'));
  process.stderr.write(`${summary(read)}, ${proposals.length} proposals${out !== undefined && !problem ? `, written to ${out}` : ''}\n`);
  return problem ? tell(inWords(problem), FAILED) : OK;
}

function summary({ conversations, turns, twice }: MiningRead): string {
  return `${conversations} conversations, ${turns} turns${twice > 0 ? `, ${twice} stood there twice` : ''}`;
}

function paragraph({ kind, times, saved, triggers, replies }: Proposal): string {
  const wordings = new Set(triggers.flatMap((trigger) => ('texts' in trigger ? trigger.texts : [])));
  const not = triggers.flatMap((trigger) => (trigger.kind === 'examples' ? trigger.not : []));
  return [
    `[${kind}] in ${times} conversations, would have saved ${saved} keys`,
    `  asked:    ${[...wordings].join(' / ')}`,
    ...(not.length > 0 ? [`  but not:  ${not.join(' / ')}`] : []),
    ...replies.map((reply, index) => `${index === 0 ? '  answered: ' : '            '}${reply}`),
    '',
  ].join('\n');
}

function inWords({ code, file, params, detail }: Problem): string {
  const extra = Object.entries(params ?? {}).map(([name, value]) => `${name} ${value}`).join(', ');
  return [file, detail ?? code, extra].filter(Boolean).join(': ');
}

function tell(text: string, code: number): number {
  process.stderr.write(`${text}\n`);
  return code;
}

let shown = -1;

function showProgress(done: number, total: number): void {
  const percent = total === 0 ? 100 : Math.floor((done / total) * 100);
  if (!process.stderr.isTTY || percent === shown) return;
  shown = percent;
  process.stderr.write(`\r${percent} %`);
}
