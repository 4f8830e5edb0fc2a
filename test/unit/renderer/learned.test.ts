import { describe, expect, it } from 'vitest';
import type { LearnedView } from '../../../main/channels';
import { changedParts } from '../../../renderer/learned/difference';
import { kindOf, titleOf } from '../../../renderer/learned/entryText';
import { translator } from '../../../renderer/shared/i18n';

const marked = (offered: string, sent: string) => changedParts(offered, sent)?.map(({ kind, text }) => (kind === 'same' ? text : kind === 'added' ? `+${text}+` : `-${text}-`)).join('');

describe('what the agent changed', () => {
  it('is marked character by character', () => {
    expect(marked('您好，48 小时内发货', '亲，24 小时内发货哦')).toBe('-您好，48-+亲，24+ 小时内发货+哦+');
    expect(marked('今天就发', '今天就发')).toBe('今天就发');
  });

  it('keeps all characters of both texts', () => {
    const [offered, sent] = ['亲，冷链商品下午 4 点后拍的，次日发出。', '亲，冷链商品下午 4 点前拍的当天发👍。'];
    const parts = changedParts(offered, sent)!;
    expect(parts.filter(({ kind }) => kind !== 'added').map(({ text }) => text).join('')).toBe(offered);
    expect(parts.filter(({ kind }) => kind !== 'removed').map(({ text }) => text).join('')).toBe(sent);
    expect(new Set(parts.map(({ at, kind }) => `${at} ${kind}`)).size).toBe(parts.length);
  });

  it('is not marked where it was written anew, nor for texts too long to compare', () => {
    expect(changedParts('这是活动价了哦', '好的给您打五折')).toBeNull();
    expect(changedParts('甲'.repeat(5_000), '乙'.repeat(5_000))).toBeNull();
  });
});

describe('an entry', () => {
  const entry: LearnedView = { n: 1, id: 'o', at: 0, kind: 'outcome', rules: [], ruleCount: 1, waiting: false, undone: null, later: [] };
  const rule = (differences: LearnedView['rules'][number]['differences']) => ({ ...entry, rules: [{ id: 'r', name: '催发货', scope: {}, differences }] });

  it('is named by what it did', () => {
    const zh = translator('zh-CN');
    const title = (view: LearnedView) => titleOf(view, zh, 'zh-CN');
    expect(title(rule([{ kind: 'new' }, { kind: 'replies', added: ['好'], removed: [] }]))).toBe('学了一条新规则「催发货」');
    expect(title(rule([{ kind: 'replies', added: ['好'], removed: [] }]))).toBe('「催发货」多了一种写法');
    expect(title(rule([{ kind: 'wordings', added: ['a', 'b'], removed: [] }]))).toBe('「催发货」多认 2 种问法');
    expect(title(rule([{ kind: 'removed' }]))).toBe('去掉了「催发货」');
    expect(title(rule([]))).toBe('「催发货」有改动');
    expect(title({ ...entry, kind: 'mined', note: 'pasted.txt', ruleCount: 3 })).toBe('从「粘贴的聊天」加入 3 条规则');
  });

  it('of several rules is told by the first', () => {
    expect(kindOf({ ...entry, kind: 'rolled-back', note: '0' })).toBe('rolledBack');
    expect(kindOf(rule([{ kind: 'patterns', added: ['x'], removed: [] }]))).toBe('pattern');
  });
});
