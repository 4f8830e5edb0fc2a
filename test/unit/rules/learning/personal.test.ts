import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findPersonal, halfWidth, type PersonalKind } from '../../../../rules/learning/personal';
import { isCardNumber, isIdentityNumber, isPersonalLink } from '../../../../rules/learning/personal-numbers';
import { cardNumber, chat, idNumber, secret } from './people';

const found = (text: string) => findPersonal(text).map(({ kind, value }) => `${kind} ${value}`);

describe('what is personal in a text', () => {
  const cases: [PersonalKind, string, string][] = [
    ['phone', '手机13812345678畅通', '13812345678'],
    ['phone', '电话 138 1234 5678', '138 1234 5678'],
    ['phone', '138-1234-5678可以', '138-1234-5678'],
    ['phone', '+86 13812345678', '+86 13812345678'],
    ['phone', '１３８１２３４５６７８', '13812345678'],
    ['phone', '138.1234.5678', '138.1234.5678'],
    ['phone', '座机0571-88886666转8', '0571-88886666转8'],
    ['phone', '(010)12345678', '(010)12345678'],
    ['phone', 'call +44 20 7946 0958 please', '+44 20 7946 0958'],
    ['id', '身份证11010519491231002X', '11010519491231002X'],
    ['id', '身份证号：110105491231002', '110105491231002'],
    ['card', '卡号6222021234567890128', '6222021234567890128'],
    ['card', '4111 1111 1111 1111', '4111 1111 1111 1111'],
    ['email', '发到xiao.ming@qq.com吧', 'xiao.ming@qq.com'],
    ['email', '邮箱ａｂ＠qq.com', 'ab@qq.com'],
    ['order', '订单号：1234', '1234'],
    ['order', '订单 2384756102938', '2384756102938'],
    ['order', 'my order number is 12345', '12345'],
    ['tracking', '快递单号 1234-5678', '1234-5678'],
    ['tracking', 'SF1234567890123', 'SF1234567890123'],
    ['tracking', '到了吗jdvb12345678901', 'jdvb12345678901'],
    ['code', '取件码3-2-1003', '3-2-1003'],
    ['code', 'verification code 123456', '123456'],
    ['number', '528690173109有吗', '528690173109'],
    ['number', '一三八一二三四五六七八', '一三八一二三四五六七八'],
    ['wechat', '加我微信xiao_hong88', 'xiao_hong88'],
    ['wechat', 'vx：abcdefg', 'abcdefg'],
    ['qq', 'QQ号是 123456', '123456'],
    ['link', '看https://a.example.com/x?id=1，谢谢', 'https://a.example.com/x?id=1'],
    ['link', '打开m.tb.cn/h.5xYz', 'm.tb.cn/h.5xYz'],
    ['link', '￥AbCd1234Ef￥', '￥AbCd1234Ef￥'],
    ['name', '张先生在吗', '张先生'],
    ['name', '请问欧阳女士', '欧阳女士'],
    ['name', '收件人：李四 电话', '李四'],
    ['name', '我叫王小明', '王小明'],
    ['name', '亲爱的小红，您好', '小红'],
    ['name', '收货人改为钱七七', '钱七七'],
    ['name', '13812345678张伟', '张伟'],
    ['name', '李四 13812345678', '李四'],
    ['name', 'Dear John, hello', 'John'],
    ['name', 'ask Mrs. Miller', 'Mrs. Miller'],
    ['address', '寄到江苏省苏州市姑苏区人民路123号5栋2单元301室', '江苏省苏州市姑苏区人民路123号5栋2单元301室'],
    ['address', '地址改成浙江杭州西湖区文三路 90 号', '浙江杭州西湖区文三路 90 号'],
    ['address', '上海市浦东新区世纪大道100号', '上海市浦东新区世纪大道100号'],
    ['address', '朝阳区建国路88号SOHO现代城A座1201', '朝阳区建国路88号SOHO现代城A座1201'],
    ['address', '成都高新区天府大道中段1366号软件园E5-3F', '成都高新区天府大道中段1366号软件园E5-3F'],
    ['address', '兰山区银雀山街道xx小区3号楼1单元402 ', '兰山区银雀山街道xx小区3号楼1单元402'],
    ['address', '幸福小区3栋1单元502', '幸福小区3栋1单元502'],
    ['address', '广东省 深圳市 南山区 科技园', '广东省 深圳市 南山区 科技园'],
    ['address', '收货地址：李家村村口小卖部', '李家村村口小卖部'],
    ['address', 'ship to 221B Baker Street, London, NW1 6XE', '221B Baker Street, London, NW1 6XE'],
    ['address', '12 N. Lincoln Ave, Apt 4B, Portland, OR 97201', '12 N. Lincoln Ave, Apt 4B, Portland, OR 97201'],
    ['amount', '一共23.56元', '23.56元'],
    ['amount', '退您¥20', '¥20'],
    ['amount', '二十块可以吗', '二十块'],
    ['date', '2026-11-03到', '2026-11-03'],
    ['date', '12月3号能到吗', '12月3号'],
    ['date', '明天下午呢', '明天下午'],
    ['date', 'on Dec 3rd please', 'Dec 3rd'],
    ['time', '下午3点半前', '下午3点半'],
    ['time', '18:30前', '18:30'],
    ['product', '《小熊饼干》还有吗', '小熊饼干'],
  ];
  it.each(cases)('%s: %s', (kind, text, value) => {
    expect(found(text)).toContain(`${kind} ${value}`);
  });

  it.each([
    ['单号：186 502 81817', 'order 186 502 81817'],
    ['订单号是 2384 7561 0293 8476 谢谢', 'order 2384 7561 0293 8476'],
    ['单号：１８６　５０２　８１８１７', 'order 186 502 81817'],
    ['单号12–345–6789', 'order 12–345–6789'],
    ['快递单号：SF1234 5678 9012', 'tracking SF1234 5678 9012'],
    ['快递单号 SF 1234 5678 9012', 'tracking SF 1234 5678 9012'],
    ['验证码 123 456，快点', 'code 123 456'],
    ['QQ 123 456 789', 'qq 123 456 789'],
    ['身份证号 110105 1949 1231 002X', 'id 110105 1949 1231 002X'],
    ['my order number is 112 7345 6621, thanks', 'order 112 7345 6621'],
  ])('in groups behind its label is taken whole: %s', (text, value) => {
    expect(found(text)).toEqual([value]);
  });

  it.each([
    ['订单号 12345678 138 1234 5678', ['order 12345678', 'phone 138 1234 5678']],
    ['订单号 123456 2026-11-24 买的', ['order 123456', 'date 2026-11-24']],
    ['订单 186502 299.00元', ['order 186502']],
    ['订单 1234 5678 20天了', ['order 1234 5678']],
    ['order 186502 10 days ago', ['order 186502']],
    ['订单 12 15 两个', []],
  ])('in groups ends where something else begins: %s', (text, values) => {
    const orders = found(text);
    for (const value of values) expect(orders).toContain(value);
    expect(orders.filter((one) => one.startsWith('order'))).toEqual(values.filter((one) => one.startsWith('order')));
  });

  it('ends where the last group does, however the number is cut', () => {
    const groups = fc.array(fc.stringMatching(/^[2-9]\d{2,5}$/), { minLength: 2, maxLength: 6 });
    fc.assert(
      fc.property(fc.constantFrom('订单号：', '单号', '快递单号 ', '验证码是', 'order no. '), groups, fc.constantFrom('', '，麻烦查下', ' 谢谢', '。', '\n好的'), (label, parts, after) => {
        expect(findPersonal(label + parts.join(' ') + after).map(({ value }) => value)).toEqual([parts.join(' ')]);
      }),
    );
  });

  it.each([
    '热线400-820-8820',
    '除新疆西藏内蒙古青海宁夏都包邮',
    '48小时内发货，7天无理由',
    '什么时候发货',
    '这个地区不发货',
    '一块发',
    '亲爱的客户您好',
    '用微信支付宝都可以',
    '在路上了',
    '尺码 165 170 175 180',
    'we ship in 3 to 5 days',
  ])('nothing in: %s', (text) => {
    expect(found(text)).toEqual([]);
  });

  it('stands in order, without overlap, as it is written', () => {
    const piece = fc.oneof(chat, secret, fc.string({ unit: 'grapheme', maxLength: 5 }));
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 6 }), (pieces) => {
        const text = pieces.join('');
        let end = 0;
        for (const personal of findPersonal(text)) {
          expect(personal.start).toBeGreaterThanOrEqual(end);
          expect(personal.end).toBeGreaterThan(personal.start);
          expect(halfWidth(text.slice(personal.start, personal.end))).toBe(personal.value);
          end = personal.end;
        }
        expect(end).toBeLessThanOrEqual(text.length);
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('check digits', () => {
  it('tell identity and card numbers from others', () => {
    fc.assert(
      fc.property(idNumber, cardNumber, fc.integer({ min: 1, max: 9 }), (id, card, by) => {
        expect(isIdentityNumber(id)).toBe(true);
        expect(isCardNumber(card)).toBe(true);
        const wrong = card.slice(0, -1) + String((Number(card.at(-1)) + by) % 10);
        expect(isCardNumber(wrong)).toBe(false);
      }),
    );
    expect(isIdentityNumber('110105194912310021')).toBe(true);
    expect(isIdentityNumber('123456999999999991')).toBe(false);
  });
});

describe('a link', () => {
  it.each([
    ['www.example.com', false],
    ['https://shop.example.com/help/size-guide', false],
    ['https://item.example.com/item.htm?id=1', true],
    ['m.tb.cn/h.5xYz12345', true],
    ['https://example.com/orders/1234567', true],
    ['https://example.com/t/a1b2c3d4e5f6', true],
    ['￥AbCd1234Ef￥', true],
  ])('%s is one customer’s own: %s', (link, personal) => {
    expect(isPersonalLink(link)).toBe(personal);
  });
});
