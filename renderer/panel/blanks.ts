import type { Span } from '../../rules/types';

/** The mark of a blank as main writes it (`SuggestionView.reply`): 〔name〕 with an invisible U+2063 behind the bracket. */
const MARK = /〔\u2063([^〔〕\u2063\n]*)〕/g;

/** A place in a reply that the agent has to fill in. */
export interface Blank extends Span {
  name: string;
}

/** The blanks of a text, in order. */
export function blanksIn(text: string): Blank[] {
  return [...text.matchAll(MARK)].map(({ 0: mark, 1: name = '', index }) => ({ name, start: index, end: index + mark.length }));
}

/** The blank to go to from `at`: the next one, or around again the first; `back` goes the other way. */
export function nextBlank(text: string, at: number, back = false): Blank | undefined {
  const blanks = blanksIn(text);
  return back ? (blanks.findLast((blank) => blank.end < at) ?? blanks.at(-1)) : (blanks.find((blank) => blank.start >= at) ?? blanks[0]);
}
