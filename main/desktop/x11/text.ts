/** Reads a selection as text, unless it is marked as a secret, and never more of it than is needed to refuse it. */
import type { ClipboardText } from '../desktop';
import type { Connection } from './connection';
import { decodeText } from './content';
import type { Fetched, Requestor } from './requestor';

/** An owner that says nothing for so long is not waited for, in ms. */
const ANSWER_MS = 1_000;
/** UTF-8 needs at most three bytes for a UTF-16 code unit. */
const BYTES_PER_UNIT = 3;
/** Longest list of targets that is read, in bytes: a thousand of them. */
const TARGETS_BYTES = 4_096;

/** The targets that hold a text, the best first. */
const TEXT_TARGETS = ['UTF8_STRING', 'text/plain;charset=utf-8', 'STRING', 'TEXT', 'text/plain'] as const;

export class TextReader {
  constructor(
    private readonly connection: Connection,
    private readonly requestor: Requestor,
  ) {}

  /**
   * The text of a selection, at most `maxLength` UTF-16 code units. `valid` is asked for each request, by its
   * sequence number, whether its answer still belongs to what is to be read. Never rejects.
   */
  async read(selection: number, maxLength: number, valid: (asked: number) => boolean = () => true): Promise<ClipboardText> {
    const listed = await this.fetch(selection, this.connection.atom('TARGETS'), TARGETS_BYTES);
    if (!valid(listed.asked) || listed.kind === 'timeout') return { kind: 'no-text' };
    const targets = listed.kind === 'data' ? targetList(listed.data) : null;
    const hint = this.connection.atom('x-kde-passwordManagerHint');
    if (targets?.includes(hint) && (await this.isSecret(selection, hint))) return { kind: 'secret' };
    for (const name of TEXT_TARGETS) {
      const target = this.connection.atom(name);
      // An owner without a list of targets is asked for the two that the oldest programs know.
      if (targets ? !targets.includes(target) : name !== 'UTF8_STRING' && name !== 'STRING') continue;
      const fetched = await this.fetch(selection, target, maxLength * BYTES_PER_UNIT);
      if (!valid(fetched.asked) || fetched.kind === 'timeout') return { kind: 'no-text' };
      if (fetched.kind !== 'refused') return this.judge(fetched, maxLength);
    }
    return { kind: 'no-text' };
  }

  private judge(fetched: Fetched, maxLength: number): ClipboardText {
    if (fetched.kind === 'over') return { kind: 'too-long', bytes: fetched.bytes };
    if (fetched.kind !== 'data') return { kind: 'no-text' };
    const text = decodeText(this.connection, fetched.type, fetched.data);
    if (text === '') return { kind: 'no-text' };
    if (text.length > maxLength) return { kind: 'too-long', characters: text.length, bytes: fetched.data.length };
    return { kind: 'text', text };
  }

  /** When the mark is offered but cannot be read, it counts as a secret. */
  private async isSecret(selection: number, hint: number): Promise<boolean> {
    const fetched = await this.fetch(selection, hint, 64);
    return fetched.kind !== 'data' || fetched.data.toString('latin1').replace(/\0$/, '') === 'secret';
  }

  private fetch(selection: number, target: number, maxBytes: number): Promise<Fetched> {
    return this.requestor.fetch(selection, target, { maxBytes, idleMs: ANSWER_MS });
  }
}

/** The atoms in the answer to TARGETS. */
export function targetList(data: Buffer): number[] {
  return Array.from({ length: data.length >> 2 }, (_, i) => data.readUInt32LE(i * 4));
}
