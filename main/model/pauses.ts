import type { ModelProblem } from './problems';

/** After so many failures in a row a profile is left alone for a while. */
export const FAILURES_IN_A_ROW = 3;
export const PAUSE_MS = 5 * 60_000;
/** A provider that asks for more patience than this gets it as a pause, ms. */
export const LONGEST_WAIT_MS = 8_000;

/** Which profiles are left alone, and until when. In memory: a restart asks again. */
export class Pauses {
  readonly #failures = new Map<string, number>();
  readonly #until = new Map<string, { until: number; problem: ModelProblem }>();

  /** Until when the profile is left alone, and why; null when it may be asked. */
  of(profile: string, now: number): { until: number; problem: ModelProblem } | null {
    const pause = this.#until.get(profile);
    return pause && pause.until > now ? pause : null;
  }

  failed(profile: string, problem: ModelProblem, now: number): void {
    const failures = (this.#failures.get(profile) ?? 0) + 1;
    this.#failures.set(profile, failures);
    const asked = problem.retryAfterMs ?? 0;
    if (asked > LONGEST_WAIT_MS) this.#until.set(profile, { until: now + Math.min(asked, 24 * 60 * 60_000), problem });
    else if (failures >= FAILURES_IN_A_ROW) this.#until.set(profile, { until: now + PAUSE_MS, problem });
  }

  worked(profile: string): void {
    this.#failures.delete(profile);
    this.#until.delete(profile);
  }

  /** The agent wants it tried again, or has changed the settings. */
  lift(): void {
    this.#failures.clear();
    this.#until.clear();
  }
}
