/**
 * Plays the practice conversation through the real windows, as an agent would, and tells each step: copies what the
 * customer wrote, reads what the panel shows, clicks, edits once, and sees the edit come first the next time.
 */
import { desktopCapturer, screen, type BrowserWindow, type WebContents } from 'electron';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Seat } from './seat';
import { PRACTICE_SCRIPT } from './windows/practice';

/** At which message the demo edits the reply before it inserts it, and where that message comes again. */
const EDIT_AT = 2;
const AGAIN_AT = 4;
const ADDITION = '本店今天 18 点前的订单都会当天处理。';
const STEP_MS = 10_000;

const FIRST_CARD = `document.querySelector('ul[aria-label] > li')`;

/** Plays it. True when every step did what it should; what went wrong is printed. */
export async function runDemo(seat: Seat): Promise<boolean> {
  const out = join(process.cwd(), 'out');
  mkdirSync(out, { recursive: true });
  const { panel } = seat.windows;
  const screenshot = (name: string) => saveScreenshot(join(out, `${name}.png`), panel);
  try {
    if (!seat.settings.all.started) await click(panel.webContents, `[...document.querySelectorAll('button')].find((b) => b.textContent.includes('试一试'))`);
    const practice = await until('练习窗口打开', () => seat.windows.get('practice'));
    await until('练习窗口就绪', async () => (await read(practice.webContents, `document.querySelectorAll('[data-role="customer"]').length`)) || null);
    beside(practice, panel);
    for (let step = 0; step < PRACTICE_SCRIPT.length; step++) await play(step, seat, practice, screenshot);
    print(`完成：${PRACTICE_SCRIPT.length} 句客户消息，每句一次点击。截图在 ${out}`);
    return true;
  } catch (error) {
    await screenshot('failed').catch(() => undefined);
    print(`没有完成：${error instanceof Error ? error.message : String(error)}`);
    return false;
  }
}

async function play(step: number, seat: Seat, practice: BrowserWindow, screenshot: (name: string) => Promise<void>): Promise<void> {
  const panel = seat.windows.panel.webContents;
  const message = PRACTICE_SCRIPT[step]!;
  await copyMessage(practice, message, step);
  await until(`面板出现「${message}」的建议`, async () => {
    const { shown } = seat.assistant.state;
    if (shown?.message.text !== message || shown.answered || shown.suggestions.length === 0) return null;
    return (await read(panel, `document.documentElement.dataset.painted`)) === shown.message.id || null;
  });
  print(`\n客户消息  ${message}`);
  for (const [index, card] of (await cards(panel)).entries()) print(`  建议 ${index + 1}  ${card.reply}\n          ${card.source}：${card.why}`);
  await screenshot(`${step + 1}-suggested`);
  if (step === AGAIN_AT && !(await cards(panel))[0]?.reply.includes(ADDITION)) throw new Error('改过的话术没有排在第一');

  if (step === EDIT_AT) await editFirst(panel, screenshot);
  else await click(panel, buttonIn(FIRST_CARD, '插入'));
  const { toast, reply } = await until('话术进入聊天窗口的输入框', async () => {
    const { toast, recent, shown } = seat.assistant.state;
    const typed = await read(practice.webContents, `document.querySelector('textarea').value`);
    return shown?.answered && toast && recent[0]?.reply === typed ? { toast, reply: String(typed) } : null;
  });
  print(`  已插入  ${reply}`);
  if (toast.kind === 'learned') print(`  学会了  下次客户说「${toast.message}」，先出这句`);
  await sleep(150);
  await screenshot(`${step + 1}-inserted`);
  await click(practice.webContents, `[...document.querySelectorAll('button')].find((b) => b.textContent.includes('发送'))`);
}

/** Selects the customer's newest bubble in the practice window and copies it, as Ctrl+C would. */
async function copyMessage(practice: BrowserWindow, message: string, step: number): Promise<void> {
  practice.focus();
  await until(`客户说「${message}」`, async () => {
    const bubbles = await read(practice.webContents, `[...document.querySelectorAll('[data-role="customer"]')].map((b) => b.textContent)`);
    return (Array.isArray(bubbles) && bubbles.length > step && practice.isFocused()) || null;
  });
  await read(
    practice.webContents,
    `(() => { const all = document.querySelectorAll('[data-role="customer"]'); getSelection().selectAllChildren(all[all.length - 1]); })()`,
  );
  practice.webContents.copy();
}

async function editFirst(panel: WebContents, screenshot: (name: string) => Promise<void>): Promise<void> {
  await click(panel, buttonIn(FIRST_CARD, '编辑'));
  const editor = `document.querySelector('ul[aria-label] textarea')`;
  await until('编辑框打开', async () => (await read(panel, `${editor} === document.activeElement`)) || null);
  await read(panel, `${editor}.setSelectionRange(${editor}.value.length, ${editor}.value.length)`);
  await panel.insertText(ADDITION);
  await screenshot('editing');
  panel.sendInputEvent({ type: 'keyDown', keyCode: 'Enter', modifiers: ['control'] });
  panel.sendInputEvent({ type: 'keyUp', keyCode: 'Enter', modifiers: ['control'] });
}

async function cards(panel: WebContents): Promise<{ reply: string; source: string; why: string }[]> {
  return (await read(
    panel,
    `[...document.querySelectorAll('ul[aria-label] > li')].map((li) => ({
      reply: [...(li.querySelector('[data-part="reply"]')?.querySelectorAll('.blank') ?? [])].reduce((text, blank) => text.replace(blank.textContent, '〔' + blank.textContent + '〕'), li.querySelector('[data-part="reply"]')?.textContent ?? ''),
      source: li.querySelector('.chip')?.textContent ?? '',
      why: li.querySelector('[data-part="why"]')?.textContent ?? '',
    }))`,
  )) as { reply: string; source: string; why: string }[];
}

const buttonIn = (element: string, name: string) => `[...${element}.querySelectorAll('button')].find((b) => b.textContent.includes('${name}'))`;

/** Clicks the middle of an element with the mouse, not by calling its handler. */
async function click(page: WebContents, element: string): Promise<void> {
  const at = (await until(`按钮 ${element}`, () => read(page, `(() => { const e = ${element}; if (!e || e.disabled) return null; const r = e.getBoundingClientRect(); return { x: r.x + r.width / 2, y: r.y + r.height / 2 }; })()`))) as { x: number; y: number };
  const mouse = { x: Math.round(at.x), y: Math.round(at.y), button: 'left', clickCount: 1 } as const;
  page.sendInputEvent({ type: 'mouseDown', ...mouse });
  page.sendInputEvent({ type: 'mouseUp', ...mouse });
}

const read = (page: WebContents, expression: string): Promise<unknown> => page.executeJavaScript(expression);

/** Asks again until there is an answer; a step that takes too long has failed. */
async function until<T>(what: string, ask: () => T | null | undefined | Promise<T | null | undefined>): Promise<T> {
  const end = Date.now() + STEP_MS;
  while (Date.now() < end) {
    const answer = await ask();
    if (answer !== null && answer !== undefined) return answer;
    await sleep(20);
  }
  throw new Error(`等了 ${STEP_MS / 1000} 秒没有等到：${what}`);
}

function beside(practice: BrowserWindow, panel: BrowserWindow): void {
  const area = screen.getPrimaryDisplay().workArea;
  const width = 640;
  const height = Math.min(area.height, 760);
  panel.setBounds({ x: area.x + width, y: area.y, width: panel.getBounds().width, height });
  practice.setBounds({ x: area.x, y: area.y, width, height });
}

/** The whole screen where it can be had, so that both windows are seen as they stand; else the panel alone. */
async function saveScreenshot(file: string, panel: BrowserWindow): Promise<void> {
  const display = screen.getPrimaryDisplay();
  const [whole] = await desktopCapturer.getSources({ types: ['screen'], thumbnailSize: display.size }).catch(() => []);
  const area = panel.getBounds();
  const image = whole?.thumbnail.isEmpty() === false
    ? whole.thumbnail.crop({ x: 0, y: 0, width: area.x + area.width, height: Math.min(display.size.height, area.y + area.height) })
    : await panel.webContents.capturePage();
  writeFileSync(file, image.toPNG());
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
