import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { differences } from '../../../renderer/panel/difference';
import { excerptStart, segments } from '../../../renderer/panel/marks';

const cut = (text: string, spans: { start: number; end: number }[]) => spans.map(({ start, end }) => text.slice(start, end));

describe('highlights', () => {
  it('mark just the stretches that matched', () => {
    expect(segments('能发货吗', [{ start: 1, end: 3 }]).map(({ text, marked }) => [text, marked])).toEqual([['能', false], ['发货', true], ['吗', false]]);
  });

  it('lose no character, whatever the spans are', () => {
    const spans = fc.array(fc.record({ start: fc.integer({ min: -5, max: 40 }), end: fc.integer({ min: -5, max: 40 }) }), { maxLength: 6 });
    fc.assert(fc.property(fc.string({ maxLength: 30 }), spans, (text, list) => segments(text, list).map((part) => part.text).join('') === text));
  });

  it('begin an excerpt at a break shortly before the first of them', () => {
    const text = '前面说了很多很多别的事情，都没有关系。另外想问一下，什么时候能补发';
    const start = excerptStart(text, [{ start: text.indexOf('补发'), end: text.length }], 16);
    expect(text.slice(start)).toBe('另外想问一下，什么时候能补发');
    expect(excerptStart('短', [{ start: 0, end: 1 }])).toBe(0);
  });

  it('never begin an excerpt inside a character', () => {
    const text = '😀'.repeat(30);
    expect(excerptStart(text, [{ start: 51, end: 52 }], 24) % 2).toBe(0);
  });
});

describe('the difference between two replies', () => {
  it('is marked word by word in both', () => {
    const a = '亲，还没发货，您点退款就可以';
    const b = '亲，已经发出，您点退款就可以';
    const found = differences(a, b, 'zh-CN')!;
    expect(cut(a, found.a)).toEqual(['还没发货']);
    expect(cut(b, found.b)).toEqual(['已经发出']);
  });

  it('is not marked when the replies have next to nothing in common', () => {
    expect(differences('您好，可以退。', 'We ship within two days of payment', 'zh-CN')).toBeNull();
  });

  it('of replies of 10,000 characters is found at once', () => {
    const long = '亲，您好。'.repeat(2_000);
    const began = performance.now();
    const found = differences(`${long}甲${long.slice(0, 50)}`, `${long}乙${long.slice(0, 50)}`, 'zh-CN')!;
    expect(performance.now() - began).toBeLessThan(1_000);
    expect(found.a).toEqual([{ start: long.length, end: long.length + 1 }]);
  });
});
