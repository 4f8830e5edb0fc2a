/** Learning from past conversations: files are chosen or text pasted, a miner reads them, and the agent accepts what is good. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { wordingsOf } from '../../rules/revise';
import { MAX_REPLY_LENGTH, type Rule } from '../../rules/types';
import type { HistoryState, ProposalView } from '../learned-channels';
import type { Mined, Miner, Proposal } from './miner';

/** Progress is told at most this often. */
const TELL_MS = 100;
/** Of each proposal so much is shown. */
const WORDINGS_SHOWN = 10;
const EXAMPLES_SHOWN = 5;
const PASTED = 'pasted.txt';

export interface HistoryParts {
  miner: Miner | null;
  clock(): number;
  newId(): string;
  /** The name of a rule by its id. */
  nameOf(ruleId: string): string | undefined;
  changed(): void;
}

/** One reading at a time; what it found stays until the agent leaves it or reads something else. */
export class History {
  readonly #parts: HistoryParts;
  #state: HistoryState;
  #proposals: readonly Proposal[] = [];
  #running: AbortController | null = null;

  constructor(parts: HistoryParts) {
    this.#parts = parts;
    this.#state = { phase: parts.miner ? 'choose' : 'off' };
  }

  get state(): HistoryState {
    return this.#state;
  }

  /** The names of the files in which was found what there is. */
  get source(): string {
    return this.#state.phase === 'found' ? this.#state.files.join(', ').slice(0, 500) : '';
  }

  /** Reads files; what was found before is left. Resolves when that has ended, however it did. */
  async read(files: readonly string[]): Promise<void> {
    const { miner } = this.#parts;
    if (!miner || files.length === 0) return;
    this.#running?.abort();
    const running = (this.#running = new AbortController());
    const names = files.map((file) => basename(file));
    this.#proposals = [];
    this.#become({ phase: 'running', files: names, done: 0, total: 0 });
    let told = 0;
    const onProgress = (done: number, total: number) => {
      const now = performance.now();
      if (running !== this.#running || (now - told < TELL_MS && done < total)) return;
      told = now;
      this.#become({ phase: 'running', files: names, done, total });
    };
    try {
      const found = await miner.mineFiles(files, { onProgress, signal: running.signal });
      if (running === this.#running) this.#found(found, names);
    } catch (error) {
      if (running === this.#running) this.#become({ phase: 'failed', files: names, reason: error instanceof Error ? error.message : String(error) });
    } finally {
      if (running === this.#running) this.#running = null;
    }
  }

  /** Reads pasted text of a chat window. It is on the disk while it is read, and no longer. */
  async readText(text: string): Promise<void> {
    const folder = await mkdtemp(join(tmpdir(), 'seat-paste-'));
    try {
      const file = join(folder, PASTED);
      await writeFile(file, text, { mode: 0o600 });
      await this.read([file]);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }

  /** Stops reading; nothing of it is kept. */
  cancel(): void {
    if (!this.#running) return;
    this.#running.abort();
    this.#running = null;
    this.leave();
  }

  leave(): void {
    if (this.#running || !this.#parts.miner) return;
    this.#proposals = [];
    this.#become({ phase: 'choose' });
  }

  /** What was found, the most saving first. */
  proposals(): ProposalView[] {
    return this.#proposals.map((proposal) => this.#view(proposal));
  }

  /** The rules that proposals become, with the agent's own wording of a reply in place of the first; ids that are not known are left out. */
  rulesOf(picks: readonly { id: string; reply?: string | undefined }[]): Rule[] {
    const { newId, clock } = this.#parts;
    const known = new Map(this.#proposals.map((proposal) => [proposal.id, proposal]));
    const from = this.source;
    return picks.flatMap(({ id, reply }) => {
      const proposal = known.get(id);
      if (!proposal) return [];
      const texts = proposal.replies.map(({ text }) => text);
      const replies = [...new Set([reply?.trim() || texts[0]!, ...texts.slice(1)])].map((text) => ({ text: text.slice(0, MAX_REPLY_LENGTH) }));
      const { name, triggers } = proposal;
      return [{ id: newId(), name, group: '', triggers, replies, scope: {}, enabled: true, source: { kind: 'mined', from, at: clock() } }];
    });
  }

  /** Those are rules now, and no proposals any more. */
  accepted(ids: readonly string[]): void {
    const gone = new Set(ids);
    this.#proposals = this.#proposals.filter(({ id }) => !gone.has(id));
    if (this.#state.phase === 'found') this.#become({ ...this.#state, proposals: this.#proposals.length });
  }

  #found({ proposals, read }: Mined, files: string[]): void {
    this.#proposals = [...proposals].sort((a, b) => b.saved - a.saved);
    this.#become({ phase: 'found', files, proposals: proposals.length, read });
  }

  #become(state: HistoryState): void {
    this.#state = state;
    this.#parts.changed();
  }

  #view({ id, name, kind, triggers, replies, times, conversations, saved, examples, alike }: Proposal): ProposalView {
    const wordings = wordingsOf({ triggers });
    const other = alike === undefined ? undefined : (this.#parts.nameOf(alike) ?? alike);
    return {
      id, name, kind, times, conversations, saved,
      replies: replies.map(({ text }) => text),
      wordings: wordings.slice(0, WORDINGS_SHOWN),
      wordingCount: wordings.length,
      examples: examples.slice(0, EXAMPLES_SHOWN),
      ...(other === undefined ? {} : { alike: other }),
    };
  }
}
