/** `cli eval FILE`: prints the figures of a stream as one JSON object, or as lines. */
import { readFileSync } from 'node:fs';
import type { Rule } from '../../rules/types';
import { readPack } from '../library/packs';
import type { Problem } from '../problem';
import { evaluate } from './run';
import { readRows } from './rows';

export interface EvalCommand {
  file: string;
  json?: boolean | undefined;
  mined?: string | undefined;
  baselines?: boolean | undefined;
  seed?: string | undefined;
}

/** Answers the exit code: 0, or 2 when a file cannot be read. Rows that are wrong are told of and left out. */
export async function evalCommand({ file, json, mined, baselines, seed }: EvalCommand, complain: (problem: Problem) => void): Promise<number> {
  if (seed !== undefined && !/^-?\d+$/.test(seed)) {
    process.stderr.write(`--seed ${seed}: not a whole number\n`);
    return 2;
  }
  try {
    const rules: readonly Rule[] = mined === undefined ? [] : readPack(readFileSync(mined, 'utf8'), mined, complain)?.rules ?? [];
    const rows = readRows(file, (line, reason) => process.stderr.write(`${file}:${line}: ${reason}\n`));
    const figures = await evaluate(rows, { rules, baselines: baselines === true, ...(seed === undefined ? {} : { seed: Number(seed) }) });
    process.stdout.write(json ? `${JSON.stringify(figures)}\n` : `${linesOf(figures).join('\n')}\n`);
    return 0;
  } catch (error) {
    complain({ code: 'cannot-read', file, detail: error instanceof Error ? error.message : String(error) });
    return 2;
  }
}

function linesOf(figures: object, lead = ''): string[] {
  return Object.entries(figures).flatMap(([name, value]) => (typeof value === 'object' ? linesOf(value as object, `${lead}${name}.`) : [`${`${lead}${name}`.padEnd(24)} ${value}`]));
}
