/**
 * Porter's stemmer for English (M. F. Porter, "An algorithm for suffix stripping", Program 14(3), 1980): refund,
 * refunds, refunded and refunding are one word.
 */
const CONSONANT = '[^aeiou]';
const VOWEL = '[aeiouy]';
const CONSONANTS = `${CONSONANT}[^aeiouy]*`;
const VOWELS = `${VOWEL}[aeiou]*`;
/** Measure m of a stem: how many times a vowel run is followed by a consonant run. */
const M_OVER_0 = new RegExp(`^(?:${CONSONANTS})?${VOWELS}${CONSONANTS}`);
const M_IS_1 = new RegExp(`^(?:${CONSONANTS})?${VOWELS}${CONSONANTS}(?:${VOWELS})?$`);
const M_OVER_1 = new RegExp(`^(?:${CONSONANTS})?${VOWELS}${CONSONANTS}${VOWELS}${CONSONANTS}`);
const HAS_VOWEL = new RegExp(`^(?:${CONSONANTS})?${VOWEL}`);
const CVC = new RegExp(`^${CONSONANTS}${VOWEL}[^aeiouwxy]$`);
const DOUBLE = /([^aeiouylsz])\1$/;

const STEP_2 = pairs(
  'ational ate,tional tion,enci ence,anci ance,izer ize,bli ble,alli al,entli ent,eli e,ousli ous,ization ize,ation ate,ator ate,alism al,iveness ive,fulness ful,ousness ous,aliti al,iviti ive,biliti ble,logi log',
);
const STEP_3 = pairs('icate ic,ative ,alize al,iciti ic,ical ic,ful ,ness ');
const STEP_4 = /^(.+?)(?:al|ance|ence|er|ic|able|ible|ant|ement|ment|ent|ou|ism|ate|iti|ous|ive|ize)$/;
const STEP_4_ION = /^(.+?[st])ion$/;
const PLAIN = /^[a-z]+$/;

function pairs(list: string): Map<string, string> {
  return new Map(list.split(',').map((pair) => pair.split(' ') as [string, string]));
}

const ENDS_2 = new RegExp(`^(.+?)(${[...STEP_2.keys()].join('|')})$`);
const ENDS_3 = new RegExp(`^(.+?)(${[...STEP_3.keys()].join('|')})$`);

const MAX_REMEMBERED = 20_000;
/** Words longer than this are no English. */
const MAX_WORD = 40;
const remembered = new Map<string, string>();

/** The stem of a lower-case word; anything but a-z comes back as it is. */
export function stem(word: string): string {
  if (word.length < 3 || word.length > MAX_WORD) return word;
  const known = remembered.get(word);
  if (known !== undefined) return known;
  const result = PLAIN.test(word) ? porter(word) : word;
  if (remembered.size >= MAX_REMEMBERED) remembered.clear();
  remembered.set(word, result);
  return result;
}

function porter(word: string): string {
  // A first y is a consonant.
  const initialY = word.startsWith('y');
  let w = initialY ? `Y${word.slice(1)}` : word;
  w = w.replace(/(ss|i)es$/, '$1').replace(/([^s])s$/, '$1');
  w = pastAndGerund(w);
  const y = /^(.+?)y$/.exec(w);
  if (y && HAS_VOWEL.test(y[1]!)) w = `${y[1]}i`;
  w = replaceEnd(w, ENDS_2, STEP_2);
  w = replaceEnd(w, ENDS_3, STEP_3);
  w = dropLongEnd(w);
  return initialY ? w.toLowerCase() : w;
}

function pastAndGerund(w: string): string {
  const eed = /^(.+?)eed$/.exec(w);
  if (eed) return M_OVER_0.test(eed[1]!) ? w.slice(0, -1) : w;
  const base = /^(.+?)(?:ed|ing)$/.exec(w)?.[1];
  if (base === undefined || !HAS_VOWEL.test(base)) return w;
  if (/(?:at|bl|iz)$/.test(base)) return `${base}e`;
  if (DOUBLE.test(base)) return base.slice(0, -1);
  return CVC.test(base) ? `${base}e` : base;
}

function replaceEnd(w: string, ends: RegExp, by: Map<string, string>): string {
  const match = ends.exec(w);
  return match && M_OVER_0.test(match[1]!) ? match[1]! + by.get(match[2]!)! : w;
}

function dropLongEnd(word: string): string {
  let w = word;
  const base = STEP_4.exec(w)?.[1] ?? STEP_4_ION.exec(w)?.[1];
  if (base !== undefined && M_OVER_1.test(base)) w = base;
  const e = /^(.+?)e$/.exec(w)?.[1];
  if (e !== undefined && (M_OVER_1.test(e) || (M_IS_1.test(e) && !CVC.test(e)))) w = e;
  return w.endsWith('ll') && M_OVER_1.test(w) ? w.slice(0, -1) : w;
}
