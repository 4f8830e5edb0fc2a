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

/** The phrases that lines of a kind are made of, and what one of them must be there. */
interface Phrases {
  made: RegExp;
  core: RegExp;
  longest: number;
}

const GREETING: Phrases = {
  made: /亲爱[的哒滴]|亲+|客官|小主|您好|你好|在的?|我是?|[您你]|说|请讲|请问|欢迎光临|很?高兴.{0,3}为[您你]服务|竭诚|为[您你]服务|服务专员|私人|客服|助理|小[妹二]|旗舰店|有什么|问题|需要|可以|帮(?:助|到|忙)?|解决|咨询|之前|还是|其他|新|遇到|是有?|处理|美好的一天从遇见[您你]开始|[早上中下晚]午?好|新年好|能|为|的|到|吗|呢|了|哦|哈|请|hi|hello|how can i help you|how may i help you|welcome|good (?:morning|afternoon|evening)|what can i do for you|today| /g,
  core: /亲|好|在|说|讲|欢迎|高兴|请问|帮|咨询|hi|hello|help|welcome|good/,
  longest: 60,
};
const STALLING: Phrases = {
  made: /稍等|稍候|稍微|等待|等(?:一下|下|会儿?)?|一?小?会儿?|片刻|马上|正在?|[为帮给][您你]|查(?:询|看)?|看|核实|确认|反馈|问|催|好的?|[嗯恩亲请还您你我先来去得的]|麻烦|这边|耐心|小[妹二]|妹子|客服|一?下|处理|哦|哈|呢|了|one moment|just a (?:moment|second|minute)|please|wait|hold on|let me (?:check|look|see)|bear with me|for you| /g,
  core: /稍[等候微]|等|片刻|查|看|核实|反馈|问|催|moment|second|minute|wait|hold|check|look|bear/,
  longest: 40,
};
const CLOSING: Phrases = {
  made: /不?客气|不用谢|不谢|应该做?的?|都?这?都?是我|么么哒?|祝[您你].{0,12}|再见|拜拜|欢迎.{0,8}(?:来|光临|惠顾)|期待.{0,8}|感谢.{0,12}|谢谢.{0,6}|(?:有|如果?有?).{0,6}(?:问题|需要|疑问).{0,10}(?:联系|找|咨询|问).{0,6}|[请还]问?还?有(?:什么|其他|别的|其它|问题).{0,14}|生活愉快|购物愉快|没事|没关系|[您你]|太|了|好|的|嗯|恩|呢|哦|亲|别|这么|是|we?l?come|you(?:re| are) welcome|my pleasure|no problem|have a (?:nice|good|great).{0,10}|bye|goodbye|anytime|take care|is there anything else.{0,24}| /g,
  core: /客气|谢|应该|么么|祝|再见|拜拜|欢迎|期待|还有|联系|咨询|愉快|没事|没关系|welcome|pleasure|problem|have a|bye|anytime|care|anything/,
  longest: 60,
};
/** What may be left of a line when the phrases are taken out, in characters. */
const REST = 2;

function isMadeOf(text: string, { made, core, longest }: Phrases): boolean {
  return text.length <= longest && core.test(text) && text.replace(made, '').length <= REST;
}

const NOD = /^(?:好|的|嗯|恩|哦|行|可以|ok|okay|sure|是|对|没问题|收到|知道了|明白了?|了|滴|叻|勒| )*$/;
const YES_NO = /^(?:是|有|没有|没|可以|不可以|不行|行|能|不能|会|不会|对|不是|一样|不一样|要|不要|需要|不需要|在|的|嗯|恩|了|都|yes|no|not|it is|we do|you can| )*$/;

export type LineKind = 'greeting' | 'stalling' | 'closing' | 'nod' | 'yes-no' | 'answer';

/** What a line is, from its key (`lineKey`) and its normalised text. */
export function lineKind(line: string): LineKind {
  const { text } = bareWordingOf(line);
  const key = lineKey(line);
  if (key === '') return 'greeting';
  if (NOD.test(key)) return /^[是对的嗯 ]*[是对][是对的嗯 ]*$/.test(key) || key.includes('可以') ? 'yes-no' : 'nod';
  if (YES_NO.test(key) && key !== '在' && key !== '在的') return 'yes-no';
  if (isMadeOf(text, CLOSING)) return 'closing';
  if (isMadeOf(text, STALLING)) return 'stalling';
  return isMadeOf(text, GREETING) ? 'greeting' : 'answer';
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
