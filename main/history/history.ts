/** Learning from past conversations: files are chosen or text pasted, a miner reads them, and the agent accepts what is good. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { normalisedText } from '../../rules/normalise';
import { wordingsOf } from '../../rules/revise';
import { MAX_REPLY_LENGTH, type Rule } from '../../rules/types';
import { PASTED_FILE, type HistoryState, type ProposalView } from '../learned-channels';
import { problemOf, type Problem } from '../problem';
import type { Hints, Mined, Miner, Proposal } from './miner';

/** Progress is told at most this often. */
const TELL_MS = 100;
/** Of each proposal so much is shown. */
const WORDINGS_SHOWN = 10;
const EVIDENCE_SHOWN = 5;

export interface HistoryParts {
  miner: Miner;
  clock(): number;
  newId(): string;
  /** The rules that are there already. */
  rules(): readonly Rule[];
  changed(): void;
}

/** One reading at a time; what it found stays until the agent leaves it or reads something else. */
export class History {
  readonly #parts: HistoryParts;
  #state: HistoryState = { phase: 'choose' };
  #files: readonly string[] = [];
  #hints: Hints = {};
  #proposals: readonly Proposal[] = [];
  #running: AbortController | null = null;
  /** Where pasted text lies while it is read. */
  #pasted: string | null = null;

  constructor(parts: HistoryParts) {
    this.#parts = parts;
  }

  get state(): HistoryState {
    return this.#state;
  }

  /** The names of the files in which was found what there is. */
  get source(): string {
    return this.#names().join(', ').slice(0, 500);
  }

  /** Reads files; what was found before is left. Resolves when that has ended, however it did. */
  async read(files: readonly string[]): Promise<void> {
    if (files.length === 0) return;
    await this.#forgetPasted();
    this.#files = files;
    this.#hints = {};
    await this.#read();
  }

  /** Reads pasted text of a chat window. It is on the disk while it is read, and no longer. */
  async readText(text: string): Promise<void> {
    const folder = await mkdtemp(join(tmpdir(), 'seat-paste-'));
    const file = join(folder, PASTED_FILE);
    await writeFile(file, text, { mode: 0o600 });
    await this.#forgetPasted();
    this.#pasted = folder;
    this.#files = [file];
    this.#hints = {};
    await this.#read();
  }

  /** Reads the same files again with what the agent said about them. */
  async readAgain(hints: Hints): Promise<void> {
    if (this.#running || this.#files.length === 0) return;
    this.#hints = { ...this.#hints, ...hints };
    await this.#read();
  }

  /** Stops reading; nothing of it is kept. */
  cancel(): void {
    this.#running?.abort(new Error('cancelled'));
    this.#running = null;
    this.leave();
  }

  /** Leaves what was found, or asked, and goes back to choosing. */
  leave(): void {
    if (this.#running) return;
    this.#proposals = [];
    this.#files = [];
    void this.#forgetPasted();
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
    const wanted = new Map(picks.map(({ id, reply }) => [id, reply]));
    return [...wanted].flatMap(([id, reply]) => {
      const proposal = known.get(id);
      if (!proposal) return [];
      const { name, triggers } = proposal;
      const texts = new Set([reply?.trim() || proposal.replies[0]!, ...proposal.replies.slice(1)]);
      const replies = [...texts].map((text) => ({ text: text.slice(0, MAX_REPLY_LENGTH) }));
      return [{ id: newId(), name, group: '', triggers, replies, scope: {}, enabled: true, source: { kind: 'mined' as const, from, at: clock() } }];
    });
  }

  /** Those are rules now, and no proposals any more. */
  accepted(ids: readonly string[]): void {
    const gone = new Set(ids);
    this.#proposals = this.#proposals.filter(({ id }) => !gone.has(id));
    if (this.#state.phase !== 'found') return;
    if (this.#proposals.length === 0) this.leave();
    else this.#become({ ...this.#state, proposals: this.#proposals.length });
  }

  close(): Promise<void> {
    this.#running?.abort(new Error('closed'));
    this.#running = null;
    return this.#forgetPasted();
  }

  async #read(): Promise<void> {
    const { miner } = this.#parts;
    this.#running?.abort(new Error('overtaken'));
    const running = (this.#running = new AbortController());
    const isCurrent = () => running === this.#running;
    const files = this.#names();
    this.#proposals = [];
    this.#become({ phase: 'running', files, done: 0, total: 0 });
    let told = 0;
    const onProgress = (done: number, total: number) => {
      const now = performance.now();
      if (!isCurrent() || (now - told < TELL_MS && done < total)) return;
      told = now;
      this.#become({ phase: 'running', files, done, total });
    };
    const state = await miner.mineFiles(this.#files, { ...this.#hints, known: this.#known(), onProgress, signal: running.signal }).then(
      (mined) => () => this.#found(mined),
      (error: unknown) => () => this.#stuck(problemOf(error)),
    );
    if (!isCurrent()) return;
    const next = await state();
    if (!isCurrent()) return;
    this.#running = null;
    if (next.phase !== 'asking') await this.#forgetPasted();
    this.#become(next);
  }

  async #found({ proposals, read, problem }: Mined): Promise<HistoryState> {
    if (problem) return this.#stuck(problem);
    this.#proposals = [...proposals].sort((a, b) => b.saved - a.saved);
    const { conversations, turns, skippedInAll: skipped } = read;
    return { phase: 'found', files: this.#names(), proposals: proposals.length, read: { conversations, turns, skipped } };
  }

  /** What the miner cannot tell by itself is asked; anything else is told. */
  async #stuck(problem: Problem): Promise<HistoryState> {
    const files = this.#names();
    const { code, params } = problem;
    if (code === 'history-roles') return { phase: 'asking', files, about: { kind: 'agents', speakers: String(params?.['speakers'] ?? '').split(', ').filter(Boolean) } };
    if (code === 'history-roles-swapped') return { phase: 'asking', files, about: { kind: 'swap' } };
    if (code === 'history-columns' && problem.file !== undefined) {
      const columns = await this.#parts.miner.lookAtColumns(problem.file).catch(() => null);
      if (columns) return { phase: 'asking', files, about: { kind: 'columns', file: basename(problem.file), ...columns } };
    }
    return { phase: 'failed', files, problem: { ...problem, ...(problem.file === undefined ? {} : { file: basename(problem.file) }) } };
  }

  #known(): Map<string, string> {
    return new Map(this.#parts.rules().flatMap((rule) => rule.replies.map(({ text }) => [normalisedText(text), rule.id] as const)));
  }

  #names(): string[] {
    return this.#files.map((file) => basename(file));
  }

  async #forgetPasted(): Promise<void> {
    const folder = this.#pasted;
    this.#pasted = null;
    if (folder !== null) await rm(folder, { recursive: true, force: true });
  }

  #become(state: HistoryState): void {
    this.#state = state;
    this.#parts.changed();
  }

  #view({ id, name, kind, triggers, replies, times, saved, evidence, alike }: Proposal): ProposalView {
    const wordings = wordingsOf({ triggers });
    const other = alike === undefined ? undefined : (this.#parts.rules().find((rule) => rule.id === alike)?.name ?? alike);
    return {
      id, name, kind, replies, times, saved,
      wordings: wordings.slice(0, WORDINGS_SHOWN),
      wordingCount: wordings.length,
      examples: evidence.slice(0, EVIDENCE_SHOWN).map(({ message, reply }) => ({ message, reply })),
      ...(other === undefined ? {} : { alike: other }),
    };
  }
}
