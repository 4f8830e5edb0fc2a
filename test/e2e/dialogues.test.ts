import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ownAnswers, saysTheSame, type Exchange } from '../unit/support/answers';
import { App } from './support/app';
import { Editor, noDesktop } from './support/desktop';

/** Real conversations of Taobao shops; they are not ours, so they are read from beside the checkout, where they are. */
const DIALOGUES = join(import.meta.dirname, '..', '..', '..', 'shared', 'data', 'ecd-dialogues.dev.jsonl');
const CONVERSATIONS = 50;

/** Each customer turn that is followed by the agent's answer. */
function exchanges(): Exchange[] {
  const lines = readFileSync(DIALOGUES, 'utf8').trim().split('\n').slice(0, CONVERSATIONS);
  return lines.flatMap((line) => {
    const { turns } = JSON.parse(line) as { turns: { role: 'customer' | 'agent'; text: string }[] };
    return turns.flatMap((turn, index) => {
      const next = turns[index + 1];
      return turn.role === 'customer' && next?.role === 'agent' ? [{ message: turn.text.trim(), reply: next.text.trim() }] : [];
    });
  });
}

describe.skipIf(noDesktop || !existsSync(DIALOGUES))(`${CONVERSATIONS} real conversations through the app (skipped without ../shared/data)`, () => {
  let app: App;
  let editor: Editor;

  beforeAll(async () => {
    editor = await Editor.open();
    app = await App.start();
    await app.begin();
    await editor.activate();
  });
  afterAll(async () => {
    await app?.close();
    await editor?.close();
    app?.forget();
  });

  it("suggests the agent's own answer first for every message that was answered before, the latest where there were several", async () => {
    const all = exchanges();
    expect(all.length).toBeGreaterThan(100);
    for (const { message, reply } of all) await answer(message, reply);

    const answers = ownAnswers(all);
    expect(answers.length).toBeGreaterThan(100);
    const wrong: string[] = [];
    for (const { message, replies } of answers) {
      const offered = await suggestionsFor(message);
      if (replies.slice(0, 3).some((reply, index) => !saysTheSame(offered[index] ?? '', reply))) wrong.push(`${message}: ${offered.join(' | ')} instead of ${replies.join(' | ')}`);
    }
    expect(wrong).toEqual([]);
  }, 300_000);

  async function suggestionsFor(message: string): Promise<string[]> {
    return app.panel.evaluate(async (text) => {
      await window.seat.call('message:enter', { text });
      return (await window.seat.call('panel:state')).suggestions.map((s) => s.reply);
    }, message);
  }

  /** The agent edits what is offered into the true answer (or writes it) and inserts it. */
  async function answer(message: string, reply: string): Promise<void> {
    await app.panel.evaluate(
      async ([text, final]) => {
        await window.seat.call('message:enter', { text });
        const [first] = (await window.seat.call('panel:state')).suggestions;
        if (first) await window.seat.call('suggestion:insert', { id: first.id, text: final });
        else await window.seat.call('reply:insert', { text: final });
      },
      [message, reply] as const,
    );
  }
});
