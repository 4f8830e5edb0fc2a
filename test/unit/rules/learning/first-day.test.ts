import { describe, expect, it } from 'vitest';
import { answered, packRules } from '../support';
import { seat } from './seat';

const SHIPPING = '亲，下午四点前付款的当天发，四点后的第二天发。';

describe('on the first day of a seat', () => {
  it('a wording like those that were answered gets the same answer, beside the pack that ships', () => {
    const { answers, offered } = seat(packRules('ecommerce-zh'));
    for (const message of ['什么时候发货', '今天能发吗', '多久发货啊']) answers(message, SHIPPING);
    expect(offered('明天可以发货吗')).toContain(SHIPPING);
    expect(offered('今天能发吗')[0]).toBe(SHIPPING);
  });

  it('what is like nothing that was answered gets nothing learned', () => {
    const { answers, offered } = seat();
    for (const message of ['什么时候发货', '今天能发吗', '多久发货啊']) answers(message, SHIPPING);
    expect(offered('这个杯子是陶瓷的还是玻璃的')).toEqual([]);
  });

  it('thanks are answered by a line that closes, never by one that says something', () => {
    const { answers, offered } = seat();
    answers('好的', SHIPPING, [answered('付款以后就安排哦')]);
    expect(offered('好的')).toEqual([]);
    answers('谢谢', '不客气亲～');
    expect(offered('谢谢')).toEqual(['不客气亲～']);
  });
});
