import { useEffect, useState } from 'react';
import type { Toast } from '../../main/channels';
import { send } from '../shared/bridge';
import { Button } from '../shared/Button';
import { Icon } from '../shared/Icon';
import { useText, type Translate } from '../shared/i18n';
import { usePanel } from './model';

const STAYS_MS = 8_000;

/** What has just happened, above the footer. The live region is always there, or nobody would hear it filled. */
export function ToastRow() {
  const t = useText();
  const { toast } = usePanel().state;
  return (
    <div className="toast-place" role="status" aria-label={t('toast.region')}>
      {toast && <ToastCard toast={toast} key={toast.id} />}
    </div>
  );
}

function ToastCard({ toast }: { toast: Toast }) {
  const t = useText();
  const [held, setHeld] = useState(false);
  // what is not saved yet stays until it is
  const stays = held || toast.kind === 'not-saved';
  useEffect(() => {
    if (stays) return;
    const timer = setTimeout(() => void send('toast:close'), STAYS_MS);
    return () => clearTimeout(timer);
  }, [stays]);
  const { title, text } = words(toast, t);
  return (
    <div
      className="toast"
      data-region
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      {toast.kind === 'not-saved' ? <span className="warn"><Icon name="warn" /></span> : <span className="ok"><Icon name="check" /></span>}
      <div className="grow">
        <p className="strong one-line">{title}</p>
        <p className="meta one-line" title={text}>
          {text}
        </p>
      </div>
      {toast.kind === 'learned' && <Button onClick={() => void send('learned:open')}>{t('toast.look')}</Button>}
      {toast.kind === 'learned' && (
        <Button look="outlined" icon="undo" onClick={() => void send('learning:undo', { outcome: toast.outcome })}>
          {t('actions.undo')}
        </Button>
      )}
      {toast.kind === 'not-saved' && (
        <Button look="outlined" onClick={() => void send('notice:act', { action: 'save-again' })}>
          {t('notice.saveAgain')}
        </Button>
      )}
    </div>
  );
}

const CLIP = 12;

function words(toast: Toast, t: Translate): { title: string; text: string } {
  switch (toast.kind) {
    case 'inserted':
      if (toast.notLearned) return { title: t(toast.sent ? 'toast.sentOnly' : 'toast.insertedOnly'), text: t(`toast.notLearned.${toast.notLearned}`) };
      return toast.sent ? { title: t('toast.sent'), text: toast.reply } : { title: t('toast.inserted'), text: t('toast.insertedText') };
    case 'learned': {
      const characters = Array.from(toast.message.replace(/\s+/g, ' '));
      const message = characters.length > CLIP ? `${characters.slice(0, CLIP).join('')}…` : characters.join('');
      if (toast.review) return { title: t(toast.sent ? 'toast.waitingSent' : 'toast.waiting'), text: t('toast.waitingText', { message }) };
      return toast.sent
        ? { title: t('toast.learnedSent'), text: t('toast.learnedSentText', { message }) }
        : { title: t('toast.learned'), text: t('toast.learnedText', { message }) };
    }
    case 'undone':
      return { title: t('toast.undone'), text: t('toast.undoneText') };
    case 'not-saved':
      return { title: t('toast.notSaved', { count: toast.pending }), text: t('toast.notSavedText') };
  }
}
