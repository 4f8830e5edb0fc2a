import { createRef } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import type { DraftView, PanelState } from '../../../main/channels';
import type { ModelProblemCode } from '../../../main/model/problems';
import { Panel } from '../../../renderer/panel/PanelWindow';
import { LocaleProvider, translator } from '../../../renderer/shared/i18n';
import { PlatformContext } from '../../../renderer/shared/KeyCaps';
import { modelProblemText } from '../../../renderer/shared/modelProblem';
import { panelState } from './states';

const draft = (change: Partial<DraftView> = {}): DraftView => ({
  id: 'd1', state: 'done', ready: true, reply: '亲，没有换过的哦', blanks: 0, profile: 'DeepSeek', host: 'api.deepseek.com', local: false, masked: { phone: 2, address: 1 },
  fallback: false, examples: 3, cut: false, warnings: [], problem: null, until: null, key: '', editKey: '', ...change,
});

function draw(change: Partial<DraftView> | null, panel: Partial<PanelState> = {}): string {
  const state = panelState({ modelOn: true, draft: change && draft(change), ...panel });
  return renderToStaticMarkup(
    <LocaleProvider locale={state.locale}>
      <PlatformContext value={state.platform}>
        <Panel state={state} latest={createRef()} />
      </PlatformContext>
    </LocaleProvider>,
  );
}

const text = (html: string) => html.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');
const card = (html: string) => text(/<li[^>]*data-draft.*?<\/main>/s.exec(html)![0]);
const solid = (html: string) => html.match(/button-solid/g)?.length ?? 0;
const STATES: Partial<DraftView>[] = [
  { state: 'not-asked', ready: false, reply: '' },
  { state: 'sending', ready: false, reply: '' },
  { state: 'thinking', ready: false, reply: '' },
  { state: 'writing', ready: false, reply: '亲，' },
  {},
  { cut: true },
  { state: 'stopped', reply: '亲，' },
  { warnings: [{ kind: 'guarantee', text: '保证' }] },
  { state: 'failed', ready: false, reply: '', problem: { code: 'model-wrong-key', detail: 'no such key' } },
  { state: 'failed', ready: false, reply: '亲，', problem: { code: 'model-broken-off', detail: 'UND_ERR_SOCKET' } },
  { state: 'paused', ready: false, reply: '', problem: { code: 'model-server' }, until: 1_795_000_000_000 },
  { state: 'no-key', ready: false, reply: '', problem: { code: 'model-no-key' } },
];

describe("the model's card", () => {
  it('stands last, below the cards of the rules, and has no bars', () => {
    const html = draw({});
    expect(html.lastIndexOf('data-card')).toBeGreaterThan(html.indexOf('今天就发'));
    expect(html.indexOf('data-draft')).toBeGreaterThan(html.lastIndexOf('confidence'));
  });

  it('says where a message goes while it is on its way, and that nothing leaves when the model is on this machine', () => {
    expect(card(draw({ state: 'sending', ready: false, reply: '' }))).toContain('正在发给 DeepSeek（api.deepseek.com）');
    expect(card(draw({ state: 'sending', ready: false, reply: '', local: true, profile: 'Ollama' }))).toContain('正在问本机的 Ollama');
  });

  it('says what was masked, and where that is off', () => {
    expect(card(draw({}))).toContain('送出前隐去了：电话 2 处、地址 1 处');
    expect(card(draw({ masked: 'off' }))).toContain('没有隐去号码、姓名和地址');
    expect(card(draw({ masked: {} }))).toContain('没有要隐去的');
  });

  it('cannot be inserted while it is written, and can be stopped', () => {
    const html = draw({ state: 'writing', ready: false, reply: '亲，' });
    expect(html).toMatch(/aria-disabled="true"[^>]*><span>写完可插/);
    expect(card(html)).toContain('停止');
  });

  it('is read out once, when it is whole', () => {
    expect(text(draw({ state: 'writing', ready: false, reply: '亲，' }))).not.toContain('模型写好了');
    expect(draw({})).toMatch(/role="status">模型写好了 亲，没有换过的哦</);
  });

  it('names what has to be looked at', () => {
    expect(card(draw({ warnings: [{ kind: 'guarantee', text: '保证' }, { kind: 'language', text: '' }] }))).toMatch(/「保证」：像保证，本店情况里没有.*不是一种语言/);
  });

  it('asks for nothing where a rule is sure, and offers to', () => {
    expect(card(draw({ state: 'not-asked', ready: false, reply: '' }))).toMatch(/规则有把握，没有问模型.*仍要问/);
  });

  it('offers to draft where no rule is sure and nothing was asked', () => {
    expect(text(draw(null, { suggestions: [] }))).toContain('让模型起草');
    expect(text(draw(null, { suggestions: [], modelOn: false }))).not.toContain('让模型起草');
  });

  it('has a solid button at most once in every state, with and without rules, in both languages, and speaks English all through', () => {
    for (const change of STATES) {
      for (const suggestions of [panelState().suggestions, []]) {
        expect(solid(draw(change, { suggestions })), JSON.stringify(change)).toBeLessThanOrEqual(1);
        const english = { ...change, reply: change.reply === '' ? '' : 'OK', warnings: (change.warnings ?? []).map(({ kind }) => ({ kind, text: 'x' })) };
        const html = draw(english, { suggestions: [], locale: 'en', message: { ...panelState().message!, text: 'When?' }, target: { state: 'none' } });
        expect(text(html), JSON.stringify(change)).not.toMatch(/\p{Script=Han}/u);
        expect(solid(html)).toBeLessThanOrEqual(1);
      }
    }
  });

  it('has words and a next step for everything that can go wrong', () => {
    const codes: Record<ModelProblemCode, true> = {
      'no-key': true, 'wrong-key': true, forbidden: true, 'no-money': true, 'no-model': true, 'no-address': true, 'not-an-api': true, 'too-long': true, 'bad-request': true,
      'too-many': true, server: true, unreachable: true, certificate: true, refused: true, garbled: true, endless: true, 'slow-start': true, stalled: true, 'broken-off': true,
      empty: true, filtered: true,
    };
    for (const locale of ['zh-CN', 'en'] as const) {
      const t = translator(locale);
      for (const code of Object.keys(codes)) {
        const { title, text } = modelProblemText({ code: `model-${code}`, params: { seconds: 8 } }, t);
        expect(title).not.toMatch(/model-|\{\{|出了点问题|Something/);
        expect(text.length).toBeGreaterThan(4);
      }
      expect(modelProblemText({ code: 'model-unheard-of' }, t).title).toContain('model-unheard-of');
    }
  });
});
