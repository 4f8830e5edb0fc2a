import { describe, expect, it } from 'vitest';
import type { SettingsState } from '../../../main/channels';
import { matching, rowsOf } from '../../../renderer/settings/rows';
import { translator } from '../../../renderer/shared/i18n';

const rows = rowsOf({ canWatchPrimary: true } as SettingsState, translator('zh-CN'));

describe('searching settings', () => {
  it('finds a setting by any of its words', () => {
    expect(matching(rows, '发送').map((row) => row.id)).toContain('insertAndSend');
    expect(matching(rows, '外观').map((row) => row.id)).toEqual(['theme']);
    expect(matching(rows, '插入 第 2 条').map((row) => row.id)).toEqual(['insert2']);
  });

  it('finds nothing rather than something else, and everything for no words', () => {
    expect(matching(rows, '不存在的设置')).toEqual([]);
    expect(matching(rows, ' ')).toEqual(rows);
  });

  it('leaves the primary selection out where there is none', () => {
    expect(rowsOf({ canWatchPrimary: false } as SettingsState, translator('en')).some((row) => row.id === 'primary')).toBe(false);
  });
});
