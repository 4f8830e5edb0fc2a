/** One draft: asks the profiles in turn, each again where that is safe, within its times; gives the words as they come. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Restorer } from './masking';
import { LONGEST_WAIT_MS, type Pauses } from './pauses';
import { ModelProblem } from './problems';
import type { NamedProfile } from './profiles';
import { streamChat, type ChatMessage, type Piece, type Usage } from './provider';

/** One profile with what it is asked. */
export interface Ask {
  profile: NamedProfile;
  key: string;
  messages: readonly ChatMessage[];
  /** Puts masked values back; a new one each time, as it holds what has come so far. */
  restorer(): Pick<Restorer, 'push' | 'end'>;
}

export type DraftEvent =
  /** A request leaves now. */
  | { kind: 'sending'; profile: NamedProfile }
  | { kind: 'thinking' }
  /** More of the reply, restored. */
  | { kind: 'text'; text: string };

/** A finished draft. */
export interface Draft {
  text: string;
  /** The model ran into the limit of its length. */
  cut: boolean;
  usage: Usage | null;
  profile: string;
  /** From the request to the first word and to the end, ms. */
  firstWordMs: number;
  wholeMs: number;
}

/** Times in ms. */
export interface Limits {
  /** Between two pieces. */
  stall: number;
  /** All of it, retries and fallback included. */
  whole: number;
  /** The usage comes after the last word or not at all. */
  afterwards: number;
  /** Before the first and the second retry; each with up to half of it on top, so that seats do not come back together. */
  backoff: readonly number[];
}

export const LIMITS: Limits = { stall: 12_000, whole: 90_000, afterwards: 1_000, backoff: [500, 1_500] };
/** Longest reply that is kept, UTF-16 code units; far above what a chat takes. */
const LONGEST_REPLY = 6_000;

export interface DraftWorld {
  pauses: Pauses;
  /** Milliseconds since 1970. */
  now(): number;
  /** 0..1. */
  random(): number;
  limits?: Limits;
}

/**
 * Writes a draft. `on` is told as it comes. Rejects with ModelProblem, that of the first profile where several failed;
 * with null when `signal` was aborted. After the first word nothing is asked again: the agent has read it.
 */
export async function writeDraft(asks: readonly Ask[], signal: AbortSignal, on: (event: DraftEvent) => void, world: DraftWorld): Promise<Draft> {
  const limits = world.limits ?? LIMITS;
  const end = AbortSignal.timeout(limits.whole);
  let first: ModelProblem | null = null;
  for (const ask of asks) {
    const pause = world.pauses.of(ask.profile.id, world.now());
    if (pause) {
      first ??= pause.problem;
      continue;
    }
    const writing = new Writing(ask, signal, end, on, limits);
    try {
      const draft = await withRetries(writing, world, limits, signal);
      world.pauses.worked(ask.profile.id);
      return draft;
    } catch (error) {
      if (signal.aborted) throw aborted();
      if (!(error instanceof ModelProblem)) throw error;
      world.pauses.failed(ask.profile.id, error, world.now());
      if (writing.begun) throw error;
      first ??= error;
    }
  }
  throw first ?? new ModelProblem('no-key');
}

/** What a cancelled draft is rejected with: nobody waits for it any more. */
export class Aborted extends Error {}
const aborted = () => new Aborted('the draft was cancelled');

async function withRetries(writing: Writing, world: DraftWorld, limits: Limits, signal: AbortSignal): Promise<Draft> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await writing.write();
    } catch (error) {
      const backoff = limits.backoff[attempt];
      if (!(error instanceof ModelProblem) || !error.passing || writing.begun || backoff === undefined || signal.aborted) throw error;
      const wait = Math.max(error.retryAfterMs ?? 0, backoff * (1 + world.random() / 2));
      if (wait > LONGEST_WAIT_MS) throw error;
      await sleep(wait, undefined, { signal });
    }
  }
}

/** The writing of one profile, once or several times. */
class Writing {
  /** A word was shown. */
  begun = false;
  readonly #ask: Ask;
  readonly #cancelled: AbortSignal;
  readonly #end: AbortSignal;
  readonly #on: (event: DraftEvent) => void;
  readonly #limits: Limits;

  constructor(ask: Ask, cancelled: AbortSignal, end: AbortSignal, on: (event: DraftEvent) => void, limits: Limits) {
    this.#ask = ask;
    this.#cancelled = cancelled;
    this.#end = end;
    this.#on = on;
    this.#limits = limits;
  }

  async write(): Promise<Draft> {
    const { profile, key, messages } = this.#ask;
    if (this.#cancelled.aborted) throw aborted();
    this.#on({ kind: 'sending', profile });
    const begin = performance.now();
    const stop = new AbortController();
    const stopped = () => stop.abort();
    this.#cancelled.addEventListener('abort', stopped);
    const pieces = streamChat(profile, key, messages, stop.signal);
    const reply = new Reply(this.#ask.restorer(), (text) => {
      this.begun = true;
      this.#on({ kind: 'text', text });
    });
    let alive = false;
    try {
      for (;;) {
        const piece = await this.#next(pieces, alive, reply.ended);
        if (piece === null) break;
        alive = true;
        if (piece.kind === 'thinking') this.#on({ kind: 'thinking' });
        else reply.take(piece, performance.now() - begin);
      }
    } finally {
      stop.abort();
      this.#cancelled.removeEventListener('abort', stopped);
      void pieces.return(undefined).catch(() => undefined);
    }
    if (this.#cancelled.aborted) throw aborted();
    return reply.finished(profile.id, performance.now() - begin);
  }

  /** The next piece; null when there is no more, or the reply is whole and nothing follows soon. */
  async #next(pieces: AsyncGenerator<Piece>, alive: boolean, ended: boolean): Promise<Piece | null> {
    const { stall, afterwards } = this.#limits;
    const first = this.#ask.profile.firstWordSeconds * 1000;
    const wait = ended ? afterwards : alive ? stall : first;
    const next = pieces.next().then(({ done, value }) => (done ? null : value));
    // When time runs out first, the stream is aborted, and how it ends then is of no interest.
    next.catch(() => undefined);
    let timer: NodeJS.Timeout | undefined;
    let ran: () => void = () => undefined;
    const out = new Promise<'out'>((resolve) => {
      ran = () => resolve('out');
      timer = setTimeout(ran, wait);
      this.#end.addEventListener('abort', ran);
      this.#cancelled.addEventListener('abort', ran);
      if (this.#end.aborted || this.#cancelled.aborted) ran();
    });
    try {
      const piece = await Promise.race([next, out]);
      if (piece !== 'out') return piece;
    } finally {
      clearTimeout(timer);
      this.#end.removeEventListener('abort', ran);
      this.#cancelled.removeEventListener('abort', ran);
    }
    if (ended) return null;
    if (this.#cancelled.aborted) throw aborted();
    const seconds = Math.round((this.#end.aborted ? this.#limits.whole : wait) / 1000);
    throw new ModelProblem(alive ? 'stalled' : 'slow-start', { params: { seconds } });
  }
}

/** The reply as it grows. */
class Reply {
  ended = false;
  #text = '';
  #cut = false;
  #usage: Usage | null = null;
  #firstWordMs = 0;
  readonly #restorer: Pick<Restorer, 'push' | 'end'>;
  readonly #shown: (text: string) => void;

  constructor(restorer: Pick<Restorer, 'push' | 'end'>, shown: (text: string) => void) {
    this.#restorer = restorer;
    this.#shown = shown;
  }

  take(piece: Piece, ms: number): void {
    if (piece.kind === 'usage') this.#usage = piece.usage;
    else if (piece.kind === 'text') this.#add(this.#restorer.push(piece.text), ms);
    else if (piece.kind === 'end') {
      this.#cut = piece.cut;
      this.ended = true;
      this.#add(this.#restorer.end(), ms);
    }
  }

  finished(profile: string, wholeMs: number): Draft {
    const text = this.#text.trim();
    if (text === '') throw new ModelProblem('empty');
    return { text, cut: this.#cut, usage: this.#usage, profile, firstWordMs: this.#firstWordMs, wholeMs };
  }

  #add(more: string, ms: number): void {
    // Many models begin with an empty line.
    const text = this.#text === '' ? more.trimStart() : more;
    if (text === '') return;
    if (this.#text === '') this.#firstWordMs = ms;
    this.#text += text;
    if (this.#text.length > LONGEST_REPLY) throw new ModelProblem('endless');
    this.#shown(text);
  }
}
