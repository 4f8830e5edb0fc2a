import { useRef, useState } from 'react';
import type { PanelState } from '../../main/channels';
import { send } from '../shared/bridge';
import { Button, IconButton } from '../shared/Button';
import { useLocale, useText, type Translate } from '../shared/i18n';
import { Menu } from '../shared/Menu';
import { usePanel } from './model';

/** The top row, by which the panel is dragged: what is being watched, pause, and the rest in a menu. */
export function StatusRow() {
  const t = useText();
  const { state } = usePanel();
  const { watching, keys } = state;
  const paused = watching.state === 'paused';
  return (
    <header className="status-row row" data-region aria-label={t('status.region')}>
      <h1 className="only-heard">{t('app.name')}</h1>
      <span className={`light light-${watching.state}`} aria-hidden="true" />
      <span className="one-line grow" role="status">
        {statusText(state, t)}
      </span>
      {paused && (
        <Button icon="play" hiddenKeys={keys.pause} onClick={() => void send('watch:resume')}>
          {t('status.resume')}
        </Button>
      )}
      {(watching.state === 'on' || watching.state === 'trouble') && (
        <IconButton icon="pause" name={t('status.pause')} keys={keys.pause} onClick={() => void send('watch:pause', {})} />
      )}
      <MoreMenu />
    </header>
  );
}

function MoreMenu() {
  const t = useText();
  const locale = useLocale();
  const { state } = usePanel();
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const items = [
    { id: 'practice', label: t('menu.practice') },
    { id: 'learned', label: t('menu.learned'), keys: state.keys.learned },
    { id: 'settings', label: t('menu.settings') },
    { id: 'language', label: t('menu.language'), lang: locale === 'en' ? 'zh-CN' : 'en' },
    { id: 'hide', label: t('menu.hide'), keys: state.keys.show },
    { id: 'quit', label: t('menu.quit') },
  ];
  const close = () => {
    setOpen(false);
    button.current?.focus();
  };
  const pick = (id: string) => {
    close();
    if (id === 'practice') void send('practice:open');
    else if (id === 'learned') void send('learned:open');
    else if (id === 'settings') void send('settings:open');
    else if (id === 'language') void send('settings:set', { key: 'locale', value: locale === 'en' ? 'zh-CN' : 'en' });
    else if (id === 'hide') void send('panel:hide');
    else void send('panel:quit');
  };
  return (
    <span className="more" data-menu>
      <IconButton ref={button} icon="more" name={t('status.more')} opens="menu" expanded={open} onClick={() => setOpen(!open)} />
      {open && <Menu kind="menu" name={t('status.more')} items={items} onPick={pick} onClose={close} />}
    </span>
  );
}

function statusText({ watching, notice }: PanelState, t: Translate): string {
  switch (watching.state) {
    case 'off':
      return t('status.off');
    case 'paused':
      return t('status.paused');
    case 'on':
      return t('status.watching', { what: watching.sources.map((source) => t(`status.${source}`)).join(t('status.and')) });
    case 'trouble': {
      const code = notice?.kind === 'problem' ? notice.problem.code : '';
      if (code.startsWith('settings')) return t('status.troubleSettings');
      if (code.startsWith('rule') || code === 'regex') return t('status.troubleRules');
      return code.startsWith('library') || code.startsWith('cannot') ? t('status.troubleLibrary') : t('status.trouble');
    }
  }
}
