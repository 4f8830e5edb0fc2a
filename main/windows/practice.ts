import type { BrowserWindow } from 'electron';
import type { PracticeState } from '../channels';
import type { Turn } from '../../rules/types';
import { createWindow } from './window';

/** What the practice customer says, in order: the seed's messages, in which the last two repeat an earlier one. */
export const PRACTICE_SCRIPT = ['付款已完成', '没有收到网址和卡密，我已下单2份', '已下单，麻烦安排发货', '请发货', '已下单，麻烦安排发货'] as const;

/** The small chat window of our own in which a newcomer tries the whole loop. */
export function createPractice(): BrowserWindow {
  return createWindow('practice', { width: 560, height: 640, minWidth: 420, minHeight: 420, title: '练习聊天 · 小鹿零食铺' });
}

/** The practice conversation: each reply of the agent brings the customer's next message. */
export class PracticeConversation {
  #turns: Turn[] = [{ role: 'customer', text: PRACTICE_SCRIPT[0] }];
  #step = 0;

  state(view: Pick<PracticeState, 'locale' | 'theme' | 'platform'>): PracticeState {
    return { ...view, turns: this.#turns, step: this.#step, steps: PRACTICE_SCRIPT.length, done: this.#step >= PRACTICE_SCRIPT.length };
  }

  /** The agent sent a reply; the customer goes on. */
  send(text: string): void {
    this.#turns.push({ role: 'agent', text });
    this.#step = Math.min(this.#step + 1, PRACTICE_SCRIPT.length);
    const next = PRACTICE_SCRIPT[this.#step];
    if (next) this.#turns.push({ role: 'customer', text: next });
  }
}
