/** Who speaks, told from what a file calls its speakers. */

export type Role = 'customer' | 'agent';

const CUSTOMERS = /^(?:customer|buyer|user|client|visitor|guest|consumer|member|shopper|human|客户|顾客|买家|用户|访客|会员|消费者|买方|对方|客人|咨询者|提问者?)(?:[ _-]?\d{0,6})$/i;
const AGENTS =
  /^(?:agent|seller|staff|service|support|assistant|operator|merchant|shop|store|seat|customer[ _-]?(?:service|support)|cs|kefu|bot|robot|rep(?:resentative)?|客服|坐席|座席|卖家|商家|店铺|店家|掌柜|小二|人工客服|在线客服|客服人员|我|我方|卖方|机器人|智能客服|回答者?|客服[a-z\d一-鿿]{0,4})(?:[ _-]?\d{0,6})$/i;
/** Names of seats as shops give them: 某某旗舰店:小美. Buyers may not use a colon or these words in theirs. */
const SHOP_NAMES = /[:：]|旗舰店|专营店|专卖店|官方|客服|自营|售[前后]|企业店/;

/** The role that a word names, or null where it is a name or nothing known. Case and spaces around do not count. */
export function roleNamed(word: string): Role | null {
  const name = word.trim();
  // 客服 is an agent though 客 is not; so agents are looked for first.
  if (AGENTS.test(name)) return 'agent';
  return CUSTOMERS.test(name) ? 'customer' : null;
}

/** Whether a speaker's name is that of a shop's seat. */
export function namesSeat(name: string): boolean {
  return roleNamed(name) === 'agent' || SHOP_NAMES.test(name);
}
