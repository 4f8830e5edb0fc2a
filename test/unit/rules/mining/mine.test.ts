import { describe, expect, it } from 'vitest';
import { Engine } from '../../../../rules/engine';
import { Seen } from '../../../../rules/mining/seen';
import { Miner } from '../../../../rules/mining/mine';
import { normalisedText } from '../../../../rules/normalise';
import { context } from '../support';
import { answering, mined, not, PARTS, ruleOf, SHOP, talk, wordings } from './support';

describe('what is asked again and again and answered alike', () => {
  it('becomes one rule, with its different wordings as examples', () => {
    const courier = answering(mined(SHOP), '默认发圆通')!;
    expect(courier).toMatchObject({ kind: 'answer', times: 4 });
    expect(wordings(courier)).toEqual(expect.arrayContaining(['你们发什么快递', '请问发的是什么快递呀', '这个发什么快递', '走什么快递呢']));
  });

  it('answers a wording that nobody used before, once its rules are accepted', () => {
    const engine = new Engine();
    for (const proposal of mined(SHOP)) engine.add(ruleOf(proposal));
    expect(engine.suggest('你家一般发哪家快递啊', context()).list[0]?.reply).toContain('默认发圆通');
    expect(engine.suggest('那今天什么时候能发货', context()).list[0]?.reply).toContain('下午四点前');
  });

  it('tells where it comes from: message, reply and conversation', () => {
    const { evidence, conversations } = answering(mined(SHOP), '默认发圆通')!;
    expect(conversations).toContain(SHOP[0]!.id);
    expect(evidence).toContainEqual({ message: '你们发什么快递', reply: expect.stringContaining('默认发圆通'), conversation: SHOP[0]!.id });
  });

  it('is sorted by the typing that it would have saved', () => {
    const saved = mined(SHOP).map((proposal) => proposal.saved);
    expect(saved).toEqual([...saved].sort((a, b) => b - a));
    expect(saved[0]).toBeGreaterThan(50);
  });

  it('keeps a like question with another answer out, as a counter-example', () => {
    const proposals = mined([...SHOP, talk('快递什么时候发出来', '> 已经在路上'), talk('什么快递单号', '> 单号稍后短信通知')]);
    const courier = answering(proposals, '默认发圆通')!;
    expect(not(courier).join()).toMatch(/单号|什么时候/);
    expect(wordings(courier).join()).not.toMatch(/单号|什么时候/);
  });

  it('proposes nothing from what was answered only once, nor from fewer conversations than asked for', () => {
    expect(answering(mined(SHOP), '绿色的深一点')).toBeUndefined();
    expect(answering(mined(SHOP), '拍张照片')).toBeUndefined();
    expect(answering(mined(SHOP, { least: 5 }), '默认发圆通')).toBeUndefined();
    expect(mined([talk('有发票吗', '> 有的，下单时备注抬头')])).toEqual([]);
  });

  it('puts slightly different texts of an answer into one rule, the most frequent first', () => {
    const proposals = mined([
      talk('包邮吗', '> 全店满三十九元包邮哦'),
      talk('你家包邮吗', '> 亲，全店满三十九元包邮的呢'),
      talk('请问包邮吗', '> 全店满三十九元包邮哦'),
    ]);
    expect(proposals).toHaveLength(1);
    expect(proposals[0]!.replies[0]).toBe('全店满三十九元包邮哦');
    expect(proposals[0]!.times).toBe(3);
  });

  it('does not take a yes for a no, nor one number for another', () => {
    const proposals = mined([
      talk('这款可以机洗吗', '> 这款可以机洗的，放心'),
      talk('这款可以用洗衣机洗吗', '> 这款不可以机洗的，放心'),
      talk('满多少包邮', '> 我们是满59元包邮的'),
      talk('满多少元包邮呢', '> 我们是满99元包邮的'),
    ]);
    expect(proposals).toEqual([]);
  });

  it('takes no question that one customer repeats for one that customers share', () => {
    expect(mined([talk('你们发什么快递', '> 发圆通快递的呀', '我是说发什么快递呢', '> 发圆通快递的呀')])).toEqual([]);
  });

  it('offers no line that tells how one order stands, unless it was given in several conversations', () => {
    const told = (...replies: string[]) => mined(replies.map((reply, index) => talk(['请问我的运费险怎么赔付', '运费险怎么赔付呀', '运费险是怎么赔付的'][index]!, `> ${reply}`)));
    expect(told('您的订单运费险没有买所以不能赔付的', '亲的订单是没有买运费险的不能赔付')).toEqual([]);
    expect(told('运费险没有买所以不能赔付的', '是没有买运费险的不能赔付')).toHaveLength(1);
    expect(told('您的订单运费险没有买所以不能赔付的', '您的订单运费险没有买所以不能赔付的')).toHaveLength(1);
  });

  it('takes a yes for an answer to a question only, and not to one with a number', () => {
    const answered = (one: string, other: string) => mined([talk(one, '> 可以的'), talk(other, '> 可以的哦')]).length;
    expect(answered('今天可以发货吗', '请问今天可以发货吗')).toBe(1);
    expect(answered('那我今天就拍下了', '我今天就拍下了啊')).toBe(0);
    expect(answered('买3件可以优惠吗', '买5件可以优惠吗')).toBe(0);
  });

  it('takes no answer for one to a question that is given to all sorts of them', () => {
    const sorts = ['我想换个颜色怎么操作', '退货的时候怎么操作比较快', '赠品没有收到', '杯子碎了一个', '发票抬头写错了', '改一下收货地址', '降价了能补差价吗'];
    expect(mined(sorts.map((question) => talk(question, '> 麻烦提供一下您的订单号码')))).toEqual([]);
    // Two of them alone may well be one question.
    expect(mined(sorts.slice(0, 2).map((question) => talk(question, '> 麻烦提供一下您的订单号码')))).toHaveLength(1);
  });

  it('names the rule of the library that gives the same answer already', () => {
    const known = new Map([[normalisedText('下午四点前付款的当天发货，四点后付款的第二天发货！'), 'rule-7']]);
    const proposals = mined(SHOP, { known });
    expect(answering(proposals, '下午四点前')?.alike).toBe('rule-7');
    expect(proposals.filter(({ alike }) => alike !== undefined)).toHaveLength(1);
  });

  it('is the same, ids and all, when the same history is mined again', () => {
    expect(mined(SHOP)).toEqual(mined(SHOP));
  });
});

describe('greetings, stalling and closing lines', () => {
  it('are rules of their own kind', () => {
    const proposals = mined(SHOP);
    expect(answering(proposals, '您好，在的')).toMatchObject({ kind: 'greeting', times: 3 });
    expect(wordings(answering(proposals, '您好，在的')!)).toEqual(expect.arrayContaining(['在吗', '你好']));
    expect(answering(proposals, '不客气哦亲')).toMatchObject({ kind: 'closing' });
    expect(wordings(answering(proposals, '不客气哦亲')!)).not.toContain('在吗');
  });

  it('are not part of the answer that they stand beside', () => {
    const proposals = mined([
      talk('能开发票吗', '> 您好', '> 可以开电子发票，下单时备注抬头和税号', '> 还有什么可以帮您'),
      talk('可以开发票不', '> 亲，在的', '> 可以开电子发票，下单时备注抬头和税号'),
    ]);
    expect(answering(proposals, '电子发票')!.replies).toEqual(['可以开电子发票，下单时备注抬头和税号']);
  });

  it('stall only where something is asked for, in like words', () => {
    const proposals = mined([
      talk('帮我查一下物流到哪里了', '> 好的，请稍等'),
      talk('麻烦帮我查下物流', '> 稍等哦，我看一下'),
      talk('杯子多高', '> 十二厘米'),
    ]);
    expect(proposals).toHaveLength(1);
    expect(proposals[0]).toMatchObject({ kind: 'stalling', times: 2 });
  });

  it('leave out what a customer says in reply to the agent', () => {
    const proposals = mined([
      talk('发到哪天能到', '> 您是哪里的呢', '广东', '> 到您那里两三天'),
      talk('几天到货', '> 寄到哪里呢', '广东', '> 到您那里两三天'),
      talk('发什么货', '> 要蓝色的吗', '是的', '> 嗯嗯'),
      talk('红色有吗', '> 要一件吗', '是的', '> 嗯嗯'),
    ]);
    expect(proposals.flatMap(wordings)).not.toContain('广东');
    expect(proposals.flatMap(wordings)).not.toContain('是的');
  });
});

describe('history as it comes', () => {
  it('counts a conversation once that stands there twice: by its id, by its content, or as a stretch of another', () => {
    const miner = new Miner(PARTS);
    const long = talk('这个杯子能放进洗碗机里面洗吗', '> 可以放洗碗机的，温度不要超过七十度', '那微波炉可以用吗我想热牛奶', '> 微波炉也可以的，盖子要拿掉哦');
    miner.add(long);
    miner.add(long);
    miner.add({ ...long, id: 'another' });
    miner.add({ id: 'longer', turns: [...long.turns, { role: 'customer', text: '什么材质的' }, { role: 'agent', text: '高硼硅玻璃' }] });
    expect(miner.counts).toMatchObject({ conversations: 2, twice: 2 });
    expect(miner.propose()).toEqual([]);
  });

  it('may be the same word for word without being the same conversation, when it is short', () => {
    const miner = new Miner(PARTS);
    miner.add(talk('在吗', '> 您好'));
    miner.add(talk('在吗', '> 您好'));
    expect(miner.counts).toMatchObject({ conversations: 2, twice: 0 });
    expect(miner.propose()).toMatchObject([{ kind: 'greeting', times: 2 }]);
  });

  it('is told to have its roles swapped when the agent asks and the customer answers', () => {
    const swapped = (conversations: typeof SHOP) =>
      conversations.map(({ id, turns }) => ({ id, turns: turns.map(({ role, text }) => ({ role: role === 'agent' ? ('customer' as const) : ('agent' as const), text })) }));
    const right = new Miner(PARTS);
    const wrong = new Miner(PARTS);
    for (const conversation of SHOP) right.add(conversation);
    for (const conversation of swapped(SHOP)) wrong.add(conversation);
    expect(right.rolesSwapped).toBe(false);
    expect(wrong.rolesSwapped).toBe(true);
  });

  it('teaches nothing by huge, empty or one-sided turns', () => {
    const page = '这是一段很长的商品说明。'.repeat(1_000);
    expect(mined([talk('说明书', `> ${page}`), talk('说明书发我', `> ${page}`), talk(page, '> 好的收到了呀'), talk(page, '> 好的收到了呀'), talk('', '> '), talk('> 在吗'), talk('在吗')])).toEqual([]);
  });

  it('puts blanks where the export put stand-ins, and takes them out of wordings', () => {
    const proposals = mined([talk('[图片] 这个能便宜点吗', '> 领券之后是[金额x]元，已经是最低价了'), talk('能便宜点吗 [图片]', '> 领券之后是[金额x]元，已经是最低价了')]);
    expect(proposals[0]!.replies).toEqual(['领券之后是{{blank:金额}}元，已经是最低价了']);
    expect(wordings(proposals[0]!).join()).not.toContain('图片');
  });

  it('leaves out what cannot be made safe', () => {
    const proposals = mined([talk('我的单号多少', '> 您的单号是 1234567890123 请查收'), talk('单号是多少', '> 您的单号是 1234567890123 请查收'), talk('电话13912345678改地址', '> 地址改好了请您核对'), talk('改地址电话13912345678', '> 地址改好了请您核对')]);
    expect(JSON.stringify(proposals)).not.toMatch(/1234567890123|13912345678/);
    expect(proposals).toEqual([]);
  });

  it('is read in English, too', () => {
    const proposals = mined([
      talk('hi', '> Hello, how can I help you?', 'do you ship to Canada?', '> Yes, we ship to Canada, delivery takes about two weeks.'),
      talk('hello', '> Hello, how can I help you?', 'can you ship this to Canada', '> Yes we ship to Canada. Delivery takes about two weeks!'),
    ]);
    expect(answering(proposals, 'two weeks')).toMatchObject({ kind: 'answer', times: 2 });
    expect(answering(proposals, 'how can I help')).toMatchObject({ kind: 'greeting', times: 2 });
  });
});

describe('memory', () => {
  it('takes no conversation among a hundred thousand for one that was there', () => {
    const seen = new Seen();
    let known = 0;
    for (let i = 0; i < 200_000; i++) if (seen.add(`id c${i}`)) known++;
    expect(known).toBe(0);
    expect(seen.add('id c77')).toBe(true);
  });

  it('does not grow with the history, and still finds what is frequent', () => {
    const miner = new Miner(PARTS, { mostAnswers: 100 });
    const digit = (n: number) => [...String(n)].map((d) => '甲乙丙丁戊己庚辛壬癸'[Number(d)]).join('');
    let largest = 0;
    for (let i = 0; i < 1_500; i++) {
      miner.add(talk(`第${digit(i)}款的${digit(i * 7)}怎么样`, `> ${digit(i * 31)}号${digit(i * 17)}都有${digit(i * 13)}`));
      if (i % 20 === 0) miner.add(talk(i % 40 === 0 ? '你们发什么快递' : '请问发的是什么快递呀', '> 小店默认发圆通快递，不支持指定其他快递'));
      largest = Math.max(largest, miner.size);
    }
    expect(largest).toBeLessThanOrEqual(100);
    expect(answering(miner.propose(), '默认发圆通')?.times).toBeGreaterThan(50);
  });
});
