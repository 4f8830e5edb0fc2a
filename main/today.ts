import type { Outcome } from '../rules/types';

/** Typing speed that saved time is counted with, characters a minute: an ordinary typist of Chinese with pinyin. */
const TYPED_PER_MINUTE = 60;
/** What reading the panel and clicking costs instead, in minutes. */
const CLICK_MINUTES = 3 / 60;

/** Today's figures for the panel's footer; they begin anew at the agent's midnight. */
export class Today {
  readonly #startOfDay: (now: number) => number;
  #day = 0;
  #inserted = 0;
  #minutes = 0;

  constructor(startOfDay: (now: number) => number, now: number, outcomes: readonly Outcome[]) {
    this.#startOfDay = startOfDay;
    this.#day = startOfDay(now);
    for (const outcome of outcomes) this.add(outcome);
  }

  /** Counts an outcome; only insertions count, and only the characters that did not have to be typed. */
  add(outcome: Outcome): void {
    this.#roll(outcome.at);
    if (outcome.kind === 'dismissed' || !outcome.final) return;
    this.#inserted += 1;
    const kept = outcome.kind === 'written' ? 0 : outcome.final.length * (1 - (outcome.changed ?? 0));
    this.#minutes += Math.max(0, kept / TYPED_PER_MINUTE - CLICK_MINUTES);
  }

  view(now: number): { inserted: number; minutesSaved: number } {
    this.#roll(now);
    return { inserted: this.#inserted, minutesSaved: Math.round(this.#minutes) };
  }

  #roll(now: number): void {
    const day = this.#startOfDay(now);
    if (day === this.#day) return;
    this.#day = day;
    this.#inserted = 0;
    this.#minutes = 0;
  }
}
