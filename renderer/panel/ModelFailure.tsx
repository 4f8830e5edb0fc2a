import type { DraftView } from '../../main/channels';
import { Icon } from '../shared/Icon';
import { useLocale, useText } from '../shared/i18n';
import { modelProblemText } from '../shared/modelProblem';
import { clock } from '../shared/time';

/** What went wrong and what to do; the rules' cards go on as if nothing had been. */
export function ModelFailure({ draft, problem }: { draft: DraftView; problem: NonNullable<DraftView['problem']> }) {
  const t = useText();
  const locale = useLocale();
  const { title, text, says } = modelProblemText(problem, t);
  const paused = draft.state === 'paused' && draft.until !== null;
  return (
    <div role="alert" className="model-failure">
      <div className="row">
        <span className="chip">
          <Icon name="model" small />
          {t('model.chip')}
        </span>
        <span className="strong warn grow">{paused ? t('model.paused', { time: clock(draft.until!, locale) }) : title}</span>
      </div>
      <p className="meta-2">{paused ? t('model.pausedText', { reason: title }) : `${text} ${t('model.goesOn')}`}</p>
      {says && <p className="meta">{says}</p>}
    </div>
  );
}
