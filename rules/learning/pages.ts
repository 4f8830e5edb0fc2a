/**
 * A matrix of 32-bit floats that grows without ever being laid out anew: it lies in pages of PAGE_ROWS rows, and a page
 * is made when something is first written to it. So no outcome waits for a copy, and what was never written takes no
 * memory.
 */
const PAGE_BITS = 8;
const PAGE_ROWS = 1 << PAGE_BITS;
const ROW_MASK = PAGE_ROWS - 1;

export class Pages {
  readonly #pages: (Float32Array | undefined)[] = [];

  /** `width` is the number of columns. */
  constructor(readonly width: number) {}

  /** The page that holds a row, undefined where nothing was written yet; the row begins at `offset(row)` in it. */
  page(row: number): Float32Array | undefined {
    return this.#pages[row >> PAGE_BITS];
  }

  /** The page that holds a row, made of zeros when there is none. */
  open(row: number): Float32Array {
    return (this.#pages[row >> PAGE_BITS] ??= new Float32Array(PAGE_ROWS * this.width));
  }

  /** Where a row begins in its page. */
  offset(row: number): number {
    return (row & ROW_MASK) * this.width;
  }
}
