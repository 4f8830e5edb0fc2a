import type { PanelState, SuggestionView } from '../../../main/channels';
import type { Evidence } from '../../../rules/types';

export const MESSAGE = '昨天拍的鸡胸肉，什么时候能发货呀？';

/** A suggestion of the rule `rule-N`. */
export function suggestion(number: number, reply: string, more: Partial<SuggestionView> = {}, evidence: Evidence[] = []): SuggestionView {
  return {
    id: `suggestion-${number}`,
    reply,
    blanks: 0,
    source: 'written',
    level: 'sure',
    explanation: { ruleId: `rule-${number}`, ruleName: '催发货', trigger: { index: 0, kind: 'keywords' }, matched: [], for: evidence, against: [] },
    key: `Alt+${number}`,
    editKey: `Alt+Shift+${number}`,
    ...more,
  };
}

/** A panel that watches and shows one message with three suggestions; `change` says what is different. */
export function panelState(change: Partial<PanelState> = {}): PanelState {
  return {
    locale: 'zh-CN',
    theme: 'light',
    platform: 'windows',
    watching: { state: 'on', sources: ['clipboard'] },
    target: { state: 'ok', id: '1', title: '千牛接待中心', program: 'AliWorkbench' },
    ask: null,
    message: { id: 'm1', text: MESSAGE, source: 'clipboard', at: Date.now(), marks: [], before: [], beforeCount: 0, newer: 0 },
    suggestions: [suggestion(1, '亲，今天就发。'), suggestion(2, '亲，48 小时内发货。', { source: 'learned', level: 'likely' }), suggestion(3, '您好，已为您加急。', { level: 'maybe' })],
    ambiguous: false,
    draft: null,
    modelOn: false,
    notice: null,
    toast: null,
    recent: [],
    today: { inserted: 0, minutesSaved: 0 },
    answered: false,
    insertAndSend: false,
    keys: {
      insert1: 'Alt+1', insert2: 'Alt+2', insert3: 'Alt+3', edit1: 'Alt+Shift+1', edit2: 'Alt+Shift+2', edit3: 'Alt+Shift+3',
      newest: 'Alt+N', ask: 'Alt+M', show: 'Alt+`', pause: 'CommandOrControl+Alt+P', take: '', sent: '', undo: '', learned: '',
    },
    busy: false,
    ...change,
  };
}
