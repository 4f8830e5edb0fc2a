import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { compare, type Comparison, type CompareOptions } from '../../../../main/compare/compare';
import { adviceOf, linesOf } from '../../../../main/compare/words';
import type { Case } from '../../../../main/eval/rows';
import { httpContestant, startModelServer, type ModelServer } from '../../../support/contestant-server';
import { exactRule } from '../../support/rules';

const servers: ModelServer[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

async function server(...given: Parameters<typeof startModelServer>) {
  const started = await startModelServer(...given);
  servers.push(started);
  return started;
}

const asked = (message: string, truth: string): Case => ({ message, before: [], scope: {}, truth });
const TOPICS = ['有货吗', '发什么快递', '几天能到', '可以退货吗', '有运费险吗'];
const answerTo = (message: string) => `关于${message}这个问题，亲，我们是这样处理的哦`;
/** What rules cannot know: each asked once. */
const novel = (at: number) => asked(`独特问题甲乙丙${String.fromCodePoint(0x5000 + at * 37)}${String.fromCodePoint(0x6000 + at * 53)}`, `只此一次的回答${String.fromCodePoint(0x7000 + at * 41)}${String.fromCodePoint(0x7a00 + at * 29)}好`);

/** Sixty conversations of what is asked again and again, then forty more with something new in each. */
const HISTORY: Case[][] = [
  ...Array.from({ length: 60 }, (_, at) => [asked(TOPICS[at % 5]!, answerTo(TOPICS[at % 5]!))]),
  ...Array.from({ length: 40 }, (_, at) => [asked(TOPICS[at % 5]!, answerTo(TOPICS[at % 5]!)), novel(at)]),
];
const TRUTHS = new Map(HISTORY.flat().map(({ message, truth }) => [message, truth]));

const run = (more: Partial<CompareOptions> = {}, history: readonly Case[][] = HISTORY) =>
  compare(history, { rules: [exactRule('有货吗', answerTo('有货吗'))], models: [], heldOut: 0.4, mostCalls: 200, timeout: 5_000, signal: new AbortController().signal, ...more });
const figures = ({ contestants }: Comparison, name: string) => contestants.find((one) => one.name === name)!;

describe('a comparison of rules', () => {
  it('learns from the earlier conversations alone and judges on the later ones', async () => {
    const comparison = await run();
    expect(comparison).toMatchObject({ learnedFrom: { conversations: 60, messages: 60 }, heldOut: { conversations: 40, messages: 80, judged: 80 } });
    // One topic of five is in the rules; the new half of the messages nobody can know.
    expect(figures(comparison, 'rules')).toMatchObject({ same: 0.1, near: 0.1 });
    expect(figures(comparison, 'rules + learned')).toMatchObject({ n: 80, same: 0.5, near: 0.5 });
  });

  it('recommends learning where it is better than luck, and says on which figures', async () => {
    const { recommendation } = await run();
    expect(recommendation).toMatchObject({ choice: 'learned', model: null, because: { rulesNear: 0.1, learnedNear: 0.5 } });
    expect(recommendation.because.learnedByLuck).toBeLessThan(0.001);
    expect(adviceOf(recommendation, 'en').join('\n')).toMatch(/Use rules with learning.*\n.*rules 10\.0%, rules \+ learned 50\.0% of 80 messages/);
    expect(adviceOf(recommendation, 'zh-CN').join('\n')).toMatch(/用规则加学习.*\n.*只用规则 10\.0%，规则\+学习 50\.0%/);
  });

  it('says that it is too early with a handful of messages', async () => {
    const { recommendation } = await run({}, HISTORY.slice(0, 20));
    expect([recommendation.choice, adviceOf(recommendation, 'en')[0]]).toEqual(['unsure', expect.stringContaining('Too early to tell: 8 messages')]);
  });

  it('counts a reply in nearly the same words as near, not as the same', async () => {
    const history = [...HISTORY.slice(0, 60), ...Array.from({ length: 40 }, () => [asked('有货吗', `${answerTo('有货吗')}呢亲`)])];
    expect(figures(await run({}, history), 'rules')).toMatchObject({ coverage: 1, same: 0, near: 1 });
  });
});

describe('a comparison with a model', () => {
  const knows = (all: { messages: { content: string }[] }) => TRUTHS.get(all.messages.at(-1)!.content) ?? '不知道';

  it('asks it over HTTP, hands it what the shop answered before, and counts time, tokens and cost', async () => {
    const { url, asked: calls } = await server(knows);
    const comparison = await run({ models: [httpContestant(url, 'm1', { prompt: 2, completion: 8, cached: 0.5, currency: 'CNY' })] });
    expect(figures(comparison, 'm1')).toMatchObject({ kind: 'prompted', n: 80, coverage: 1, same: 1, tokens: { prompt: 8_000, completion: 1_600, cached: 3_200, answers: 80 }, failures: {} });
    // 60 × 2 + 40 × 0.5 + 20 × 8 = 300 a million a call.
    expect(figures(comparison, 'm1').cost).toEqual({ total: expect.closeTo(0.024, 9), per1000: expect.closeTo(0.3, 9), currency: 'CNY' });
    expect(figures(comparison, 'm1').latencyMs.p95).toBeGreaterThanOrEqual(figures(comparison, 'm1').latencyMs.p50);
    expect(calls.find(({ messages }) => messages.at(-1)!.content === '发什么快递')!.messages[0]!.content).toContain(`发什么快递\n${answerTo('发什么快递')}`);
  });

  it('recommends it for what it adds to the rules, with what that costs', async () => {
    const { url } = await server(knows);
    const { recommendation } = await run({ models: [httpContestant(url, 'm1', { prompt: 2, completion: 8, currency: 'CNY' })] });
    expect(recommendation).toMatchObject({ choice: 'model', model: 'm1' });
    expect(recommendation.because.withModelNear).toBeGreaterThan(0.9);
    expect(adviceOf(recommendation, 'zh-CN').join('\n')).toMatch(/旁边再用 m1.*\n.*\n.*每千条 0\.3600 CNY/);
  });

  it('does not recommend one that adds next to nothing, though it is dear', async () => {
    const { url } = await server((all, count) => (count === 2 ? knows(all) : '我不清楚，请稍等'));
    const { recommendation } = await run({ models: [httpContestant(url, 'm1')] });
    expect([recommendation.choice, adviceOf(recommendation, 'en')[0]]).toEqual(['learned', expect.stringContaining('m1 adds too little')]);
  });

  it('judges everybody on the same messages, no more than it may ask', async () => {
    const { url, asked: calls } = await server(knows);
    const comparison = await run({ models: [httpContestant(url, 'a'), httpContestant(url, 'b')], mostCalls: 10 });
    expect([calls.length, comparison.contestants.map(({ n }) => n)]).toEqual([20, [10, 10, 10, 10]]);
  });

  it('counts what a provider fails at and goes on', async () => {
    const { url } = await server((all, count) => (count % 4 === 0 ? 500 : count % 4 === 2 ? 429 : knows(all)));
    expect(figures(await run({ models: [httpContestant(url)] }), 'model')).toMatchObject({ n: 80, coverage: 0.5, near: 0.5, nearWhenAnswered: 1, failures: { 'http-500': 20, 'http-429': 20 }, notAsked: 0 });
  });

  it('leaves a provider alone that always fails', async () => {
    const { url, asked: calls } = await server(() => 401);
    const comparison = await run({ models: [httpContestant(url)] });
    expect([calls.length, figures(comparison, 'model')]).toMatchObject([5, { coverage: 0, failures: { 'http-401': 5 }, notAsked: 75, tokens: null, cost: null }]);
    expect(linesOf(comparison, 'en').join('\n')).toContain('http-401 5, not asked 75');
  });

  it('waits only so long for one that says nothing', async () => {
    const { url } = await server(() => 'stall');
    expect(figures(await run({ models: [httpContestant(url)], timeout: 30 }), 'model').failures).toEqual({ timeout: 5 });
  });

  it('stops in the middle of a call when it is cancelled', async () => {
    const cancel = new AbortController();
    const { url, asked: calls } = await server((all, count) => (count === 3 ? 'stall' : knows(all)));
    const running = run({ models: [httpContestant(url)], signal: cancel.signal, timeout: 60_000 });
    const stopping = (async () => {
      while (calls.length < 3) await sleep(5);
      cancel.abort();
    })();
    await expect(running).rejects.toThrow(/abort/i);
    await stopping;
    expect(calls).toHaveLength(3);
  });
});
