import type { Watching as WatchingView } from './channels';

/** Whether copies are read at all: not before the agent starts it, not while paused. */
export class Watching {
  readonly #changed: () => void;
  #started: boolean;
  #paused = false;
  #resumesAt: number | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(started: boolean, changed: () => void) {
    this.#started = started;
    this.#changed = changed;
  }

  get reading(): boolean {
    return this.#started && !this.#paused;
  }

  start(): void {
    this.#started = true;
    this.resume();
  }

  /** Stops reading; with `minutes` it goes on again by itself. */
  pause(now: number, minutes?: number): void {
    clearTimeout(this.#timer);
    this.#paused = true;
    this.#resumesAt = minutes === undefined ? undefined : now + minutes * 60_000;
    if (minutes !== undefined) this.#timer = setTimeout(() => this.resume(), minutes * 60_000);
    this.#changed();
  }

  resume(): void {
    clearTimeout(this.#timer);
    this.#paused = false;
    this.#resumesAt = undefined;
    this.#changed();
  }

  toggle(now: number): void {
    if (this.#paused) this.resume();
    else this.pause(now);
  }

  /** `troubled`: something stands in the panel that stops the work. */
  view(watchPrimary: boolean, troubled: boolean): WatchingView {
    const state = !this.#started ? 'off' : this.#paused ? 'paused' : troubled ? 'trouble' : 'on';
    const sources: WatchingView['sources'] = watchPrimary ? ['clipboard', 'selection'] : ['clipboard'];
    return { state, sources, ...(this.#resumesAt === undefined ? {} : { resumesAt: this.#resumesAt }) };
  }
}
