/** Whether a wording settles its answer: 「[订单]」 and 「在吗」 come again and again, and each time want another. */

/** How often the same wording had the same answer as the time before, and how often another. */
interface History {
  last: number;
  same: number;
  changed: number;
}

/** Before anything is known, a wording counts as one that kept its answer so often and changed it so often. */
const PRIOR = { same: 2, changed: 0.5 };

export class Wordings {
  readonly #histories = new Map<string, History>();

  /** The answer that was right for a normalised wording. */
  learn(wording: string, answer: number): void {
    const history = this.#histories.get(wording);
    if (!history) {
      this.#histories.set(wording, { last: answer, same: 0, changed: 0 });
      return;
    }
    if (history.last === answer) history.same++;
    else history.changed++;
    history.last = answer;
  }

  /**
   * Whether the wording is likelier than not to keep its answer (the mean of a Beta posterior): one change of mind leaves
   * it settled, two in a row do not, until it stays for a while.
   */
  isSettled(wording: string): boolean {
    const history = this.#histories.get(wording);
    return !history || PRIOR.same + history.same > PRIOR.changed + history.changed;
  }
}
