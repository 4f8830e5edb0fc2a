/** Mines files where it is called: in the thread for it, or in a test. */
import { stat } from 'node:fs/promises';
import { Miner } from '../../rules/mining/mine';
import type { Proposal } from '../../rules/mining/types';
import { ProblemError, type Problem } from '../problem';
import { readHistory } from './history';
import { parts } from './parts';
import type { Mapping, Skipped } from './reading';

export interface MiningOptions {
  /** Which columns of tables hold what; guessed when left out. */
  mapping?: Mapping;
  /** Names of speakers that are agents. */
  agents?: readonly string[];
  /** In how many conversations an answer must have been given; 2 when left out. */
  least?: number;
  /** The two sides are named the wrong way round in the files. */
  swapRoles?: boolean;
  /** Replies of rules that are there already: normalised text to the rule's id. */
  known?: ReadonlyMap<string, string>;
}

export interface MiningRead {
  conversations: number;
  turns: number;
  /** Conversations that stood there twice and counted once. */
  twice: number;
  /** What was left out; the first of them, `skippedInAll` tells how many there were. */
  skipped: Skipped[];
  skippedInAll: number;
}

export interface Mined {
  /** Those first that would have saved most typing. Empty when there is a problem. */
  proposals: Proposal[];
  read: MiningRead;
  /** Why nothing is proposed: no conversation, no agent in them, or the two sides seem to be swapped. */
  problem?: Problem;
}

const MOST_SKIPPED = 100;
/** How long to work before others have a turn, in conversations. */
const AT_ONCE = 200;

/**
 * Reads the files and proposes rules. `onProgress` gets bytes done and bytes in all. Rejects with a ProblemError where
 * a file cannot be read or understood, and with the signal's reason when it is aborted; nothing is left behind then.
 */
export async function mine(files: readonly string[], options: MiningOptions, onProgress: (done: number, total: number) => void, signal?: AbortSignal): Promise<Mined> {
  const total = (await Promise.all(files.map(sizeOf))).reduce((sum, size) => sum + size, 0);
  const miner = new Miner(parts);
  const read: MiningRead = { conversations: 0, turns: 0, twice: 0, skipped: [], skippedInAll: 0 };
  let done = 0;
  for (const file of files) {
    const reading = {
      mapping: options.mapping,
      agents: options.agents,
      skip: (line: number, why: Skipped['why']) => {
        if (read.skippedInAll++ < MOST_SKIPPED) read.skipped.push({ file, line, why });
      },
      onBytes: (count: number) => onProgress((done += count), total),
    };
    let since = 0;
    for await (const conversation of readHistory(file, reading)) {
      miner.add(options.swapRoles ? swapped(conversation) : conversation);
      if (++since % AT_ONCE > 0) continue;
      await new Promise((resolve) => setImmediate(resolve));
      signal?.throwIfAborted();
    }
    signal?.throwIfAborted();
  }
  Object.assign(read, { conversations: miner.counts.conversations, turns: miner.counts.turns, twice: miner.counts.twice });
  const problem = problemWith(miner, files);
  if (problem) return { proposals: [], read, problem };
  const proposals = miner.propose({ ...(options.least === undefined ? {} : { least: options.least }), ...(options.known ? { known: options.known } : {}) });
  return { proposals, read };
}

async function sizeOf(file: string): Promise<number> {
  try {
    return (await stat(file)).size;
  } catch (error) {
    throw new ProblemError({ code: 'history-unreadable', file, detail: error instanceof Error ? error.message : String(error) });
  }
}

type Conversation = Parameters<Miner['add']>[0];

function swapped({ id, turns }: Conversation): Conversation {
  return { id, turns: turns.map(({ role, text }) => ({ role: role === 'agent' ? 'customer' : 'agent', text })) };
}

function problemWith(miner: Miner, [file = '']: readonly string[]): Problem | null {
  const { conversations, agentTurns, customerTurns } = miner.counts;
  const params = { conversations, agentTurns, customerTurns };
  if (conversations === 0) return { code: 'history-empty', file, params, detail: 'no conversation was found' };
  if (agentTurns === 0) return { code: 'history-no-agent', file, params, detail: 'no turn of an agent: what was answered is not in it' };
  if (customerTurns === 0) return { code: 'history-no-customer', file, params, detail: 'no turn of a customer: what was asked is not in it' };
  if (miner.rolesSwapped) return { code: 'history-roles-swapped', file, params, detail: 'the agent’s turns read like a customer’s; swap the two sides' };
  return null;
}
