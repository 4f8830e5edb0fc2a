import { Button } from '../shared/Button';
import { Icon } from '../shared/Icon';
import { useText } from '../shared/i18n';
import { usePanel } from './model';

/** The customer wrote again: what stands below answers the message before. */
export function StaleNote() {
  const t = useText();
  const { state, showNewest } = usePanel();
  return (
    <div className="stack">
      <p className="note note-warn" role="status">
        <Icon name="clock" />
        <span className="grow">{t('stale.newer', { count: state.message?.newer ?? 0 })}</span>
      </p>
      <div className="row indented">
        <Button look="solid" keys={state.keys.newest} onClick={showNewest}>
          {t('stale.show')}
        </Button>
      </div>
    </div>
  );
}
