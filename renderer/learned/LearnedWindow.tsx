import { useEffect, useState, type KeyboardEvent } from 'react';
import type { LearnedState } from '../../main/channels';
import { usePushed } from '../shared/bridge';
import { LocaleProvider, translator, useText } from '../shared/i18n';
import { composing } from '../shared/keyboard';
import { PlatformContext } from '../shared/KeyCaps';
import { usePage } from '../shared/usePage';
import { HistoryPage } from './HistoryPage';
import { LearnedProvider, useLearnedModel } from './model';
import { NoteRow } from './NoteRow';
import { QueuePage } from './QueuePage';
import { TidyPage } from './TidyPage';

const TABS = ['queue', 'tidy', 'history'] as const;
type Tab = (typeof TABS)[number];

/** The window of what was learned: the queue, what is to be tidied, and past conversations to learn from. */
export function LearnedWindow() {
  const [state] = usePushed('learned:state', 'learned:state');
  usePage(state?.locale, state?.theme, translator(state?.locale ?? 'zh-CN')('learned.window'));
  if (!state) return null;
  return (
    <LocaleProvider locale={state.locale}>
      <PlatformContext value={state.platform}>
        <Shell state={state} />
      </PlatformContext>
    </LocaleProvider>
  );
}

function Shell({ state }: { state: LearnedState }) {
  const t = useText();
  const model = useLearnedModel(state);
  const [tab, setTab] = useState<Tab>('queue');
  useEffect(() => {
    const pressed = (event: globalThis.KeyboardEvent) => {
      // what is open inside closes first, and says so by preventing the default
      if (event.key === 'Escape' && !event.defaultPrevented && !composing(event)) window.close();
    };
    document.addEventListener('keydown', pressed);
    return () => document.removeEventListener('keydown', pressed);
  }, []);
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const next = TABS[(TABS.indexOf(tab) + step + TABS.length) % TABS.length]!;
    setTab(next);
    document.getElementById(`tab-${next}`)?.focus();
  };
  return (
    <LearnedProvider value={model}>
      <div className="learned">
        <header className="learned-head">
          <h1 className="only-heard">{t('learned.window')}</h1>
          <div role="tablist" aria-label={t('learned.window')} className="tabs" tabIndex={-1} onKeyDown={onKeyDown}>
            {TABS.map((each) => (
              <button key={each} type="button" role="tab" id={`tab-${each}`} className="tab" aria-selected={each === tab} aria-controls="page" tabIndex={each === tab ? 0 : -1} onClick={() => setTab(each)}>
                {t(`learned.tabs.${each}`)}
                {each === 'queue' && state.counts.waiting > 0 && <span className="count count-strong">{t('learned.waitingCount', { count: state.counts.waiting })}</span>}
              </button>
            ))}
          </div>
        </header>
        <main id="page" role="tabpanel" aria-labelledby={`tab-${tab}`} className="page">
          {tab === 'queue' && <QueuePage />}
          {tab === 'tidy' && <TidyPage />}
          {tab === 'history' && <HistoryPage onAccepted={() => setTab('queue')} />}
        </main>
        <NoteRow />
      </div>
    </LearnedProvider>
  );
}
