import type { Notice } from '../../main/channels';
import { send } from '../shared/bridge';
import { Button } from '../shared/Button';
import { Icon } from '../shared/Icon';
import { useLocale, useText } from '../shared/i18n';
import { usePanel } from './model';
import { problemText } from './problemText';

/** A fault that names its file. The cards go on below it, so it takes the solid button only when there are none. */
export function ProblemNote({ problem }: { problem: Extract<Notice, { kind: 'problem' }>['problem'] }) {
  const t = useText();
  const locale = useLocale();
  const { state } = usePanel();
  const { title, text, canSaveAgain } = problemText(problem, t, locale);
  const look = state.message || state.watching.state === 'off' ? 'outlined' : 'solid';
  return (
    <div className="stack" data-region>
      <div className="note note-danger" role="alert">
        <Icon name="warn" />
        <div className="grow">
          <p className="strong">{title}</p>
          <p className="meta-2 file-text">{text}</p>
        </div>
      </div>
      <div className="row wrap indented">
        {canSaveAgain && (
          <Button look={look} onClick={() => void send('notice:act', { action: 'save-again' })}>
            {t('notice.saveAgain')}
          </Button>
        )}
        {problem.file && (
          <Button look={canSaveAgain ? 'quiet' : look} onClick={() => void send('notice:act', { action: 'open-folder' })}>
            {t('notice.openFolder')}
          </Button>
        )}
        <Button look={canSaveAgain || problem.file ? 'quiet' : look} onClick={() => void send('notice:act', { action: 'close' })}>
          {t('actions.ok')}
        </Button>
      </div>
    </div>
  );
}
