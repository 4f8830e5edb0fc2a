/** Personal names where a chat shows that they are names: before a title, behind 收件人 or 我叫, in an address of courtesy. */
import type { Recogniser } from './personal';

/** The hundred commonest surnames and some more, and double ones. 和, 时, 年 and their like are left out: they are words first. */
const SURNAMES =
  '王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤温俞章葛柯翁项柳游梅';
const DOUBLE = '欧阳|司马|上官|诸葛|司徒|东方|皇甫|尉迟|公孙|慕容|令狐|长孙|宇文|夏侯';
const SURNAME = `(?:${DOUBLE}|[${SURNAMES}])`;
const HAN = String.raw`\p{Script=Han}`;
const TITLE = '(?:先生|女士|小姐|太太|老师|师傅|同学|阿姨|经理)';
/** Where a Chinese name is over. */
const END = String.raw`(?=[^\p{Script=Han}]|$|电话|手机|地址|联系|先生|女士|您|你|的|收)`;

/** Not names, though they stand where names stand. */
const NOBODY = new Set(
  ('卖家 伙伴 小伙伴 妈妈 亲们 主人 小主 老板 掌柜 美女 帅哥 消费者 本人 自己 您 你 我 我的 谁 什么 哪位 哪个 一样 同一 ' +
    'there customer customers sir madam team all friend friends everyone valued buyer client guest member user again thanks please').split(' '),
);
const NO_NAME = /^[您你]|商|掌柜|大人|客|户|友|会员|买家|粉丝|家人|宝|电话|手机|地址|订单|邮箱|单号|信息|先生|女士/;
const isSomebody = (value: string) => !NOBODY.has(value.toLowerCase()) && !NO_NAME.test(value);

export const NAMES: readonly Recogniser[] = [
  ['name', new RegExp(`${SURNAME}${HAN}{0,2}?${TITLE}`, 'gu')],
  ['name', new RegExp(String.raw`(?:收件人|收货人|联系人|签收人|收件|姓名|名字|户名|昵称|旺旺|称呼|本人|我叫|我姓)(?:姓名|名字)?(?:[\s:：是为叫]|改成|改为|换成){0,3}(${SURNAME}${HAN}{1,2}?)${END}`, 'gu'), isSomebody],
  ['name', new RegExp(String.raw`(?:收件人|收货人|联系人|签收人|姓名|户名|昵称|旺旺|称呼)(?:姓名|名字)?\s{0,2}[:：]\s{0,2}(${HAN}{2,4}?)${END}`, 'gu'), isSomebody],
  ['name', new RegExp(String.raw`(?:收件人|收货人|联系人|姓名|户名|昵称|旺旺|我是|我叫)(?:姓名|名字)?[\s:：]{0,3}(${SURNAME}${HAN}{1,2})(?![\p{Script=Han}])`, 'gu'), isSomebody],
  ['name', new RegExp(String.raw`(?:收件人|收货人|联系人|姓名|户名|昵称|旺旺|\bname)\s{0,2}(?:[:：]|is\b)\s{0,2}([a-z][a-z'-]{1,20}(?: [a-z][a-z'-]{1,20}){0,2})`, 'giu'), isSomebody],
  ['name', new RegExp(`(?:叫我|我是)(小${SURNAME})(?!${HAN}{2})`, 'gu')],
  // 李四 13812345678, and the other way round.
  ['name', new RegExp(String.raw`(?<!${HAN})(${SURNAME}${HAN}{1,2})(?=[\s,，、:：]{0,3}(?:\+?86)?1[3-9]\d[\d -]{8,10})`, 'gu'), isSomebody],
  ['name', new RegExp(String.raw`(?<=1[3-9]\d{9}[\s,，、]{0,3})(${SURNAME}${HAN}{1,2})(?!${HAN})`, 'gu'), isSomebody],
  ['name', new RegExp(String.raw`亲爱的(${HAN}{2,4}?)(?=[\s,，、:：!！。~～]|$|您|你|先生|女士|小姐)`, 'gu'), isSomebody],
  ['name', /\b(?:Mr|Mrs|Ms|Miss|Dr|Mx)\.? [A-Z][a-z'-]{1,20}(?: [A-Z][a-z'-]{1,20})?/gu],
  ['name', /\b(?:Dear|Hi|Hello|Hey) ([A-Z][a-z'-]{1,20})(?=\s?[,.!:;-]|\s?$|\n)/gu, isSomebody],
  ['name', /\b(?:[Mm]y name is|I am called) ([A-Z][a-z'-]{1,20}(?: [A-Z][a-z'-]{1,20})?)/gu, isSomebody],
];
