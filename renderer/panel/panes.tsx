import { send } from '../shared/bridge';
import { Button } from '../shared/Button';
import { Icon } from '../shared/Icon';
import { TextWith, useLocale, useText } from '../shared/i18n';
import { SpokenKeyCaps } from '../shared/KeyCaps';
import { langOf } from '../shared/language';
import { clock } from '../shared/time';
import { usePanel } from './model';

const COPY = 'CommandOrControl+C';

/** Before the agent has allowed anything: what it does, what it never reads, and the start. */
export function FirstStart() {
  const t = useText();
  return (
    <section className="pane" data-region>
      <h2>{t('first.title')}</h2>
      <p className="meta-2">{t('first.text')}</p>
      <p className="row pane-fact">
        <Icon name="copy" />
        <span>{t('first.looks')}</span>
      </p>
      <p className="meta">{t('first.never')}</p>
      <div className="row wrap pane-actions">
        <Button look="solid" onClick={() => void send('watch:start', { practice: true })}>
          {t('first.startWithTry')}
        </Button>
        <Button look="soft" onClick={() => void send('watch:start', { practice: false })}>
          {t('first.start')}
        </Button>
      </div>
    </section>
  );
}

/** Watching, and nothing has come yet. */
export function Waiting() {
  const t = useText();
  const locale = useLocale();
  const { recent } = usePanel().state;
  return (
    <section className="pane">
      <h2>{t('waiting.title')}</h2>
      <p className="meta-2">
        <TextWith text="waiting.hint" slot={<SpokenKeyCaps of={COPY} />} />
      </p>
      {recent.length > 0 && (
        <>
          <h3 className="meta pane-recent">{t('waiting.recent')}</h3>
          <ul>
            {recent.map(({ reply, at }) => (
              <li className="row" key={`${at} ${reply}`}>
                <span className="one-line grow" lang={langOf(reply, locale)}>
                  {reply}
                </span>
                <span className="meta no-wrap">{clock(at, locale)}</span>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

/** Nothing is read until the agent says so. */
export function Paused() {
  const t = useText();
  const locale = useLocale();
  const { watching, keys } = usePanel().state;
  return (
    <section className="pane" data-region>
      <h2>{t('paused.title')}</h2>
      <p className="meta-2">{t('paused.text')}</p>
      <div className="row wrap pane-actions">
        <Button look="solid" keys={keys.pause} onClick={() => void send('watch:resume')}>
          {t('paused.resume')}
        </Button>
        {watching.resumesAt === undefined ? (
          <Button onClick={() => void send('watch:pause', { forMinutes: 60 })}>{t('paused.inAnHour')}</Button>
        ) : (
          <span className="meta-2">{t('paused.until', { time: clock(watching.resumesAt, locale) })}</span>
        )}
      </div>
    </section>
  );
}

/** Silence is an answer: nothing fits well enough, and the agent may write the reply that will be known next time. */
export function NoSuggestion() {
  const t = useText();
  const { editor, stale, state } = usePanel();
  return (
    <section className="pane" data-region role="status">
      <h2>{t('cards.none')}</h2>
      <p className="meta-2">{t('cards.noneHint')}</p>
      <div className="row wrap pane-actions">
        <Button look={stale || state.ask ? 'soft' : 'solid'} onClick={() => editor.open(null)}>
          {t('cards.write')}
        </Button>
        {state.modelOn && !state.draft && !stale && (
          <Button look="soft" icon="model" keys={state.keys.ask} onClick={() => void send('model:ask')}>
            {t('model.draft')}
          </Button>
        )}
      </div>
    </section>
  );
}
