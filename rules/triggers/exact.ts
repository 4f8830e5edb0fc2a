/** Exact wordings: hash tables from the normalised wording, and from the wording without courtesy, to the triggers. */
import type { Message } from '../message';
import { withoutPersonal } from '../learning/wording';
import { normalisedText } from '../normalise';
import { withoutCourtesy } from '../text/courtesy';
import { SlotTable } from './slot-table';
import { MAX_WORDING } from '../types';
import type { Found, Match, TriggerIndex, TriggerOf, Wanted } from './trigger';

/** The message is the wording, character by character. */
const WORD_FOR_WORD = 0.98;
/** It is once both are normalised. */
const NORMALISED = 0.97;
/** It is but for a greeting before or thanks behind. */
const WITHOUT_COURTESY = 0.88;

export class ExactIndex implements TriggerIndex<'exact'> {
  readonly #trigger: (slot: number) => TriggerOf<'exact'>;
  readonly #whole = new SlotTable();
  /** Only wordings that hold courtesy; the others are found in `#whole`. */
  readonly #core = new SlotTable();
  /** How many wordings hold the name of a kind in place of a value (learning/wording.ts). */
  #marked = 0;

  /** `trigger` gives the trigger that was added under a slot. */
  constructor(trigger: (slot: number) => TriggerOf<'exact'>) {
    this.#trigger = trigger;
  }

  check(): void {}

  add(slot: number, { texts }: TriggerOf<'exact'>): void {
    for (const text of texts) {
      const key = normalisedText(text);
      if (key === '') continue;
      if (text.includes(MARK)) this.#marked++;
      this.#whole.add(key, slot);
      const core = withoutCourtesy(key);
      if (core !== key) this.#core.add(core, slot);
    }
  }

  remove(slot: number, { texts }: TriggerOf<'exact'>): void {
    for (const text of texts) {
      const key = normalisedText(text);
      if (key === '') continue;
      if (text.includes(MARK)) this.#marked--;
      this.#whole.remove(key, slot);
      const core = withoutCourtesy(key);
      if (core !== key) this.#core.remove(core, slot);
    }
  }

  replace(slot: number, before: TriggerOf<'exact'>, after: TriggerOf<'exact'>): void {
    this.remove(slot, { ...before, texts: without(before.texts, after.texts) });
    this.add(slot, { ...after, texts: without(after.texts, before.texts) });
  }

  match(message: Message, wanted: Wanted, found: Found): void {
    if (message.text === '') return;
    const seen = new Set<number>();
    const report = (written: string | null) => (slot: number) => {
      if (seen.has(slot) || !wanted(slot)) return;
      seen.add(slot);
      found(slot, written === null ? WITHOUT_COURTESY : this.#trigger(slot).texts.includes(written) ? WORD_FOR_WORD : NORMALISED);
    };
    this.#whole.each(message.text, report(message.trimmed));
    const wording = this.#marked > 0 ? wordingOf(message) : null;
    if (wording !== null) this.#whole.each(normalisedText(wording), report(wording));
    // 你好 and 谢谢 alone are messages of their own, not what is left of others.
    if (message.bare !== null) return;
    if (message.core !== message.text) this.#whole.each(message.core, report(null));
    this.#core.each(message.core, report(null));
  }

  explain(message: Message, _slot: number, { texts }: TriggerOf<'exact'>): Match | null {
    const { trimmed, offset } = message;
    const matched = [{ start: offset, end: offset + trimmed.length }];
    const match = (confidence: number): Match => ({ confidence, matched, for: [{ kind: 'exact', weight: confidence }], against: [] });
    if (message.text === '') return null;
    const wording = wordingOf(message);
    if (texts.includes(trimmed) || (wording !== null && texts.includes(wording))) return match(WORD_FOR_WORD);
    const keys = texts.map(normalisedText);
    if (keys.includes(message.text) || (wording !== null && keys.includes(normalisedText(wording)))) return match(NORMALISED);
    return keys.some((key) => key !== '' && withoutCourtesy(key) === message.core) ? match(WITHOUT_COURTESY) : null;
  }
}

/** The texts that others do not hold; one that is there twice counts as often. */
function without(texts: readonly string[], others: readonly string[]): string[] {
  const left = new Map<string, number>();
  for (const text of others) left.set(text, (left.get(text) ?? 0) + 1);
  return texts.filter((text) => {
    const count = left.get(text) ?? 0;
    left.set(text, count - 1);
    return count <= 0;
  });
}

const MARK = '〔';

/** The message as a learned wording holds it; null where that is the message itself. */
function wordingOf({ trimmed }: Message): string | null {
  if (trimmed.length > MAX_WORDING) return null;
  const wording = withoutPersonal(trimmed);
  return wording === trimmed ? null : wording;
}
