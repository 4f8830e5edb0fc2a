import { useState } from 'react';
import { MAX_PASTE, type HistoryState } from '../../main/channels';
import { send } from '../shared/bridge';
import { Button } from '../shared/Button';
import { Icon } from '../shared/Icon';
import { useLocale, useText } from '../shared/i18n';
import { useEscape } from '../shared/useEscape';
import { useLearned } from './model';
import { filesText } from './entryText';
import { Question } from './Question';
import { Proposals } from './Proposals';

/** Learning from past conversations: choose, read, look through what was found, accept. */
export function HistoryPage({ onAccepted }: { onAccepted(): void }) {
  const { history } = useLearned().state;
  switch (history.phase) {
    case 'choose':
      return <Choose />;
    case 'running':
      return <Running history={history} />;
    case 'failed':
      return <Failed history={history} />;
    case 'asking':
      return <Question history={history} />;
    case 'found':
      return history.proposals > 0 ? <Proposals history={history} onAccepted={onAccepted} /> : <Nothing history={history} />;
  }
}

function Choose() {
  const t = useText();
  const locale = useLocale();
  const [text, setText] = useState('');
  const tooLong = text.length > MAX_PASTE;
  const number = (value: number) => new Intl.NumberFormat(locale).format(value);
  return (
    <div className="history">
      <header>
        <h2>{t('learned.history.title')}</h2>
        <p className="meta-2">{t('learned.history.text')}</p>
      </header>
      <section className="box">
        <h3>{t('learned.history.files')}</h3>
        <p className="meta">{t('learned.history.formats')}</p>
        <Button look="solid" icon="folder" onClick={() => void send('history:choose')}>
          {t('learned.history.choose')}
        </Button>
      </section>
      <section className="box">
        <h3 id="paste">{t('learned.history.paste')}</h3>
        <p className="meta" id="paste-hint">
          {t('learned.history.pasteHint')}
        </p>
        <textarea className="edit-wordings" rows={7} aria-labelledby="paste" aria-describedby="paste-hint" placeholder={t('learned.history.pasteExample')} spellCheck={false} value={text} onChange={(event) => setText(event.target.value)} />
        {tooLong && (
          <p className="meta-2 warn" role="alert">
            {t('learned.history.tooLong', { characters: number(text.length), limit: number(MAX_PASTE) })}
          </p>
        )}
        <Button look="soft" disabled={text.trim() === '' || tooLong} onClick={() => void send('history:paste', { text })}>
          {t('learned.history.read')}
        </Button>
      </section>
    </div>
  );
}

function Running({ history }: { history: Extract<HistoryState, { phase: 'running' }> }) {
  const t = useText();
  const locale = useLocale();
  useEscape(true, () => void send('history:cancel'));
  const { done, total } = history;
  const megabytes = (bytes: number) => new Intl.NumberFormat(locale, { style: 'unit', unit: 'megabyte', minimumFractionDigits: 1, maximumFractionDigits: 1 }).format(bytes / 1e6);
  return (
    <div className="history">
      <section className="box">
        <h2>{t('learned.history.running')}</h2>
        <p className="meta one-line">{filesText(history.files, t)}</p>
        {/* without a value the bar says that it is not known yet how much there is */}
        <progress aria-label={t('learned.history.running')} {...(total > 0 ? { max: total, value: done } : {})} />
        <p className="meta-2">{total > 0 ? t('learned.history.progress', { done: megabytes(done), total: megabytes(total) }) : t('learned.history.opening')}</p>
        <Button look="outlined" keys="Escape" onClick={() => void send('history:cancel')}>
          {t('actions.cancel')}
        </Button>
      </section>
    </div>
  );
}

const TOLD = ['history-unreadable', 'history-encoding', 'history-empty', 'history-no-agent', 'history-no-customer', 'history-too-large', 'history-columns'] as const;

function Failed({ history }: { history: Extract<HistoryState, { phase: 'failed' }> }) {
  const t = useText();
  const { code, detail, file } = history.problem;
  const known = TOLD.find((each) => each === code);
  return (
    <div className="history">
      <div className="note note-danger" role="alert">
        <Icon name="warn" />
        <div>
          <p className="strong">{t('learned.history.failed', { files: file === undefined ? filesText(history.files, t) : filesText([file], t) })}</p>
          <p>{known ? t(`learned.history.problem.${known}`) : t('learned.history.problem.other', { reason: detail ?? code })}</p>
          <p className="meta-2">{t('learned.history.untouched')}</p>
        </div>
      </div>
      <OtherHistory />
    </div>
  );
}

function Nothing({ history }: { history: Extract<HistoryState, { phase: 'found' }> }) {
  const t = useText();
  const { conversations, turns, skipped } = history.read;
  return (
    <div className="history">
      <header role="status">
        <h2>{t('learned.history.nothing')}</h2>
        <p className="meta-2">{t('learned.history.nothingText', { conversations, turns, skipped })}</p>
      </header>
      <OtherHistory />
    </div>
  );
}

/** Back to choosing. */
function OtherHistory() {
  const t = useText();
  return (
    <div className="row">
      <Button look="solid" onClick={() => void send('history:leave')}>
        {t('learned.history.again')}
      </Button>
    </div>
  );
}
