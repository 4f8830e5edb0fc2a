import { useEffect, useRef, useState } from 'react';
import type { Target, TargetWindow } from '../../main/channels';
import { ask, send } from '../shared/bridge';
import { IconButton } from '../shared/Button';
import { Icon } from '../shared/Icon';
import { useLocale, useText, type Translate } from '../shared/i18n';
import { langOf } from '../shared/language';
import { Menu } from '../shared/Menu';
import { usePanel } from './model';

/** Where a click will insert, always to be seen before the click; the arrow picks another window. */
export function TargetRow() {
  const t = useText();
  const locale = useLocale();
  const { state, targetsOpen, setTargetsOpen } = usePanel();
  const { target } = state;
  const button = useRef<HTMLButtonElement>(null);
  const reachable = target.state !== 'gone' && state.notice?.kind !== 'no-permission';
  const title = titleOf(target, t);
  const close = () => {
    setTargetsOpen(false);
    button.current?.focus();
  };
  return (
    <section className="target-row row" data-region data-menu aria-label={t('target.region')}>
      <Icon name={reachable ? 'window' : 'warn'} small />
      <span className="no-wrap">{t('target.into')}</span>
      <b className="one-line grow" title={title} lang={langOf(title, locale)}>
        {title}
      </b>
      <IconButton ref={button} icon="down" name={t('target.pick')} tiny opens="listbox" expanded={targetsOpen} onClick={() => setTargetsOpen(!targetsOpen)} />
      {targetsOpen && <TargetList current={target} onClose={close} />}
    </section>
  );
}

function TargetList({ current, onClose }: { current: Target; onClose: () => void }) {
  const t = useText();
  const locale = useLocale();
  const { state } = usePanel();
  const [windows, setWindows] = useState<TargetWindow[] | null>(null);
  useEffect(() => {
    void ask('target:list').then((result) => setWindows(result?.answer ?? []));
  }, []);
  if (!windows) return null;
  const items = windows.map(({ id, title, program }) => ({
    id,
    label: title || program,
    detail: program,
    lang: langOf(title, locale),
    current: current.state === 'ok' && current.id === id,
  }));
  const pick = (id: string) => {
    onClose();
    void send('target:pick', { id }).then((picked) => {
      // the reason for which nothing was inserted is gone: back to the cards
      if (picked && state.notice?.kind === 'refused') void send('notice:act', { action: 'close' });
    });
  };
  return <Menu kind="listbox" name={t('target.list')} items={items} empty={t('target.empty')} onPick={pick} onClose={onClose} />;
}

function titleOf(target: Target, t: Translate): string {
  if (target.state === 'none') return t('target.none');
  const title = target.title || target.program;
  return target.state === 'gone' ? t('target.gone', { title }) : title;
}
