import { useState } from 'react';
import type { SettingsState } from '../../main/channels';
import { usePushed } from '../shared/bridge';
import { Icon } from '../shared/Icon';
import { LocaleProvider, translator, useText } from '../shared/i18n';
import { PlatformContext } from '../shared/KeyCaps';
import { usePage } from '../shared/usePage';
import { matching, rowsOf, SECTIONS, type Row } from './rows';
import { SettingsProvider, useSettingsModel } from './useSettings';

/** The settings page: one long page in sections, searched by its own words. */
export function SettingsWindow() {
  const [state] = usePushed('settings:state', 'settings:get');
  usePage(state?.locale, state?.settings.theme, translator(state?.locale ?? 'zh-CN')('settings.title'));
  if (!state) return null;
  return (
    <LocaleProvider locale={state.locale}>
      <PlatformContext value={state.platform}>
        <Page state={state} />
      </PlatformContext>
    </LocaleProvider>
  );
}

function Page({ state }: { state: SettingsState }) {
  const t = useText();
  const model = useSettingsModel(state);
  const [query, setQuery] = useState('');
  const found = matching(rowsOf(state, t), query);
  return (
    <SettingsProvider value={model}>
      <div className="settings">
        <header className="settings-head">
          <h1>{t('settings.title')}</h1>
          <label className="search">
            <Icon name="search" />
            <input type="search" placeholder={t('settings.search')} aria-label={t('settings.search')} value={query} onChange={(event) => setQuery(event.target.value)} />
          </label>
        </header>
        <main className="sections" tabIndex={-1}>
          <div role="alert">
            {model.failed !== null && (
              <p className="note note-danger">
                <Icon name="warn" />
                <span>{t('settings.failed', { reason: model.failed })}</span>
              </p>
            )}
          </div>
          {SECTIONS.map((section) => {
            const rows = found.filter((row) => row.section === section);
            return rows.length > 0 && <Section key={section} title={t(`settings.sections.${section}`)} rows={rows} />;
          })}
          {found.length === 0 && (
            <p className="meta-2" role="status">
              {t('settings.nothing', { query })}
            </p>
          )}
        </main>
      </div>
    </SettingsProvider>
  );
}

function Section({ title, rows }: { title: string; rows: Row[] }) {
  return (
    <section className="section" aria-label={title}>
      <h2>{title}</h2>
      <div className="section-rows">
        {rows.map(({ id, label, hint, wide, Control }) => (
          <div className={`setting${wide ? ' setting-wide' : ''}`} key={id}>
            <div className="setting-words">
              <p id={`label-${id}`}>{label}</p>
              {hint && (
                <p className="meta" id={`hint-${id}`}>
                  {hint}
                </p>
              )}
            </div>
            <Control labelledBy={`label-${id}`} describedBy={hint ? `hint-${id}` : undefined} />
          </div>
        ))}
      </div>
    </section>
  );
}
