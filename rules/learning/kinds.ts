import type { PersonalKind } from './personal';

/** What each kind of personal value is called, in blanks and in wordings. */
export const KIND_NAMES: Readonly<Record<PersonalKind, { zh: string; en: string }>> = {
  link: { zh: '链接', en: 'link' },
  email: { zh: '邮箱', en: 'e-mail address' },
  phone: { zh: '电话号码', en: 'phone number' },
  id: { zh: '身份证号', en: 'identity number' },
  card: { zh: '银行卡号', en: 'card number' },
  order: { zh: '订单号', en: 'order number' },
  tracking: { zh: '快递单号', en: 'tracking number' },
  code: { zh: '编码', en: 'code' },
  wechat: { zh: '微信号', en: 'WeChat ID' },
  qq: { zh: 'QQ号', en: 'QQ number' },
  number: { zh: '号码', en: 'number' },
  address: { zh: '地址', en: 'address' },
  name: { zh: '姓名', en: 'name' },
  amount: { zh: '金额', en: 'amount' },
  date: { zh: '日期', en: 'date' },
  time: { zh: '时间', en: 'time' },
  product: { zh: '商品', en: 'product' },
};

/** The kind that `message:phone` names; undefined where there is no such kind. */
export function kindSaid(placeholder: string): PersonalKind | undefined {
  const kind = /^message[:：]([a-z]{1,20})$/.exec(placeholder)?.[1] ?? '';
  return Object.hasOwn(KIND_NAMES, kind) ? (kind as PersonalKind) : undefined;
}

const NUMERIC: readonly PersonalKind[] = ['phone', 'id', 'card', 'order', 'tracking', 'code', 'qq', 'number', 'amount'];
const numericNames = new Set(NUMERIC.flatMap((kind) => [KIND_NAMES[kind].zh, KIND_NAMES[kind].en]));

/** Whether a text may be what somebody fills into a blank of this name: 黄色的 is no number. */
export function mayFill(name: string, value: string): boolean {
  return !numericNames.has(name) || /[\d\uff10-\uff19零一二三四五六七八九十百千万两半]/.test(value);
}
