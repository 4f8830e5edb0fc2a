/**
 * A matrix of 32-bit floats that grows in both directions without ever being laid out anew: it lies in pages of
 * PAGE_ROWS rows by `width` columns, and a page is made when something is first written to it. So no single outcome
 * waits for a copy, and what was never written takes no memory.
 */
export const PAGE_ROW_BITS = 8;
export const PAGE_ROWS = 1 << PAGE_ROW_BITS;
const ROW_MASK = PAGE_ROWS - 1;

export class Pages {
  readonly #pages: (Float32Array | undefined)[] = [];

  constructor(readonly width: number) {}

  /** The page that holds a row, undefined where nothing was written yet; the row begins at `offset(row)` in it. */
  page(row: number): Float32Array | undefined {
    return this.#pages[row >> PAGE_ROW_BITS];
  }

  /** The page that holds a row, made when there is none. */
  open(row: number): Float32Array {
    return (this.#pages[row >> PAGE_ROW_BITS] ??= new Float32Array(PAGE_ROWS * this.width));
  }

  offset(row: number): number {
    return (row & ROW_MASK) * this.width;
  }

  /** Sets a row to zero. */
  clear(row: number): void {
    const offset = this.offset(row);
    this.page(row)?.fill(0, offset, offset + this.width);
  }

  /** How many bytes are held. */
  get bytes(): number {
    return this.#pages.reduce((sum, page) => sum + (page?.byteLength ?? 0), 0);
  }
}
