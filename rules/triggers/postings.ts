/**
 * Posting lists: for each feature the documents that hold it, with a small count. They lie in typed-array pages, in
 * chunks that double (as the slices of D. Cutting and J. Pedersen, "Optimizations for Dynamic Inverted Index
 * Maintenance", SIGIR 1990), so adding and removing touch one chunk and nothing is laid out anew. A feature with one
 * document needs no chunk.
 */
const PAGE_BITS = 15;
const PAGE = 1 << PAGE_BITS;
const PAGE_MASK = PAGE - 1;
/** A chunk is [next chunk, used << 4 | size in bits, posting …]; 0 is no chunk. */
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

export class Postings {
  readonly #pages: Int32Array[] = [new Int32Array(PAGE)];
  /** Where the next new chunk goes. */
  #top = 4;
  readonly #free: number[][] = Array.from({ length: LAST_BITS + 1 }, () => []);
  /** Per feature: its first and last chunk; or, negative, the complement of its only posting. */
  #first = new Int32Array(1024);
  #last = new Int32Array(1024);
  #sizes = new Int32Array(1024);
  readonly #one = new Int32Array(1);

  /** How many documents hold the feature. */
  size(feature: number): number {
    return feature < this.#sizes.length ? this.#sizes[feature]! : 0;
  }

  /** Adds a posting; the documents of one feature come in rising order. */
  add(feature: number, document: number, count: number): void {
    this.#reserve(feature);
    const posting = (document << COUNT_BITS) | encode(count);
    const size = this.#sizes[feature]!;
    this.#sizes[feature] = size + 1;
    if (size === 0) {
      this.#first[feature] = ~posting;
      return;
    }
    if (this.#first[feature]! < 0) {
      const only = ~this.#first[feature]!;
      this.#first[feature] = this.#last[feature] = this.#chunk(FIRST_BITS);
      this.#append(feature, only);
    }
    this.#append(feature, posting);
  }

  /** Takes the posting of a document away; nothing happens when there is none. */
  remove(feature: number, document: number): void {
    const first = this.size(feature) === 0 ? 0 : this.#first[feature]!;
    if (first < 0) {
      if (~first >> COUNT_BITS === document) this.#sizes[feature] = this.#first[feature] = 0;
      return;
    }
    for (let before = 0, chunk = first; chunk !== 0; ) {
      const page = this.#pages[chunk >> PAGE_BITS]!;
      const at = chunk & PAGE_MASK;
      if (page[at + HEAD + (page[at + 1]! >> 4) - 1]! >> COUNT_BITS >= document) return this.#removeFrom(feature, before, chunk, document);
      before = chunk;
      chunk = page[at]!;
    }
  }

  /** Adds what a feature of this weight is worth to the score of each document that holds it. */
  accumulate(feature: number, weight: number, scores: Scores): void {
    const first = this.#first[feature]!;
    if (first < 0) {
      this.#one[0] = ~first;
      score(this.#one, 0, 1, weight, scores);
      return;
    }
    for (let chunk = first; chunk !== 0; ) {
      const page = this.#pages[chunk >> PAGE_BITS]!;
      const at = chunk & PAGE_MASK;
      score(page, at + HEAD, at + HEAD + (page[at + 1]! >> 4), weight, scores);
      chunk = page[at]!;
    }
  }

  #append(feature: number, posting: number): void {
    let chunk = this.#last[feature]!;
    let page = this.#pages[chunk >> PAGE_BITS]!;
    let at = chunk & PAGE_MASK;
    let used = page[at + 1]! >> 4;
    const bits = page[at + 1]! & 15;
    if (used + HEAD === 1 << bits) {
      const next = this.#chunk(Math.min(LAST_BITS, bits + 1));
      page[at] = next;
      chunk = this.#last[feature] = next;
      page = this.#pages[chunk >> PAGE_BITS]!;
      at = chunk & PAGE_MASK;
      used = 0;
    }
    page[at + HEAD + used] = posting;
    page[at + 1]! += 1 << 4;
  }

  #removeFrom(feature: number, before: number, chunk: number, document: number): void {
    const page = this.#pages[chunk >> PAGE_BITS]!;
    const at = chunk & PAGE_MASK;
    const end = at + HEAD + (page[at + 1]! >> 4);
    let low = at + HEAD;
    for (let high = end; low < high; ) {
      const middle = (low + high) >> 1;
      if (page[middle]! >> COUNT_BITS < document) low = middle + 1;
      else high = middle;
    }
    if (low === end || page[low]! >> COUNT_BITS !== document) return;
    page.copyWithin(low, low + 1, end);
    page[at + 1]! -= 1 << 4;
    this.#sizes[feature]!--;
    if (page[at + 1]! >> 4 === 0) this.#unlink(feature, before, chunk);
  }

  #unlink(feature: number, before: number, chunk: number): void {
    const page = this.#pages[chunk >> PAGE_BITS]!;
    const at = chunk & PAGE_MASK;
    const next = page[at]!;
    if (before === 0) this.#first[feature] = next;
    else this.#pages[before >> PAGE_BITS]![before & PAGE_MASK] = next;
    if (this.#last[feature] === chunk) this.#last[feature] = before;
    this.#free[page[at + 1]! & 15]!.push(chunk);
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

  #reserve(feature: number): void {
    if (feature < this.#sizes.length) return;
    const grow = (old: Int32Array) => {
      const wider = new Int32Array(Math.max(feature + 1, old.length + (old.length >> 1)));
      wider.set(old);
      return wider;
    };
    this.#first = grow(this.#first);
    this.#last = grow(this.#last);
    this.#sizes = grow(this.#sizes);
  }
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
