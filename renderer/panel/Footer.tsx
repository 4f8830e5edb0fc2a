import { send } from '../shared/bridge';
import { Button } from '../shared/Button';
import { useText } from '../shared/i18n';
import { MessageBox } from './MessageBox';
import { usePanel } from './model';

/** The box for messages that cannot be copied by watching, today's figures, settings. */
export function Footer() {
  const t = useText();
  const { inserted, minutesSaved } = usePanel().state.today;
  return (
    <footer className="footer" data-region>
      <MessageBox />
      <div className="row footer-row meta">
        <span className="grow one-line">
          {inserted === 0 ? t('footer.todayNone') : t('footer.today', { count: inserted, minutes: Math.round(minutesSaved) })}
        </span>
        <Button tiny icon="settings" onClick={() => void send('settings:open')}>
          {t('actions.settings')}
        </Button>
      </div>
    </footer>
  );
}
