import { describe, expect, it } from 'vitest';
import { answered, packRules } from '../support';
import { Seat } from './seat';

const SHIPPING = '亲，下午四点前付款的当天发，四点后的第二天发。';

describe('on the first day of a seat', () => {
  it('a wording like those that were answered gets the same answer, beside the pack that ships', () => {
    const seat = new Seat(packRules('ecommerce-zh'));
    for (const message of ['什么时候发货', '今天能发吗', '多久发货啊']) seat.send(message, SHIPPING);
    expect(seat.offered('明天可以发货吗')).toContain(SHIPPING);
    expect(seat.offered('今天能发吗')[0]).toBe(SHIPPING);
  });

  it('what is like nothing that was answered gets nothing learned', () => {
    const seat = new Seat();
    for (const message of ['什么时候发货', '今天能发吗', '多久发货啊']) seat.send(message, SHIPPING);
    expect(seat.offered('这个杯子是陶瓷的还是玻璃的')).toEqual([]);
  });

  it('thanks are answered by a line that closes, never by one that says something', () => {
    const seat = new Seat();
    seat.send('好的', SHIPPING, { before: [answered('付款以后就安排哦')] });
    expect(seat.offered('好的')).toEqual([]);
    seat.send('谢谢', '不客气亲～');
    expect(seat.offered('谢谢')).toEqual(['不客气亲～']);
  });
});
