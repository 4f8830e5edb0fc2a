/** The customer's wording, as it may be kept. */
import { MAX_WORDING } from '../types';
import { KIND_NAMES } from './kinds';
import { findPersonal, IDENTITY } from './personal';
import { leftIn, type Refused } from './refusal';

/**
 * The customer's wording as it may be kept in a rule: each identity value gives way to the name of its kind, 〔电话号码〕,
 * which normalises as a telephone number does. Amounts, dates and products stay: they tell what is asked and not of whom.
 * Applied to its own result it changes nothing.
 */
export function wordingSlotted(message: string): { text: string } | Refused {
  const wording = message.trim();
  if (wording === '') return { refused: 'empty', what: '' };
  if (wording.length > MAX_WORDING) return { refused: 'too-long', what: wording.slice(0, 100) };
  const text = withoutPersonal(wording);
  if (!/[\p{L}\p{N}]/u.test(text)) return { refused: 'no-words', what: wording };
  const left = leftIn(text);
  return left === null ? { text } : { refused: 'unsafe', what: left };
}

/** A text with the name of its kind in the place of each identity value. */
export function withoutPersonal(wording: string): string {
  const language = /\p{Script=Han}/u.test(wording) || !/[a-z]/i.test(wording) ? 'zh' : 'en';
  let text = '';
  let at = 0;
  for (const { kind, start, end } of findPersonal(wording)) {
    if (!IDENTITY.has(kind)) continue;
    text += `${wording.slice(at, start)}〔${KIND_NAMES[kind][language]}〕`;
    at = end;
  }
  return text + wording.slice(at);
}
