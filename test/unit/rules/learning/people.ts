/** Generators of what belongs to one person: numbers with their check digits, addresses, as people write them in chats. */
import fc from 'fast-check';

const digits = (length: number) => fc.stringMatching(new RegExp(`^[0-9]{${length}}$`));
const number = (min: number, max: number) => fc.integer({ min, max }).map(String);
const two = (max: number) => fc.integer({ min: 1, max }).map((value) => String(value).padStart(2, '0'));

const wide = (text: string) => text.replace(/[\d-]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) + 0xfee0));
const grouped = (text: string, sizes: readonly number[], by: string) => {
  let at = 0;
  return sizes.map((size) => text.slice(at, (at += size))).join(by);
};

const mobile = fc
  .tuple(fc.constantFrom('13', '15', '17', '18', '19'), digits(9))
  .map((parts) => parts.join(''))
  .chain((plain) => fc.constantFrom(plain, grouped(plain, [3, 4, 4], ' '), grouped(plain, [3, 4, 4], '-'), `+86 ${plain}`, `86-${plain}`, wide(plain), grouped(plain, [3, 3, 5], ' ')));
const landline = fc
  .tuple(fc.constantFrom('010', '021', '0571', '0991'), digits(7), fc.constantFrom('-', ' ', ''))
  .map(([area, rest, by]) => `${area}${by}2${rest}`);

export const idNumber = fc
  .tuple(fc.constantFrom('320106', '110105', '440305', '650102'), number(1940, 2019), two(12), two(28), digits(3))
  .map((parts) => {
    const body = parts.join('');
    const sum = [...body].reduce((total, digit, at) => total + Number(digit) * (2 ** (17 - at) % 11), 0);
    return body + '10X98765432'[sum % 11]!;
  });

export const cardNumber = fc.tuple(fc.constantFrom('6222', '6217', '4367'), digits(14)).map((parts) => {
  const body = parts.join('');
  const sum = [...body].reverse().reduce((total, digit, at) => {
    const value = Number(digit) * (at % 2 === 0 ? 2 : 1);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return body + String((10 - (sum % 10)) % 10);
});
const card = cardNumber.chain((plain) => fc.constantFrom(plain, grouped(plain, [4, 4, 4, 4, 3], ' '), grouped(plain, [4, 4, 4, 4, 3], '-')));

/** From eleven digits on: ten that begin with 400 are a hotline. */
const order = fc.integer({ min: 11, max: 24 }).chain(digits);
const tracking = fc.tuple(fc.constantFrom('SF', 'YT', 'JD', 'ZTO', 'JDVB', 'sf'), fc.integer({ min: 10, max: 15 }).chain(digits)).map((parts) => parts.join(''));
const email = fc
  .tuple(fc.stringMatching(/^[a-z][a-z0-9._]{0,12}[a-z0-9]$/), fc.constantFrom('qq.com', '163.com', 'gmail.com', 'mail.example.co.uk'))
  .map((parts) => parts.join('@'));

const address = fc
  .tuple(
    fc.constantFrom('江苏省苏州市姑苏区', '浙江杭州西湖区', '广东省 深圳市 南山区', '北京市朝阳区', '四川省成都市武侯区', '苏州市吴中区'),
    fc.constantFrom('人民路', '文三路', '中山大道', '幸福小区', '春熙路街道阳光花园'),
    fc.tuple(number(1, 999), fc.constantFrom('号', '号3栋2单元501室', '号 6-1-203', '栋1203', '号楼2单元1101')),
  )
  .map(([place, street, house]) => place + street + house.join(''));
const englishAddress = fc
  .tuple(number(1, 9999), fc.constantFrom('High Street', 'Old Mill Road', 'N. Lincoln Ave', 'Queens Drive'), fc.constantFrom('', ', Leeds, LS1 4AP', ', Apt 4B, Portland, OR 97201'))
  .map(([house, street, town]) => ` ${house} ${street}${town} `);

/** Every kind that may never be kept, as it is written. */
export const secret = fc.oneof(mobile, landline, idNumber, card, order, tracking, email, address, englishAddress);

/** Chat text without anything of anybody's. */
export const chat = fc.array(
  fc.constantFrom('好的亲', '您看下', '，', '。', ' ', '\n', '已经', '发货了', '麻烦', '请核对：', 'OK ', 'please ', '(', ')', '~', '{{', '}}', '3件', '满99元', '😀', '地址', '电话', '订单号', '单号：', '收件人 ', 'a', 'x1', '元', '号', '-', '.', ':'),
  { maxLength: 8 },
).map((pieces) => pieces.join(''));

/** Digits and letters of a text in half width, for looking whether a number survived in another dress. */
export const bare = (text: string) => text.normalize('NFKC').replace(/[^\p{L}\p{N}@]/gu, '').toLowerCase();
