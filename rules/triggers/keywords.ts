/**
 * Keywords: every keyword of every trigger is found in one pass over the message; a trigger is looked at only when a
 * keyword that it cannot do without was among them.
 */
import type { Message } from '../message';
import { bareWordingOf, plainText, type Normalised } from '../normalise';
import { isHalfQuestion, negationBefore } from '../text/negation';
import { isWhole, weightOf } from '../text/words';
import type { Span } from '../types';
import { Finder } from './finder';
import { judge, Place, type Compiled, type Places, type Verdict } from './keywords-verdict';
import { addSlot, eachSlot, removeSlot, type Found, type Match, type Slots, type TriggerIndex, type TriggerOf, type Wanted } from './trigger';

/** More places of one keyword tell nothing more, and a text of one word repeated would hold thousands. */
const MAX_PLACES = 16;
/** Shared by all triggers that have no keywords of a kind. */
const NONE: readonly number[] = [];

export class KeywordsIndex implements TriggerIndex<'keywords'> {
  readonly #finder = new Finder();
  /** Keywords of punctuation alone, by themselves; they get odd ids, those in the finder even ones. */
  readonly #marks = new Map<string, { id: number; uses: number }>();
  #lastMark = -1;
  readonly #compiled = new Map<number, Compiled>();
  /** Per keyword, the triggers that are looked at when it is found. */
  readonly #anchored = new Map<number, Slots>();
  /** Counts the messages that were looked at. */
  #turn = 0;
  #seen: { message: Message; places: Places } | null = null;

  check(): void {}

  add(slot: number, trigger: TriggerOf<'keywords'>): void {
    const ids = (words: readonly string[]) => (words.length === 0 ? NONE : words.map((word) => this.#enter(word)));
    const { ordered, within } = trigger;
    const compiled: Compiled = { all: ids(trigger.all), any: ids(trigger.any), none: ids(trigger.none), ordered, within, seenFor: 0 };
    this.#compiled.set(slot, compiled);
    this.#seen = null;
    for (const id of this.#anchors(trigger, compiled)) addSlot(this.#anchored, id, slot);
  }

  remove(slot: number, trigger: TriggerOf<'keywords'>): void {
    const compiled = this.#compiled.get(slot);
    if (!compiled) return;
    this.#compiled.delete(slot);
    this.#seen = null;
    for (const id of [...compiled.all, ...compiled.any]) removeSlot(this.#anchored, id, slot);
    for (const word of [...trigger.all, ...trigger.any, ...trigger.none]) this.#leave(word);
  }

  match(message: Message, wanted: Wanted, found: Found): void {
    const places = this.#places(message);
    const turn = ++this.#turn;
    const look = (slot: number) => {
      const compiled = this.#compiled.get(slot)!;
      if (compiled.seenFor === turn || !wanted(slot)) return;
      compiled.seenFor = turn;
      found(slot, judge(message, compiled, places)?.confidence ?? 0);
    };
    for (const id of places.keys()) eachSlot(this.#anchored.get(id), look);
  }

  explain(message: Message, slot: number, trigger: TriggerOf<'keywords'>): Match | null {
    const compiled = this.#compiled.get(slot);
    const verdict = compiled && judge(message, compiled, this.#places(message));
    return verdict ? inWords(verdict, compiled, trigger) : null;
  }

  #enter(word: string): number {
    const text = keyOf(word);
    if (text !== '') return this.#finder.add(text) * 2;
    const mark = this.#marks.get(word) ?? { id: (this.#lastMark += 2), uses: 0 };
    mark.uses++;
    this.#marks.set(word, mark);
    return mark.id;
  }

  #leave(word: string): void {
    const text = keyOf(word);
    if (text !== '') return this.#finder.remove(text);
    const mark = this.#marks.get(word);
    if (mark && --mark.uses === 0) this.#marks.delete(word);
  }

  /** One of `all` is enough to find the trigger by: the longest, as it is mostly the rarest. Without `all`, each of `any`. */
  #anchors(trigger: TriggerOf<'keywords'>, { all, any }: Compiled): readonly number[] {
    if (all.length === 0) return any;
    let best = 0;
    const longer = (a: string, b: string) => a.length - b.length || (a < b ? 1 : -1);
    for (let at = 1; at < all.length; at++) if (longer(trigger.all[at]!, trigger.all[best]!) > 0) best = at;
    return [all[best]!];
  }

  #places(message: Message): Places {
    if (this.#seen?.message === message) return this.#seen.places;
    const places: Places = new Map();
    this.#scan(message, message.plain, places);
    // What ends in a particle reads differently in full: 有货么 is 有货吗.
    if (message.wording.text !== message.plain.text) {
      this.#scan(message, message.wording, places);
      for (const list of places.values()) list.sort((a, b) => a.start - b.start);
    }
    for (const [mark, { id }] of this.#marks) {
      const start = message.original.indexOf(mark);
      if (start >= 0) places.set(id, [new Place(start, start + mark.length, 1, () => null)]);
    }
    this.#seen = { message, places };
    return places;
  }

  #scan({ original }: Message, form: Normalised, places: Places): void {
    this.#finder.scan(form.text, (id, from, to) => {
      const known = places.get(id * 2);
      if (known && known.length >= MAX_PLACES) return;
      if (!isWhole(form.text, from, to) || isHalfQuestion(form.text, from)) return;
      const start = form.start[from]!;
      if (known?.some((place) => place.start === start)) return;
      const place = new Place(start, form.end[to - 1]!, weightOf(form.text, from, to), () => negationBefore(form, original, from, to));
      if (known) known.push(place);
      else places.set(id * 2, [place]);
    });
  }
}

/** The form in which a keyword is looked for: without its particle where two characters are left (好吧 is not 好). */
function keyOf(word: string): string {
  const { text } = bareWordingOf(word);
  return text.length >= 2 ? text : plainText(word);
}

/** The verdict as evidence: each keyword's share by its weight, and what negations take away. */
function inWords(verdict: Verdict, { all, any }: Compiled, trigger: TriggerOf<'keywords'>): Match {
  const { confidence, unnegated, hits } = verdict;
  const word = (id: number) => (all.includes(id) ? trigger.all[all.indexOf(id)] : trigger.any[any.indexOf(id)])!;
  const whole = hits.reduce((sum, { place }) => sum + place.weight, 0) || 1;
  const negated = hits.filter(({ place }) => place.negation !== null);
  const matched: Span[] = hits.map(({ place: { start, end } }) => ({ start, end })).sort((a, b) => a.start - b.start || a.end - b.end);
  return {
    confidence,
    matched,
    for: hits.map(({ id, place }) => ({ kind: 'keyword', keyword: word(id), weight: (unnegated * place.weight) / whole })),
    against: negated.map(({ id, place }) => ({
      kind: 'negation',
      keyword: word(id),
      negation: place.negation!,
      weight: (confidence - unnegated) / negated.length,
    })),
  };
}
