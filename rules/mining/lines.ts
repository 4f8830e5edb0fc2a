/** What an agent's line is, beyond answering: a greeting, a line that stalls, one that closes, a bare yes or no. */
import { bareWordingOf } from '../normalise';

/** How customers are addressed, and sounds around a sentence: two lines that differ only in these are the same line. */
const ADDRESS = /(?:亲爱[的哒滴]|亲亲|亲|客官|宝宝|宝贝儿|小主|掌柜|您好|你好|dear|hello|hi)/g;
const SOUNDS = /[哦呢呀啊哈啦喔噢呐额嘛哒~]/g;

/** The line as it is compared with others: normalised, without address and sounds; may be empty (亲亲). */
export function lineKey(line: string): string {
  const { text } = bareWordingOf(line);
  return text.replace(ADDRESS, '').replace(SOUNDS, '').replaceAll('恩', '嗯').replace(/ +/g, ' ').trim();
}

const GREETING =
  /^(?:亲|亲亲|亲爱的|客官|您好|你好|在|在的|我在|您说|你说|请说|请讲|欢迎光临.{0,20}|很?高兴.{0,8}服务|有什么(?:可以|能)?(?:帮|为).{0,10}|有什么(?:需要|问题)?.{0,8}|请问|早上好|上午好|中午好|下午好|晚上好|新年好|hi|hello|how (?:can|may) i help.{0,12}|welcome.{0,30}|good (?:morning|afternoon|evening)|what can i (?:do|help).{0,20}| )+$/;
const STALLING =
  /^(?:好|的|嗯|恩|您|你|亲|请|麻烦|这边)*(?:稍等|等一下|等下|等会|请等|我(?:先|来|这边|帮[您你])*(?:看|查|问|催|核实|确认|反馈|申请)(?:看|问)*(?:一?下)|(?:这边|小二|客服)*(?:帮[您你])(?:看|查|问|催|核实|确认|反馈|申请)(?:看|问)*(?:一?下)|正在(?:查|看|核实|处理)|one moment|just a (?:moment|second|minute)|please (?:wait|hold)|let me (?:check|look|see)|bear with me).{0,12}$/;
const CLOSING =
  /^(?:好|的|嗯|恩|您|你|亲|太|不用|别|这么|是)*(?:不?客气|不用谢|不谢|应该|么么|祝您|祝你|再见|拜拜|欢迎(?:再次|下次|再来|随时)|期待|感谢(?:您|你|支持|光临|惠顾)|谢谢(?:您|你|支持|光临|惠顾|理解)|有(?:问题|需要|什么).{0,6}(?:联系|找|问|咨询)|生活愉快|购物愉快|没事|没关系|you(?:re| are)? welcome|my pleasure|no problem|have a (?:nice|good|great)|bye|goodbye|anytime|take care).{0,30}$/;
const NOD = /^(?:好|的|嗯|恩|哦|行|可以|ok|okay|sure|是|对|没问题|收到|知道了|明白了?|了|滴|叻|勒| )*$/;
const YES_NO = /^(?:是|有|没有|没|可以|不可以|不行|行|能|不能|会|不会|对|不是|一样|不一样|要|不要|需要|不需要|在|的|嗯|恩|了|都|yes|no|not|it is|we do|you can| )*$/;

/** Longer lines say more than that. */
const LONGEST_STALL = 40;
const LONGEST_CLOSING = 60;

export type LineKind = 'greeting' | 'stalling' | 'closing' | 'nod' | 'yes-no' | 'answer';

/** What a line is, from its key (`lineKey`) and its normalised text. */
export function lineKind(line: string): LineKind {
  const { text } = bareWordingOf(line);
  const key = lineKey(line);
  if (key === '' || GREETING.test(text) || GREETING.test(key)) return 'greeting';
  if (NOD.test(key)) return /^[是对的嗯恩 ]*[是对][是对的嗯恩 ]*$/.test(key) || key.includes('可以') ? 'yes-no' : 'nod';
  if (YES_NO.test(key)) return 'yes-no';
  if (key.length <= LONGEST_STALL && STALLING.test(key)) return 'stalling';
  if (key.length <= LONGEST_CLOSING && CLOSING.test(key)) return 'closing';
  return 'answer';
}

const HARMLESS = /不好意思|不客气|不错|不同|不过|不然|没事|没问题|没关系|没错|特别|分别|差不多|无纺|无忧|无线|放心|别家|别的|是不是|有没有|能不能|可不可以|会不会/g;
const NEGATION = /[不没无未别勿]|\b(?:no|not|never|cannot|cant|dont|wont|isnt|arent)\b/;

/** What must be the same in two lines for them to say the same: whether they deny, and their numbers and Latin words. */
export function guardOf(key: string): string {
  const denies = NEGATION.test(key.replace(HARMLESS, ''));
  const facts = key.match(/\d+(?:\.\d+)?/g) ?? [];
  return `${denies ? '-' : '+'}${[...new Set(facts)].sort().join(',')}`;
}

const STATE = /[您你亲]的(?:订单|快递|包裹|退款)|[您你亲]已经?|已经?(?:[给帮为]|改|发|备注|退|寄|签收|到|拍|付)|(?:改|弄|备注|发|处理|退)(?:好|完)?了|没有?(?:付款|拍|收到)|刷新|显示|上次|刚刚?(?:才|看|问|查)|[您你亲]拍的|your (?:order|parcel|refund|payment) (?:has|was|is)|i (?:have|ve) (?:just|already)/;

/** Whether a line tells how things stand with one customer's order: true for that customer, hardly for the next. */
export function tellsState(line: string): boolean {
  return STATE.test(line);
}

const ASKS =
  /[?？吗嘛么吧呢]|怎|咋|啥|什么|甚|哪|谁|几[点天号个时包]|多[少久长大重]|是不是|有没有|能不能|可不可|会不会|要不要|行不|可以不|好不|没有$|\b(?:what|when|where|which|who|why|how|is|are|do|does|did|can|could|will|would|have|has|should)\b/i;

/** Whether a line has the form of a question. */
export function asks(line: string): boolean {
  return ASKS.test(line);
}
