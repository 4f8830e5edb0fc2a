import { mix } from '../text/hash';

const BANDS = 16;
const ROWS = 3;

/** The pairs of neighbouring characters of a text, each once, in order; of a text of one character, that one. */
export function gramsOf(text: string): Uint32Array {
  const grams = new Set<number>();
  for (let i = 0; i + 1 < text.length; i++) grams.add(mix((text.charCodeAt(i) << 16) | text.charCodeAt(i + 1)));
  if (text.length === 1) grams.add(mix(text.charCodeAt(0)));
  return Uint32Array.from(grams).sort();
}

/**
 * Keys under which near-same sets meet: MinHash in bands (A. Broder, "On the Resemblance and Containment of Documents",
 * 1997; P. Indyk and R. Motwani, 1998). Sets with a Dice coefficient of 0.75 share a key in 99 of 100 cases;
 * sets with another `apart` never meet.
 */
export function bandsOf(grams: Uint32Array, apart: number): number[] {
  const keys: number[] = [];
  for (let band = 0; band < BANDS; band++) {
    let key = band ^ apart;
    for (let row = 0; row < ROWS; row++) {
      const seed = Math.imul(band * ROWS + row + 1, 0x9e3779b9);
      let least = 0xffffffff;
      for (const gram of grams) {
        const value = mix(gram ^ seed);
        if (value < least) least = value;
      }
      key = mix(key ^ Math.imul(least, 0x01000193));
    }
    keys.push(key);
  }
  return keys;
}
