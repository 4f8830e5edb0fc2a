/** A message as it is compared: width, case, spaces and punctuation evened out, with the way back to the original. */
export interface Normalised {
  text: string;
  /** For each UTF-16 unit of `text`, where the original character starts and ends. */
  start: number[];
  end: number[];
}

const IGNORED = /[\p{P}\p{S}\p{Z}\p{C}]/u;

/** Evens out `original` (NFKC, case, punctuation and spaces dropped) and keeps the map to it. Never throws. */
export function normalise(original: string): Normalised {
  let text = '';
  const start: number[] = [];
  const end: number[] = [];
  let at = 0;
  for (const character of original) {
    const next = at + character.length;
    for (const piece of character.normalize('NFKC').toLowerCase()) {
      if (IGNORED.test(piece)) continue;
      text += piece;
      for (let unit = 0; unit < piece.length; unit++) {
        start.push(at);
        end.push(next);
      }
    }
    at = next;
  }
  return { text, start, end };
}
