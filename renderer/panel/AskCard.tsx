import type { PanelState } from '../../main/channels';
import { send } from '../shared/bridge';
import { Button } from '../shared/Button';
import { Icon } from '../shared/Icon';
import { useText } from '../shared/i18n';
import { usePanel } from './model';

/** A copy was made in a program for the first time: the agent says whether it is a chat program. */
export function AskCard({ ask: { program, title } }: { ask: NonNullable<PanelState['ask']> }) {
  const t = useText();
  const { state } = usePanel();
  const decide = (decision: 'watch' | 'ignore' | 'later') => void send('program:decide', { program, decision });
  return (
    <section className="card" role="alert" data-region>
      <div className="row ask-question">
        <Icon name="ask" />
        <div className="grow">
          <p className="strong">{t('ask.question', { program })}</p>
          {title && title !== program && <p className="meta one-line">{title}</p>}
        </div>
      </div>
      <p className="meta-2">{t('ask.hint')}</p>
      <div className="actions row wrap">
        <Button look={state.suggestions.length > 0 ? 'soft' : 'solid'} onClick={() => decide('watch')}>
          {t('ask.watch')}
        </Button>
        <Button onClick={() => decide('ignore')}>{t('ask.ignore')}</Button>
        <Button onClick={() => decide('later')}>{t('ask.later')}</Button>
      </div>
    </section>
  );
}
