/**
 * Posting lists: for each feature the documents that hold it, with a small count. They lie in typed-array pages, in
 * chunks that double (as the slices of D. Cutting and J. Pedersen, "Optimizations for Dynamic Inverted Index
 * Maintenance", SIGIR 1990), so adding and removing touch one chunk and nothing is laid out anew. A feature with one
 * document needs no chunk.
 */
const PAGE_BITS = 15;
const PAGE = 1 << PAGE_BITS;
const PAGE_MASK = PAGE - 1;
/** A chunk is [next chunk, used << 4 | size in bits, posting …], `used` being kept only while it is not the last; 0 is no chunk. */
const HEAD = 2;
const FIRST_BITS = 2;
const LAST_BITS = 10;

/** The count of a posting lies in its low bits: exact up to 15, then in steps of a fifth. */
const COUNT_BITS = 6;
const COUNT_MASK = (1 << COUNT_BITS) - 1;
const EXACT_COUNTS = 16;
const counts = Float64Array.from({ length: COUNT_MASK + 1 }, (_, code) =>
  code < EXACT_COUNTS ? code : EXACT_COUNTS * 2 ** ((code - EXACT_COUNTS) / 4),
);

/** A document and how often it holds a feature, in one number. */
export function postingOf(document: number, count: number): number {
  return (document << COUNT_BITS) | encode(count);
}

function encode(count: number): number {
  return count < EXACT_COUNTS ? count : Math.min(COUNT_MASK, EXACT_COUNTS + Math.round(4 * Math.log2(count / EXACT_COUNTS)));
}

/** BM25's saturation of counts (see examples.ts), and the scores that it adds to. */
export interface Scores {
  /** Per document, the score so far. */
  sum: Float32Array;
  /** Per document, its length. */
  lengths: Float32Array;
  /** k₁ (1 − b), and k₁ b over the average length. */
  fixed: number;
  perLength: number;
  /** Documents with a score, in the order met. */
  touched: Int32Array;
  met: number;
}

/** What is kept of a feature, side by side so that it lies in one cache line. */
const RECORD_BITS = 2;
/** Its first chunk; or, negative, the complement of its only posting. */
const FIRST = 0;
/** Its last chunk with its size (see `packed`), and the place in it where the next posting goes. */
const LAST = 1;
const TAIL = 2;
/** How many documents hold it. */
const SIZE = 3;

export class Postings {
  readonly #pages: Int32Array[] = [new Int32Array(PAGE)];
  /** Where the next new chunk goes. */
  #top = 4;
  readonly #free: number[][] = Array.from({ length: LAST_BITS + 1 }, () => []);
  #records = new Int32Array(1024 << RECORD_BITS);
  readonly #one = new Int32Array(1);

  /** How many documents hold the feature. */
  size(feature: number): number {
    const record = feature << RECORD_BITS;
    return record < this.#records.length ? this.#records[record + SIZE]! : 0;
  }

  /** Adds a posting (see `postingOf`); the documents of one feature come in rising order. */
  add(feature: number, posting: number): void {
    const record = feature << RECORD_BITS;
    if (record >= this.#records.length) this.#widen(record);
    const records = this.#records;
    if (records[record + SIZE]!++ === 0) {
      records[record + FIRST] = ~posting;
      return;
    }
    if (records[record + FIRST]! < 0) {
      const only = ~records[record + FIRST]!;
      const chunk = this.#chunk(FIRST_BITS);
      records[record + FIRST] = chunk;
      records[record + LAST] = packed(chunk, FIRST_BITS);
      records[record + TAIL] = chunk + HEAD;
      this.#append(record, only);
    }
    this.#append(record, posting);
  }

  /** Takes the posting of a document away; nothing happens when there is none. */
  remove(feature: number, document: number): void {
    const record = feature << RECORD_BITS;
    const first = this.size(feature) === 0 ? 0 : this.#records[record + FIRST]!;
    if (first < 0) {
      if (~first >> COUNT_BITS === document) this.#records.fill(0, record, record + 4);
      return;
    }
    for (let before = 0, chunk = first; chunk !== 0; ) {
      const page = this.#pages[chunk >> PAGE_BITS]!;
      const end = this.#end(record, chunk, page);
      if (page[end - 1]! >> COUNT_BITS >= document) return this.#removeFrom(record, before, chunk, document);
      before = chunk;
      chunk = page[chunk & PAGE_MASK]!;
    }
  }

  /** Adds what a feature of this weight is worth to the score of each document that holds it. */
  accumulate(feature: number, weight: number, scores: Scores): void {
    const record = feature << RECORD_BITS;
    const first = this.#records[record + FIRST]!;
    if (first < 0) {
      this.#one[0] = ~first;
      score(this.#one, 0, 1, weight, scores);
      return;
    }
    for (let chunk = first; chunk !== 0; ) {
      const page = this.#pages[chunk >> PAGE_BITS]!;
      score(page, (chunk & PAGE_MASK) + HEAD, this.#end(record, chunk, page), weight, scores);
      chunk = page[chunk & PAGE_MASK]!;
    }
  }

  /** Where the postings of a chunk end in its page; the last chunk's end is kept in the record alone. */
  #end(record: number, chunk: number, page: Int32Array): number {
    if (chunk === chunkOf(this.#records[record + LAST]!)) return this.#records[record + TAIL]! - (chunk & ~PAGE_MASK);
    return (chunk & PAGE_MASK) + HEAD + (page[(chunk & PAGE_MASK) + 1]! >> 4);
  }

  #append(record: number, posting: number): void {
    const records = this.#records;
    let tail = records[record + TAIL]!;
    const last = chunkOf(records[record + LAST]!);
    const bits = records[record + LAST]! & 15;
    if (tail - last === 1 << bits) {
      const page = this.#pages[last >> PAGE_BITS]!;
      const bigger = Math.min(LAST_BITS, bits + 1);
      const next = this.#chunk(bigger);
      page[last & PAGE_MASK] = next;
      page[(last & PAGE_MASK) + 1] = (((1 << bits) - HEAD) << 4) | bits;
      records[record + LAST] = packed(next, bigger);
      tail = next + HEAD;
    }
    this.#pages[tail >> PAGE_BITS]![tail & PAGE_MASK] = posting;
    records[record + TAIL] = tail + 1;
  }

  #removeFrom(record: number, before: number, chunk: number, document: number): void {
    const page = this.#pages[chunk >> PAGE_BITS]!;
    const at = chunk & PAGE_MASK;
    const end = this.#end(record, chunk, page);
    let low = at + HEAD;
    for (let high = end; low < high; ) {
      const middle = (low + high) >> 1;
      if (page[middle]! >> COUNT_BITS < document) low = middle + 1;
      else high = middle;
    }
    if (low === end || page[low]! >> COUNT_BITS !== document) return;
    page.copyWithin(low, low + 1, end);
    this.#records[record + SIZE]!--;
    if (chunk === chunkOf(this.#records[record + LAST]!)) this.#records[record + TAIL]!--;
    else page[at + 1]! -= 1 << 4;
    if (end - 1 === at + HEAD) this.#unlink(record, before, chunk);
  }

  #unlink(record: number, before: number, chunk: number): void {
    const page = this.#pages[chunk >> PAGE_BITS]!;
    const at = chunk & PAGE_MASK;
    const next = page[at]!;
    const bits = page[at + 1]! & 15;
    if (before === 0) this.#records[record + FIRST] = next;
    else this.#pages[before >> PAGE_BITS]![before & PAGE_MASK] = next;
    if (chunkOf(this.#records[record + LAST]!) === chunk && before !== 0) {
      // The one before becomes the last: its end moves from its header into the record.
      const header = this.#pages[before >> PAGE_BITS]![(before & PAGE_MASK) + 1]!;
      this.#records[record + LAST] = packed(before, header & 15);
      this.#records[record + TAIL] = before + HEAD + (header >> 4);
    }
    this.#free[bits]!.push(chunk);
  }

  /** An empty chunk; one never lies across two pages. */
  #chunk(bits: number): number {
    let chunk = this.#free[bits]!.pop();
    if (chunk === undefined) {
      if ((this.#top & PAGE_MASK) + (1 << bits) > PAGE) this.#top = (this.#top | PAGE_MASK) + 1;
      chunk = this.#top;
      this.#top += 1 << bits;
      if (chunk >> PAGE_BITS === this.#pages.length) this.#pages.push(new Int32Array(PAGE));
    }
    const page = this.#pages[chunk >> PAGE_BITS]!;
    page[chunk & PAGE_MASK] = 0;
    page[(chunk & PAGE_MASK) + 1] = bits;
    return chunk;
  }

  #widen(record: number): void {
    const wider = new Int32Array(Math.max(record + 4, this.#records.length + (this.#records.length >> 1)) & ~3);
    wider.set(this.#records);
    this.#records = wider;
  }
}

/** A chunk and its size in one number: chunks lie at multiples of 4. */
function packed(chunk: number, bits: number): number {
  return (chunk << 2) | bits;
}

function chunkOf(last: number): number {
  return (last >> 4) << 2;
}

function score(postings: Int32Array, from: number, to: number, weight: number, scores: Scores): void {
  const { sum, lengths, touched, fixed, perLength } = scores;
  let { met } = scores;
  for (let i = from; i < to; i++) {
    const posting = postings[i]!;
    const document = posting >> COUNT_BITS;
    const count = counts[posting & COUNT_MASK]!;
    const before = sum[document]!;
    if (before === 0) touched[met++] = document;
    sum[document] = before + (weight * count) / (count + fixed + perLength * lengths[document]!);
  }
  scores.met = met;
}
