import { describe, expect, it } from 'vitest';
import { problemText } from '../../../renderer/panel/problemText';
import { translator } from '../../../renderer/shared/i18n';

const zh = translator('zh-CN');
const en = translator('en');

describe('a problem in words', () => {
  it('names the file, what is safe, and offers to save again when something could not be saved', () => {
    const { title, text, canSaveAgain } = problemText({ code: 'cannot-save', file: 'library.db', detail: 'database or disk is full' }, zh, 'zh-CN');
    expect(title).toBe('存不下来：library.db');
    expect(text).toContain('已经存好的都在');
    expect(text).toContain('database or disk is full');
    expect(canSaveAgain).toBe(true);
  });

  it('says which backup is in use and where the damaged file is kept', () => {
    const at = new Date(2026, 10, 24, 9, 10).getTime();
    const problem = { code: 'library-damaged', file: 'library.db', params: { kept: 'library-damaged-1124.db', backupAt: at, missing: 3 } };
    expect(problemText(problem, zh, 'zh-CN').text).toBe('备份时间 11月24日 09:10，之后学到的 3 条可能不在。坏文件留着：library-damaged-1124.db');
    expect(problemText(problem, en, 'en').text).toContain('3 replies learned since may be missing');
    expect(problemText({ ...problem, params: { kept: 'x.db', backupAt: 0 } }, zh, 'zh-CN').title).toBe('规则库打不开，换成了新的');
  });

  it('names file, place and reason of a rule file that cannot be read', () => {
    const { text } = problemText({ code: 'rule-file', file: 'shop.json', params: { place: 'rules[3].triggers', reason: 'too small' } }, zh, 'zh-CN');
    expect(text).toBe('shop.json，rules[3].triggers：too small');
  });

  it('hides nothing of a problem that it does not know', () => {
    const { title, text } = problemText({ code: 'moon-phase', file: 'a.db', params: { phase: 'full' }, detail: 'boom' }, zh, 'zh-CN');
    expect(title).toContain('moon-phase');
    expect(text).toBe('a.db · phase: full · boom');
  });

  it('leaves no hole in a sentence when a value is missing', () => {
    for (const code of ['library-locked', 'library-unwritable', 'library-newer', 'library-row', 'cannot-save', 'cannot-back-up', 'settings-damaged', 'settings-field', 'rule-file', 'rule-file-newer', 'regex']) {
      for (const { title, text } of [problemText({ code }, zh, 'zh-CN'), problemText({ code }, en, 'en')]) expect(title + text, code).not.toMatch(/\{\{|undefined|problem\./);
    }
  });
});
