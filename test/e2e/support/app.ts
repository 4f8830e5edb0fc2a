/** The real app in a real Electron, with a data folder of its own. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron, type ElectronApplication, type Locator, type Page } from 'playwright-core';
import type { PanelState } from '../../../main/channels';
import { until } from './desktop';

const ROOT = join(import.meta.dirname, '..', '..', '..');

export class App {
  readonly folder: string;
  #electron!: ElectronApplication;
  panel!: Page;

  private constructor(folder: string) {
    this.folder = folder;
  }

  /** Starts the app; with the folder of an earlier one it is that seat started again. */
  static async start(folder = mkdtempSync(join(tmpdir(), 'seat-'))): Promise<App> {
    const app = new App(folder);
    const executablePath = process.env['SEAT_ELECTRON'];
    if (!executablePath) throw new Error('SEAT_ELECTRON is not set: run the tests by npm test');
    app.#electron = await _electron.launch({
      executablePath,
      args: [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), '--disable-gpu', ROOT],
      env: { ...(process.env as Record<string, string>), SEAT_ASSISTANT_DATA: folder },
      timeout: 30_000,
    });
    app.panel = await app.window('panel');
    await app.panel.waitForSelector('[role=status]');
    return app;
  }

  /** One of our windows by the page that it shows. */
  async window(kind: 'panel' | 'practice' | 'settings' | 'learned'): Promise<Page> {
    return until(`the ${kind} window`, () => this.#electron.windows().find((page) => page.url().includes(`/${kind}/`)));
  }

  get electron(): ElectronApplication {
    return this.#electron;
  }

  /** First start: the agent presses 开始, so copies are read from now on. */
  async begin(): Promise<void> {
    await this.panel.getByRole('button', { name: '开始', exact: true }).click();
    await this.panel.getByText('等着客户的下一句').waitFor();
  }

  state(): Promise<PanelState> {
    return this.panel.evaluate(() => window.seat.call('panel:state'));
  }

  get message(): Locator {
    return this.panel.getByRole('region', { name: '客户消息' });
  }

  get cards(): Locator {
    return this.panel.getByRole('list', { name: '建议' }).getByRole('listitem');
  }

  /** Waits until the suggestions for just this message have been painted. */
  async painted(message: string): Promise<void> {
    await until(`the suggestions for ${message.slice(0, 40)} are painted`, () =>
      this.panel.evaluate(async (text) => {
        const { message } = await window.seat.call('panel:state');
        return message?.text === text && document.documentElement.dataset['painted'] === message.id;
      }, message),
    );
  }

  /** A message typed into the panel's own box, until its suggestions are painted. */
  async enter(text: string): Promise<void> {
    const box = this.panel.getByRole('textbox', { name: '粘贴客户消息' });
    await box.fill(text);
    await box.press('Enter');
    await this.painted(text);
    await box.press('Escape');
  }

  async close(): Promise<void> {
    await this.#electron.close();
  }

  /** As a crash or a power cut would end it. */
  async kill(): Promise<void> {
    const process = this.#electron.process();
    const gone = new Promise((resolve) => process.once('exit', resolve));
    process.kill('SIGKILL');
    await gone;
  }

  forget(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
