/** Masks for texts that are written down for training: what is one person's own becomes a token, and never comes back. */
import { findPersonal, halfWidth, IDENTITY, type PersonalKind } from '../learning/personal';
import { isPersonalLink } from '../learning/personal-numbers';
import { leftIn } from '../learning/refusal';

/** Tokens as a prompt to a model has them, so that a model which is trained on one meets the same in the other. */
const LABELS: Partial<Record<PersonalKind, string>> = {
  link: 'LINK', email: 'EMAIL', phone: 'PHONE', id: 'IDCARD', card: 'CARD', order: 'ORDER', tracking: 'TRACK', code: 'CODE',
  wechat: 'WECHAT', qq: 'QQ', number: 'NUMBER', address: 'ADDRESS', name: 'NAME',
};

/** Looks at a text at most so often: what is found may uncover what stood beside it. */
const MOST_LOOKS = 10;
/** Shorter values are too common to be looked for where nothing says what they are. */
const LEAST_REPEATED = 2;
const LEAST_DIGITS = 4;

/** The masks of one conversation: the same value has the same token throughout. */
export class Masks {
  /** How many values of each kind were masked. */
  readonly counts: Partial<Record<PersonalKind, number>> = {};
  readonly #tokens = new Map<string, string>();
  /** A text stands before many messages. */
  readonly #masked = new Map<string, string | null>();

  /** Gets to know the values in texts, so that each is masked in all of them, also where only one says what it is. */
  constructor(texts: Iterable<string>) {
    for (const text of texts) this.#found(text);
  }

  /** The text with tokens in the place of values; null where something in it still looks like somebody's own. */
  mask(text: string): string | null {
    let masked = this.#masked.get(text);
    if (masked === undefined) {
      const found = this.#repeats(this.#found(text));
      this.#masked.set(text, (masked = leftIn(found) === null ? found : null));
    }
    return masked;
  }

  #found(text: string): string {
    let masked = text;
    for (let look = 0; look < MOST_LOOKS; look++) {
      const own = findPersonal(masked).filter(({ kind, value }) => IDENTITY.has(kind) && (kind !== 'link' || isPersonalLink(value)));
      if (own.length === 0) break;
      let rest = '';
      let at = 0;
      for (const { kind, start, end } of own) {
        rest += masked.slice(at, start) + this.#token(kind, masked.slice(start, end));
        at = end;
      }
      masked = rest + masked.slice(at);
    }
    return masked;
  }

  #repeats(text: string): string {
    let masked = text;
    for (const [value, token] of [...this.#tokens].sort(([a], [b]) => b.length - a.length)) {
      if (value.length < (/^\d+$/.test(value) ? LEAST_DIGITS : LEAST_REPEATED)) continue;
      masked = replaced(masked, value, token);
    }
    return masked;
  }

  #token(kind: PersonalKind, value: string): string {
    const plain = halfWidth(value).replace(/\s+/g, '');
    let token = this.#tokens.get(plain);
    if (token === undefined) {
      const count = (this.counts[kind] ?? 0) + 1;
      this.counts[kind] = count;
      this.#tokens.set(plain, (token = `〔${LABELS[kind] ?? 'NUMBER'}${count}〕`));
    }
    return token;
  }
}

/** Replaces a value where it stands by itself: 1234 is no part of 12345, and nothing within a token is touched. */
function replaced(text: string, value: string, token: string): string {
  const pieces = text.split(/(〔[A-Z]+\d+〕)/);
  return pieces.map((piece, index) => (index % 2 === 1 ? piece : replacedIn(piece, value, token))).join('');
}

function replacedIn(text: string, value: string, token: string): string {
  let masked = '';
  let from = 0;
  for (let start = text.indexOf(value); start >= 0; start = text.indexOf(value, start + value.length)) {
    const end = start + value.length;
    if (isJoined(text, start) || isJoined(text, end)) continue;
    masked += text.slice(from, start) + token;
    from = end;
  }
  return masked + text.slice(from);
}

const isJoined = (text: string, at: number) => at > 0 && at < text.length && /[A-Za-z\d]/.test(text[at - 1]!) && /[A-Za-z\d]/.test(text[at]!);
