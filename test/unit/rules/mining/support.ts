import { Miner } from '../../../../rules/mining/mine';
import type { HistoryConversation, MiningParts, Proposal } from '../../../../rules/mining/types';
import type { Rule } from '../../../../rules/types';

/** Takes nothing that holds six digits in a row: enough for tests whose subject is not personal data. */
export const PARTS: MiningParts = {
  slotted: (reply) => (/\d{6}/.test(reply) ? { refused: 'digits' } : { text: reply }),
  wordingSlotted: (message) => (/\d{6}/.test(message) ? null : message),
};

let made = 0;

/** A conversation from lines: those that begin with "> " are the agent's. */
export function talk(...lines: string[]): HistoryConversation {
  return {
    id: `talk-${++made}`,
    turns: lines.map((line) => (line.startsWith('> ') ? { role: 'agent', text: line.slice(2) } : { role: 'customer', text: line })),
  };
}

export function mined(conversations: readonly HistoryConversation[], options: Parameters<Miner['propose']>[0] = {}): Proposal[] {
  const miner = new Miner(PARTS);
  for (const conversation of conversations) miner.add(conversation);
  return miner.propose(options);
}

export const wordings = ({ triggers }: Proposal) => [...new Set(triggers.flatMap((trigger) => ('texts' in trigger ? trigger.texts : [])))];
export const not = ({ triggers }: Proposal) => triggers.flatMap((trigger) => (trigger.kind === 'examples' ? trigger.not : []));
export const answering = (proposals: readonly Proposal[], reply: string) => proposals.find(({ replies }) => replies.some((text) => text.includes(reply)));

export function ruleOf({ id, name, triggers, replies }: Proposal): Rule {
  return { id, name, group: '', triggers, replies: replies.map((text) => ({ text })), scope: {}, enabled: true, source: { kind: 'written' } };
}

const COURIER = '亲，小店默认发圆通快递，不支持指定其他快递哦';
const SHIP = '下午四点前付款的当天发货，四点后付款的第二天发货';

/** A shop that is asked about its courier and about dispatch in different wordings, among other things. */
export const SHOP: readonly HistoryConversation[] = [
  talk('在吗', '> 您好，在的', '你们发什么快递', `> ${COURIER}`, '好的谢谢', '> 不客气哦亲'),
  talk('你好', '> 您好，在的', '请问发的是什么快递呀', `> ${COURIER}`, '好的', '> 嗯嗯'),
  talk('这个发什么快递', `> ${COURIER}`, '谢谢', '> 不客气哦亲'),
  talk('走什么快递呢', `> ${COURIER}`, '我周末不在家能不能晚点送', '> 可以联系快递员约时间'),
  talk('在吗', '> 您好，在的', '什么时候发货', `> ${SHIP}`, '好的', '> 嗯嗯'),
  talk('今天什么时候可以发货', `> ${SHIP}`, '杯子盖子有裂纹怎么处理', '> 拍张照片给我看看'),
  talk('几点发货 什么时候发', `> ${SHIP}`, '谢谢', '> 不客气哦亲'),
  talk('蓝色的和绿色的哪个深一些', '> 绿色的深一点'),
];
