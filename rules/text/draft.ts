/** A text while it is being normalised: its units, where each comes from, and what parts it from the one before. */

/** What stands between a unit and the one before it. */
export type Gap = number;
export const NO_GAP = 0;
/** A space, punctuation, an emoticon, or the start of the text. */
export const PARTED = 1;
/** The unit goes on with the entity that the one before belongs to, whatever stood between them. */
export const WITHIN = 2;

/** Typed arrays that are written over for each text; grown when a longer one comes. */
export class Draft {
  units = new Uint16Array(0);
  /** The stretch of the original that a unit stands for, end exclusive. */
  from = new Int32Array(0);
  to = new Int32Array(0);
  /** What stands between a unit and the one before it. */
  gap = new Uint8Array(0);
  length = 0;

  /** Empties the draft and makes room for `room` units. */
  clear(room: number): void {
    this.length = 0;
    if (this.units.length >= room) return;
    const size = Math.max(256, room * 2);
    this.units = new Uint16Array(size);
    this.from = new Int32Array(size);
    this.to = new Int32Array(size);
    this.gap = new Uint8Array(size);
  }

  push(unit: number, from: number, to: number, gap: Gap): void {
    const at = this.length++;
    this.units[at] = unit;
    this.from[at] = from;
    this.to[at] = to;
    this.gap[at] = gap;
  }

  /** Writes over the unit at `at` with the one at `source`; `at` is never behind `source`. */
  move(source: number, at: number): void {
    this.units[at] = this.units[source]!;
    this.from[at] = this.from[source]!;
    this.to[at] = this.to[source]!;
    this.gap[at] = this.gap[source]!;
  }

  /** Whether a clause ends with this unit. */
  endsClause(at: number): boolean {
    return at + 1 >= this.length || this.gap[at + 1] === PARTED;
  }
}
