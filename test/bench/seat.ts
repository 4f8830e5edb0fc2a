/** The seat loop on real windows: start, copy → painted, click → text, memory; each beside what it is measured against. */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { _electron, type ElectronApplication, type Page } from 'playwright-core';
import { figures, round, type Figures } from './figures';

const MESSAGES = ['付款已完成', '已购买三件', '我已经下单了', '请发货', '购买完成', '已下单，麻烦安排发货', '请问可以发货了吗？', '我已经付款了'];

export interface SeatFigures {
  start: { panel: Figures; empty: Figures; ratio: number };
  copy: { painted: Figures; copyq: Figures | null };
  insert: { text: Figures };
  memory: { panel: Figures; empty: Figures; ratio: number };
}

interface Options {
  root: string;
  electron: string;
  runs: number;
}

const flags = () => [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), '--disable-gpu'];
const emptyApp = ({ root }: Options) => join(root, 'test', 'bench', 'empty');
const newFolder = () => mkdtempSync(join(tmpdir(), 'seat-bench-'));

/** Process start → window on the screen with its page drawn; and what all processes of it hold then. */
export async function startBench(options: Options): Promise<Pick<SeatFigures, 'start' | 'memory'>> {
  const starts = { panel: [] as number[], empty: [] as number[] };
  const memory = { panel: [] as number[], empty: [] as number[] };
  const folder = newFolder();
  // The first start of each is not counted: it makes caches and the library. Then in turn, so that noise hits both.
  for (let run = -1; run < options.runs; run++) {
    for (const [name, app, title] of [['empty', emptyApp(options), 'seat-bench-empty'], ['panel', options.root, '坐席助手']] as const) {
      const started = await startOnce(options.electron, app, title, folder);
      if (run < 0) continue;
      starts[name].push(started.ms);
      memory[name].push(started.mb);
    }
  }
  rmSync(folder, { recursive: true, force: true });
  const [panel, empty] = [figures(starts.panel), figures(starts.empty)];
  const [panelMb, emptyMb] = [figures(memory.panel, 'MB'), figures(memory.empty, 'MB')];
  return {
    start: { panel, empty, ratio: round(panel.median / empty.median) },
    memory: { panel: panelMb, empty: emptyMb, ratio: round(panelMb.median / emptyMb.median) },
  };
}

async function startOnce(electron: string, app: string, title: string, folder: string): Promise<{ ms: number; mb: number }> {
  const begin = performance.now();
  const child = spawn(electron, [...flags(), app], { stdio: 'ignore', env: { ...process.env, SEAT_ASSISTANT_DATA: folder } });
  try {
    while (spawnSync('xdotool', ['search', '--onlyvisible', '--name', title]).status !== 0) {
      if (performance.now() - begin > 20_000) throw new Error(`no window of ${app} after 20 s`);
      // Looking without a pause would take the processor from what is measured.
      await sleep(20);
    }
    const ms = performance.now() - begin;
    await sleep(2_000);
    return { ms, mb: memoryOf(child.pid!) };
  } finally {
    await ended(child);
  }
}

/** Another process copies → the suggestion is painted; beside CopyQ: copied → readable in its list. */
export async function copyBench(options: Options): Promise<Pick<SeatFigures, 'copy' | 'insert'>> {
  const folder = newFolder();
  const target = await launch(options.electron, join(options.root, 'test', 'bench', 'target'), folder);
  const targetPage = await target.firstWindow();
  const app = await launch(options.electron, options.root, folder);
  const panel = await pageOf(app, '/panel/');
  try {
    await panel.evaluate(() => window.seat.call('watch:start', { practice: false }));
    await watchProgramOf(panel, targetPage);
    await panel.evaluate(recordPaints);
    await targetPage.evaluate(recordInputs);
    const painted: number[] = [];
    const inserted: number[] = [];
    for (let run = 0; run < options.runs * 4; run++) {
      const message = MESSAGES[run % MESSAGES.length]!;
      painted.push(await copyOnce(panel, message));
      inserted.push(await insertOnce(panel, targetPage));
      await sleep(200);
    }
    return { copy: { painted: figures(painted), copyq: await copyqBench(options.runs * 4) }, insert: { text: figures(inserted) } };
  } finally {
    await app.close();
    await target.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function watchProgramOf(panel: Page, target: Page): Promise<void> {
  await target.bringToFront();
  spawnSync('xdotool', ['search', '--name', 'seat-bench-target', 'windowactivate', '--sync']);
  await sleep(300);
  xclip('first copy');
  for (let i = 0; i < 100; i++) {
    const { ask } = await panel.evaluate(() => window.seat.call('panel:state'));
    if (ask) return panel.evaluate((program) => window.seat.call('program:decide', { program, decision: 'watch' }), ask.program);
    await sleep(50);
  }
  throw new Error('the panel did not ask about the first copy');
}

async function copyOnce(panel: Page, message: string): Promise<number> {
  const before = await panel.evaluate(() => document.documentElement.dataset['painted']);
  const begin = Date.now();
  xclip(message);
  return panel.evaluate(
    async ([before, begin]) => {
      const seen = window as unknown as { paintedAt: number };
      while (document.documentElement.dataset['painted'] === before) await new Promise((resolve) => setTimeout(resolve, 2));
      return seen.paintedAt - begin;
    },
    [before, begin] as const,
  );
}

async function insertOnce(panel: Page, target: Page): Promise<number> {
  await target.evaluate(() => {
    document.querySelector('textarea')!.value = '';
    (window as unknown as { inputAt: number }).inputAt = 0;
  });
  const button = panel.getByRole('list', { name: '建议' }).getByRole('button', { name: '插入' }).first();
  const clicked = await button.evaluate((element) => {
    (element as HTMLButtonElement).click();
    return Date.now();
  });
  const arrived = await target.evaluate(async () => {
    const seen = window as unknown as { inputAt: number };
    while (!seen.inputAt) await new Promise((resolve) => setTimeout(resolve, 2));
    return seen.inputAt;
  });
  return arrived - clicked;
}

function recordPaints(): void {
  const seen = window as unknown as { paintedAt: number };
  new MutationObserver(() => (seen.paintedAt = Date.now())).observe(document.documentElement, { attributeFilter: ['data-painted'] });
}

function recordInputs(): void {
  const seen = window as unknown as { inputAt: number };
  document.querySelector('textarea')!.addEventListener('input', () => (seen.inputAt = Date.now()));
}

/** CopyQ's own way: its client asks its server for the newest item until that is the copy. Null where it is not installed. */
async function copyqBench(runs: number): Promise<Figures | null> {
  if (spawnSync('copyq', ['--version']).status !== 0) return null;
  const home = newFolder();
  const env = { ...process.env, HOME: home, XDG_CONFIG_HOME: home, XDG_DATA_HOME: home };
  const server = spawn('copyq', [], { stdio: 'ignore', env });
  try {
    await sleep(3_000);
    const stored: number[] = [];
    for (let run = -1; run < runs; run++) {
      const text = `copy ${run} ${MESSAGES[(run + MESSAGES.length) % MESSAGES.length]}`;
      const begin = performance.now();
      xclip(text);
      while (spawnSync('copyq', ['read', '0'], { env, encoding: 'utf8' }).stdout !== text) {
        if (performance.now() - begin > 10_000) throw new Error('CopyQ did not store the copy');
      }
      if (run >= 0) stored.push(performance.now() - begin);
      await sleep(100);
    }
    return figures(stored);
  } finally {
    spawnSync('copyq', ['exit'], { env });
    await ended(server);
    rmSync(home, { recursive: true, force: true });
  }
}

function xclip(text: string): void {
  spawnSync('xclip', ['-selection', 'clipboard', '-i'], { input: text, stdio: ['pipe', 'ignore', 'ignore'] });
}

function launch(electron: string, app: string, folder: string): Promise<ElectronApplication> {
  return _electron.launch({ executablePath: electron, args: [...flags(), app], env: { ...(process.env as Record<string, string>), SEAT_ASSISTANT_DATA: folder } });
}

async function pageOf(app: ElectronApplication, path: string): Promise<Page> {
  for (let i = 0; i < 200; i++) {
    const page = app.windows().find((window) => window.url().includes(path));
    if (page) return page;
    await sleep(50);
  }
  throw new Error(`no window with ${path}`);
}

/** Proportional share of memory of a process and all below it, in MB: shared pages count once in all. */
function memoryOf(pid: number): number {
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    try {
      parents.set(Number(name), Number(readFileSync(`/proc/${name}/stat`, 'utf8').split(') ').at(-1)!.split(' ')[1]));
    } catch {
      // It ended while we looked.
    }
  }
  const family = new Set([pid]);
  for (let before = 0; before !== family.size; ) {
    before = family.size;
    for (const [child, parent] of parents) if (family.has(parent)) family.add(child);
  }
  return [...family].reduce((sum, member) => sum + pssOf(member), 0);
}

function pssOf(pid: number): number {
  try {
    return Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill();
  await Promise.race([gone, sleep(5_000).then(() => child.kill('SIGKILL'))]);
}
