import type { PracticeState } from '../../main/channels';
import { Icon } from '../shared/Icon';
import { TextWith, useText } from '../shared/i18n';
import { SpokenKeyCaps } from '../shared/KeyCaps';
import type { Phase } from './usePractice';

/** One line: what to do now, and how far it still goes. */
export function Guide({ state, phase }: { state: PracticeState; phase: Phase }) {
  const t = useText();
  const { step, steps } = state;
  return (
    <div className={`guide${phase === 'done' ? ' guide-done' : ''}`}>
      {phase === 'done' && <Icon name="check" />}
      <p className="grow" role="status">
        {phase === 'copy' && <TextWith text="practice.copyNow" slot={<SpokenKeyCaps of="CommandOrControl+C" />} />}
        {phase === 'insert' && t('practice.insertNow')}
        {phase === 'send' && <TextWith text="practice.sendNow" slot={<SpokenKeyCaps of="Enter" />} />}
        {phase === 'done' && (
          <>
            <b>{t('practice.doneTitle')}</b> {t('practice.doneText')}
          </>
        )}
      </p>
      {phase !== 'done' && (
        <div className="steps">
          <span className="no-wrap">{t('practice.step', { step: Math.min(step + 1, steps), steps })}</span>
          <progress max={steps} value={step} aria-label={t('practice.progress')} />
        </div>
      )}
    </div>
  );
}
