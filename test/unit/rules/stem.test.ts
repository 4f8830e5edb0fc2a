import { describe, expect, it } from 'vitest';
import { stem } from '../../../rules/text/stem';

/** Pairs from Porter's paper. */
const PAPER = `caresses caress, ponies poni, ties ti, caress caress, cats cat, feed feed, agreed agre, plastered plaster, bled bled,
motoring motor, sing sing, conflated conflat, troubled troubl, sized size, hopping hop, tanned tan, falling fall, hissing hiss,
fizzed fizz, failing fail, filing file, happy happi, sky sky, relational relat, conditional condit, rational ration, valenci valenc,
digitizer digit, conformabli conform, radicalli radic, differentli differ, vileli vile, analogousli analog, vietnamization vietnam,
predication predic, operator oper, feudalism feudal, decisiveness decis, hopefulness hope, callousness callous, formaliti formal,
sensitiviti sensit, sensibiliti sensibl, triplicate triplic, formative form, formalize formal, electriciti electr, electrical electr,
hopeful hope, goodness good, revival reviv, allowance allow, inference infer, airliner airlin, gyroscopic gyroscop, adjustable adjust,
defensible defens, irritant irrit, replacement replac, adjustment adjust, dependent depend, adoption adopt, homologou homolog,
communism commun, activate activ, angulariti angular, homologous homolog, effective effect, bowdlerize bowdler, probate probat,
rate rate, cease ceas, controll control, roll roll`;

describe('the stem of an English word', () => {
  it.each(PAPER.split(/,\s+/).map((pair) => pair.split(' ') as [string, string]))('%s is %s, as in the paper', (word, stemmed) => expect(stem(word)).toBe(stemmed));

  it('is one for all forms of a word that customers use', () => {
    for (const forms of [['refund', 'refunds', 'refunded', 'refunding'], ['delivery', 'deliveries'], ['ship', 'shipped', 'shipping', 'ships'], ['order', 'ordered', 'orders', 'ordering']]) {
      expect(new Set(forms.map(stem)).size, forms.join()).toBe(1);
    }
  });

  it('is the word itself where it is short, long or no English', () => {
    for (const word of ['is', '发货', 'abc123', 'x'.repeat(50)]) expect(stem(word)).toBe(word);
  });
});
