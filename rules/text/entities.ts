/**
 * Stretches that are one thing and no words: links, e-mail addresses, phone, order and tracking numbers. Each counts
 * as one word, whatever stands inside; similarity looks at what it is, not at its digits.
 */
export type EntityKind = 'url' | 'email' | 'phone' | 'tracking' | 'number';

export interface Entity {
  kind: EntityKind;
  /** UTF-16 units, end exclusive. */
  start: number;
  end: number;
}

/** Without one of these there is no entity, and most messages are done after this look. */
const WORTH_A_LOOK = /〔|\d{5}|\d{3}[- ]\d{4}|@|:\/\/|www\.|[a-z]\.[a-z]/i;

// Every repetition is bounded or cannot overlap with what follows it, so each pattern is linear in the text.
const PATTERNS: readonly (readonly [EntityKind, RegExp])[] = [
  // As learned wordings keep them (learning/wording.ts): the name of the kind in place of the value.
  ['url', /〔(?:链接|link)〕/g],
  ['email', /〔(?:邮箱|e-mail address)〕/g],
  ['phone', /〔(?:电话号码|phone number)〕/g],
  ['number', /〔(?:订单号|快递单号|号码|编码|银行卡号|身份证号|(?:order |tracking |card |identity )?number|code)〕/g],
  ['url', /(?:https?:\/\/|www\.)[\w\-.~:/?#[\]@!$&'()*+,;=%]+/gi],
  ['email', /(?<![\w.%+-])[\w.%+-]{1,64}@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,4}/gi],
  ['url', /(?<![\w.-])(?:[a-z0-9-]{1,63}\.){1,4}(?:com|cn|net|org|hk|tw|top|shop|vip|cc)(?![a-z0-9])(?:[/?#][\w\-.~:/?#[\]@!$&'()*+,;=%]*)?/gi],
  ['phone', /(?<![\da-z])(?:\+?86[- ]?)?1[3-9]\d(?:[- ]?\d{4}){2}(?![\da-z])/gi],
  ['tracking', /(?<![\da-z])[a-z]{2,4}\d{8,18}(?![\da-z])/gi],
  ['number', /(?<![\da-z])\d{8,24}(?![\da-z])/gi],
];

/** The entities of a text in order; where two overlap, the one of the earlier pattern holds. */
export function findEntities(text: string): Entity[] {
  if (!WORTH_A_LOOK.test(text)) return [];
  let found: Entity[] = [];
  for (const [kind, pattern] of PATTERNS) {
    const fresh: Entity[] = [];
    let next = 0;
    for (const match of text.matchAll(pattern)) {
      const start = match.index;
      const end = start + match[0].length;
      while (next < found.length && found[next]!.end <= start) next++;
      if (next === found.length || found[next]!.start >= end) fresh.push({ kind, start, end });
    }
    if (fresh.length > 0) found = [...found, ...fresh].sort((a, b) => a.start - b.start);
  }
  return found;
}
