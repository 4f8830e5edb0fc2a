import { createRef } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import type { PanelState } from '../../../main/channels';
import { Panel } from '../../../renderer/panel/PanelWindow';
import { LocaleProvider } from '../../../renderer/shared/i18n';
import { PlatformContext } from '../../../renderer/shared/KeyCaps';
import { panelState, suggestion } from './states';

function draw(change: Partial<PanelState> = {}): string {
  const state = panelState(change);
  return renderToStaticMarkup(
    <LocaleProvider locale={state.locale}>
      <PlatformContext value={state.platform}>
        <Panel state={state} latest={createRef()} />
      </PlatformContext>
    </LocaleProvider>,
  );
}

const buttons = (html: string, className = '') =>
  Array.from(html.matchAll(new RegExp(`<button[^>]*class="[^"]*${className}[^"]*"[^>]*>(.*?)</button>`, 'gs')), ([, inside]) =>
    inside!.replace(/<span class="keys".*?<\/span>/s, '').replace(/<[^>]+>/g, ''),
  ).filter(Boolean);
const solid = (html: string) => buttons(html, 'button-solid');
const text = (html: string) => html.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');

describe('the panel', () => {
  it('gives every card the same three buttons, told apart by the number in their description', () => {
    const html = draw();
    const list = /<ul class="cards" aria-label="建议".*<\/ul>/s.exec(html)![0];
    expect(list.match(/<li class="card/g)).toHaveLength(3);
    expect(buttons(list).filter((name) => ['插入', '编辑', '忽略'].includes(name))).toHaveLength(9);
    const described = Array.from(list.matchAll(/aria-describedby="([^"]+)"[^>]*><span>插入/g), ([, id]) => list.includes(`id="${id}">第`));
    expect(list).toContain('第 3 条建议');
    expect(described).toEqual([true, true, true]);
  });

  it('shows the key inside the button and tells assistive technology', () => {
    expect(draw()).toContain('aria-keyshortcuts="Alt+1"');
    expect(draw()).toMatch(/插入<\/span><span class="keys" aria-hidden="true"><kbd class="key">Alt<\/kbd><kbd class="key">1<\/kbd>/);
    expect(draw({ platform: 'mac' })).toContain('<kbd class="key">⌥</kbd>');
  });

  it('has one solid button, and none while two replies fit equally', () => {
    expect(solid(draw())).toEqual(['插入']);
    const ambiguous = draw({ ambiguous: true, suggestions: [suggestion(1, '亲，还没发货，您点退款。'), suggestion(2, '亲，已经发出，您点退款。')] });
    expect(solid(ambiguous)).toEqual([]);
    expect(ambiguous).toContain('两条差不多像，差别在标出的地方');
    expect(ambiguous).toContain('<mark class="mark-difference">还没发货</mark>');
  });

  it('no longer looks as if the first card were next once a reply to the message was inserted', () => {
    const html = draw({ answered: true, suggestions: [suggestion(1, '甲', { key: '' })] });
    expect(solid(html)).toEqual([]);
    expect(html).not.toContain('card-selected');
    expect(buttons(html)).toContain('插入');
  });

  it('says how many blanks are to be filled first in the place of 插入', () => {
    const html = draw({ suggestions: [suggestion(1, '退您〔\u2063金额\u2063〕元', { blanks: 1 }), suggestion(2, '好的')] });
    expect(solid(html)).toEqual(['先填 1 处']);
    expect(buttons(html).filter((name) => name === '插入')).toHaveLength(1);
  });

  it('speaks of confidence in words, never in numbers', () => {
    expect(text(draw())).toMatch(/把握大.*把握中.*把握小/);
    expect(draw()).not.toMatch(/\d%/);
  });

  it('writes one instead of filling up when nothing is sure', () => {
    const html = draw({ suggestions: [] });
    expect(text(html)).toContain('没有够把握的建议');
    expect(solid(html)).toEqual(['写一条']);
  });

  it('asks about a new program once, by its name', () => {
    const html = draw({ message: null, suggestions: [], ask: { program: 'WeChat', title: '微信' } });
    expect(text(html)).toContain('刚才的复制来自 WeChat，它是聊天软件吗？');
    expect(buttons(html)).toEqual(expect.arrayContaining(['看它的复制', '忽略', '以后再说']));
  });

  it('takes the keys off and puts the newest message first when the customer wrote again', () => {
    const held = { key: '', editKey: '' };
    const suggestions = [suggestion(1, '甲', held), suggestion(2, '乙', held), suggestion(3, '丙', held)];
    const html = draw({ message: { ...panelState().message!, newer: 1 }, suggestions });
    expect(solid(html)).toEqual(['看新消息']);
    expect(buttons(html).filter((name) => name === '仍要插入')).toHaveLength(3);
    expect(text(html)).toContain('快捷键已停用');
  });

  it('says what happened, where the text is and what to do when nothing was inserted', () => {
    const html = draw({ notice: { kind: 'refused', reason: 'target-gone', onClipboard: true, canRestore: true } });
    expect(html).toMatch(/role="alert".*没有插入，聊天窗口关了或换了/s);
    expect(text(html)).toContain('话术在剪贴板上');
    expect(solid(html)).toEqual(['选聊天窗口']);
    expect(buttons(html)).toContain('还原剪贴板');
    const nowhere = draw({ notice: { kind: 'refused', reason: 'no-clipboard', onClipboard: false, canRestore: false } });
    expect(text(nowhere)).not.toContain('话术在剪贴板上');
    expect(buttons(nowhere)).not.toContain('还原剪贴板');
  });

  it('offers to send only when that is switched on', () => {
    expect(buttons(draw())).not.toContain('插入并发送');
    expect(buttons(draw({ insertAndSend: true })).filter((name) => name === '插入并发送')).toHaveLength(3);
  });

  it('starts with one button and says what is never read', () => {
    const html = draw({ watching: { state: 'off', sources: ['clipboard'] }, message: null, suggestions: [], target: { state: 'none' } });
    expect(solid(html)).toEqual(['开始，并试一试']);
    expect(text(html)).toContain('从不看：密码管理器的内容');
  });

  it('has a solid button at most once in every state, in both languages', () => {
    const nothing = { message: null, suggestions: [] };
    const states: Partial<PanelState>[] = [
      {}, nothing, { ...nothing, watching: { state: 'paused', sources: ['clipboard'] } },
      { notice: { kind: 'no-permission' } }, { notice: { kind: 'wayland' } }, { notice: { kind: 'too-long', bytes: 9_000_000, limit: 20_000 } },
      { notice: { kind: 'no-text' } }, { notice: { kind: 'problem', problem: { code: 'cannot-save', file: 'library.db' } } },
      { ...nothing, notice: { kind: 'problem', problem: { code: 'library-damaged', params: { kept: 'x.db', backupAt: 0 } } } },
      { ask: { program: 'WeChat', title: '' } }, { toast: { id: 't', kind: 'learned', sent: false, review: false, outcome: 'o', message: '几天能到' } },
    ];
    for (const state of states) {
      for (const locale of ['zh-CN', 'en'] as const) expect(solid(draw({ ...state, locale })).length, JSON.stringify(state)).toBeLessThanOrEqual(1);
    }
  });

  it('speaks English all through, except for what others wrote', () => {
    const html = draw({ locale: 'en', toast: { id: 't', kind: 'learned', sent: false, review: false, outcome: 'o', message: 'hello' }, message: { ...panelState().message!, text: 'When?' }, target: { state: 'none' } });
    const own = html.replace(/<(p|b|span)[^>]*lang="zh-CN"[^>]*>.*?<\/\1>/gs, '').replace(/催发货/g, '');
    expect(text(own)).not.toMatch(/\p{Script=Han}/u);
    expect(buttons(html)).toEqual(expect.arrayContaining(['Insert', 'Edit', 'Ignore', 'Undo']));
  });
});
