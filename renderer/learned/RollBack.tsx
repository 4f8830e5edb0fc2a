import { useEffect, useRef, useState } from 'react';
import { ask } from '../shared/bridge';
import { Button } from '../shared/Button';
import { Icon } from '../shared/Icon';
import { useLocale, useText } from '../shared/i18n';
import { useAnswer } from '../shared/useAnswer';
import { dayText } from './entryText';
import { useLearned } from './model';

/** Goes back to a day: which one, what that would take back, and the button that does it. */
export function RollBack({ onClose }: { onClose(): void }) {
  const t = useText();
  const locale = useLocale();
  const { tell, state } = useLearned();
  const [chosen, setChosen] = useState<number | null>(null);
  const list = useRef<HTMLFieldSetElement>(null);
  const { answer } = useAnswer('learned:days', undefined, state.revision);
  const days = answer && answer.map(({ day, entries }) => ({ start: startOf(day), entries }));
  const time = chosen ?? days?.[0]?.start ?? null;
  const { answer: preview } = useAnswer('learned:preview', time === null ? null : { time }, state.revision);
  const known = days !== null;
  useEffect(() => {
    if (known) list.current?.querySelector<HTMLInputElement>('input:checked')?.focus();
  }, [known]);
  const doIt = async () => {
    if (time !== null && preview && (await tell(ask('learned:roll-back', { time }), ['learned.done.rolledBack', { count: preview.entries }]))) onClose();
  };
  return (
    <>
      <div className="detail">
        <header>
          <h2>{t('learned.rollBack.title')}</h2>
          <p className="meta-2">{t('learned.rollBack.text')}</p>
        </header>
        {days?.length === 0 && <p>{t('learned.rollBack.nothing')}</p>}
        {days && days.length > 0 && (
          <fieldset className="days" ref={list}>
            <legend className="only-heard">{t('learned.rollBack.days')}</legend>
            {days.map(({ start, entries }) => (
              <label className="day" key={start}>
                <input type="radio" name="day" checked={start === time} onChange={() => setChosen(start)} />
                <span className="grow">{t('learned.rollBack.from', { day: dayText(start, locale) })}</span>
                <span className="meta">{t('learned.rollBack.learned', { count: entries })}</span>
              </label>
            ))}
          </fieldset>
        )}
        {preview && time !== null && (days?.length ?? 0) > 0 && (
          <p className="note note-warn" role="status">
            <Icon name="undo" />
            <span>{t('learned.rollBack.preview', { entries: preview.entries, rules: preview.rules, day: dayText(time, locale) })}</span>
          </p>
        )}
      </div>
      <div className="detail-actions">
        {preview !== null && preview.entries > 0 && (
          <Button look="solid" onClick={() => void doIt()}>
            {t('learned.rollBack.do', { count: preview.entries })}
          </Button>
        )}
        <Button onClick={onClose}>{t('actions.cancel')}</Button>
      </div>
    </>
  );
}

/** The beginning of a day as 2026-11-24, by the clock of this machine. */
function startOf(day: string): number {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  return new Date(year, month - 1, date).getTime();
}
