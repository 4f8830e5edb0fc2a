/** Model replies: what we add before the request leaves and after the first word arrives, and whether rules ever wait for a model. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { _electron, type ElectronApplication, type Page } from 'playwright-core';
import { chunk, event, ModelServer, stalls } from '../support/model-server';
import { figures, type Figures } from './figures';

/** Questions that no rule is sure of, with what has to be masked. */
const QUESTIONS = ['绿豆糕是不是换厂家了', '礼盒里能放手写贺卡吗', '燕麦片可以干吃吗', '这个杯子能刻两行字吗', '和上个月买的是同一批吗'];
const RULED = ['付款已完成', '请发货', '我已经下单了', '已购买三件', '购买完成'];

export interface ModelFigures {
  model: {
    /** From the message to the whole request at the server. */
    request: Figures;
    /** From the first word leaving the server to its being painted. */
    firstWord: Figures;
    /** From the message to its rules' cards being painted, without a model and beside one that says nothing. */
    rules: { without: Figures; stalled: Figures };
  };
}

interface Options {
  root: string;
  electron: string;
  runs: number;
}

export async function modelBench({ root, electron, runs }: Options): Promise<ModelFigures> {
  const server = await ModelServer.start();
  const folder = mkdtempSync(join(tmpdir(), 'seat-bench-'));
  const app = await _electron.launch({
    executablePath: electron,
    args: [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), '--disable-gpu', root],
    env: { ...(process.env as Record<string, string>), SEAT_ASSISTANT_DATA: folder },
  });
  try {
    const panel = await panelOf(app);
    await panel.evaluate(() => window.seat.call('watch:start', { practice: false }));
    await panel.evaluate(recordPaints);
    const without = await rulesPainted(panel, runs * 4);
    await switchOn(panel, server.url, false);
    server.otherwise = stalls;
    const stalled = await rulesPainted(panel, runs * 4);
    await switchOn(panel, server.url, true);
    const { request, firstWord } = await drafts(panel, server, runs * 4);
    return { model: { request, firstWord, rules: { without, stalled } } };
  } finally {
    await app.close();
    await server.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function switchOn(panel: Page, baseUrl: string, skipWhenSure: boolean): Promise<void> {
  const value = {
    on: true,
    profiles: { m: { name: '', preset: 'own', baseUrl, model: 'm', headers: {}, proxy: '', masking: true, firstWordSeconds: 30 } },
    active: { '': 'm' },
    fallback: '',
    skipWhenSure,
    facts: '现货48小时内发货，满99元包邮，7天无理由退换。退货寄到浙江省杭州市西湖区文三路99号，收件人王小明，电话13800001111。'.repeat(10),
    tone: '亲切，称呼亲',
  };
  const result = await panel.evaluate((value) => window.seat.call('settings:set', { key: 'models', value }), value);
  if (!result.ok) throw new Error(result.reason);
}

/** One that a rule answers; with `skipWhenSure` off the model is asked as well. */
async function rulesPainted(panel: Page, runs: number): Promise<Figures> {
  const times: number[] = [];
  for (let run = -3; run < runs; run++) {
    const message = RULED[(run + RULED.length) % RULED.length]!;
    const time = await panel.evaluate(async (text) => {
      const before = document.documentElement.dataset['painted'];
      const begin = performance.now();
      await window.seat.call('message:enter', { text });
      while (document.documentElement.dataset['painted'] === before) await new Promise((resolve) => setTimeout(resolve, 1));
      return performance.now() - begin;
    }, message);
    if (run >= 0) times.push(time);
    await sleep(60);
  }
  return figures(times);
}

async function drafts(panel: Page, server: ModelServer, runs: number): Promise<{ request: Figures; firstWord: Figures }> {
  const requests: number[] = [];
  const words: number[] = [];
  for (let run = -3; run < runs; run++) {
    let said = 0;
    const word = `亲，第${run}次这样答复您`;
    server.reset();
    server.otherwise = async (response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      // The request has been measured; now a quiet moment, as a provider needs one, too.
      await sleep(50);
      said = Date.now();
      response.write(event(chunk({ content: word })));
      await sleep(150);
      response.end(event(chunk({}, 'stop')) + event('[DONE]'));
    };
    const text = `${QUESTIONS[(run + QUESTIONS.length) % QUESTIONS.length]!}，我电话1380000${1000 + run + 3}，第${run}次问了`;
    const begin = await panel.evaluate((text) => {
      const begin = Date.now();
      void window.seat.call('message:enter', { text });
      return begin;
    }, text);
    const painted = await panel.evaluate(async (word) => {
      const seen = window as unknown as { words: Map<string, number> };
      while (!seen.words.get(word)) await new Promise((resolve) => setTimeout(resolve, 1));
      return seen.words.get(word)!;
    }, word);
    if (run >= 0) {
      requests.push(server.seen[0]!.at - begin);
      words.push(painted - said);
    }
    await sleep(300);
  }
  return { request: figures(requests), firstWord: figures(words) };
}

/** Notes when a draft's words are on the screen: what is posted in a frame is handled when that frame has been painted. */
function recordPaints(): void {
  const seen = window as unknown as { words: Map<string, number> };
  seen.words = new Map();
  new MutationObserver(() => {
    const word = document.querySelector('[data-draft] [data-part=reply]')?.textContent;
    if (!word || seen.words.has(word)) return;
    seen.words.set(word, Number.NaN);
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => void seen.words.set(word, Date.now());
      port2.postMessage(null);
    });
  }).observe(document.body, { subtree: true, childList: true, characterData: true });
}

async function panelOf(app: ElectronApplication): Promise<Page> {
  for (let i = 0; i < 200; i++) {
    const page = app.windows().find((window) => window.url().includes('/panel/'));
    if (page) {
      await page.waitForSelector('[role=status]');
      return page;
    }
    await sleep(50);
  }
  throw new Error('no panel');
}
