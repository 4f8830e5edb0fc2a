/**
 * Stand-ins in exported chats: [图片], [订单], [数字x], [链接]. An export puts them where something could not be written,
 * or must not be.
 */

const WHAT =
  '数字|订单|订单号|金额|价格|日期|时间|姓名|名字|昵称|地址|站点|链接|网址|电话|手机|手机号|单号|快递单号|商品|组织机构|公司|邮箱|账号|图片|照片|视频|语音|文件|表情|动画表情|名片|位置|卡片|宝贝|number|order|amount|price|date|time|name|address|link|url|phone|image|picture|photo|video|voice|file|sticker|email|account|product|item';
const MASK = new RegExp(String.raw`[\[【〔](${WHAT})[xX*\d]{0,3}[\]】〕]`, 'gi');
const ANY_MASK = /[[【〔][^[\]【】〔〕]{1,8}[\]】〕]|\{\{[^{}]{1,40}\}\}/g;
/** 下单时间: with nothing behind it. */
const EMPTY_LABEL = /(?:^|(?<=[\s,，;；([【]))[\p{Script=Han}A-Za-z]{2,8}[:：]\s*(?=$|[\s,，;；\])】]|[\p{Script=Han}]{2,8}[:：])/gu;

/** A reply with blanks in place of stand-ins. */
export function masksToBlanks(reply: string): string {
  return reply.replace(MASK, (_mask, what: string) => `{{blank:${what.toLowerCase()}}}`);
}

/** A text without stand-ins, placeholders, and the labels that they leave bare: what is really said. */
export function withoutMasks(text: string): string {
  return text.replace(ANY_MASK, ' ').replace(EMPTY_LABEL, ' ').replace(/[\s,，;；]{2,}/g, ' ').replace(/[[\]【】]+/g, '').trim();
}
