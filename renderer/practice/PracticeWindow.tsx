import type { PracticeState } from '../../main/channels';
import { usePushed } from '../shared/bridge';
import { LocaleProvider, translator, useText } from '../shared/i18n';
import { PlatformContext } from '../shared/KeyCaps';
import { usePage } from '../shared/usePage';
import { Bubble } from './Bubble';
import { Guide } from './Guide';
import { ReplyBox } from './ReplyBox';
import { usePractice } from './usePractice';

/** The practice chat: looks like a chat program, and is used like one. */
export function PracticeWindow() {
  const [state] = usePushed('practice:state', 'practice:state');
  usePage(state?.locale, state?.theme, translator(state?.locale ?? 'zh-CN')('practice.window'));
  if (!state) return null;
  return (
    <LocaleProvider locale={state.locale}>
      <PlatformContext value={state.platform}>
        <Chat state={state} />
      </PlatformContext>
    </LocaleProvider>
  );
}

const intoView = (end: HTMLElement | null) => end?.scrollIntoView({ block: 'end' });

function Chat({ state }: { state: PracticeState }) {
  const t = useText();
  const practice = usePractice(state);
  const newest = state.turns.length - 1;
  return (
    <div className="chat">
      <header className="chat-head">
        <div className="chat-face" aria-hidden="true">
          {t('practice.contact').slice(0, 1)}
        </div>
        <div className="grow">
          <h1 className="one-line">{t('practice.contact')}</h1>
          <p className="meta one-line">{t('practice.shop')}</p>
        </div>
      </header>
      <main className="chat-main">
        <Guide state={state} phase={practice.phase} />
        <ol className="turns" aria-label={t('practice.chat')} tabIndex={0}>
          {practice.turns.map((turn) => (
            <Bubble key={turn.number} turn={turn} current={turn.number === newest && turn.role === 'customer'} onCopied={practice.copied} />
          ))}
          {/* a new one for each turn, so that the newest words are in view */}
          <li key={`end ${newest}`} ref={intoView} aria-hidden="true" />
        </ol>
      </main>
      <ReplyBox practice={practice} />
    </div>
  );
}
