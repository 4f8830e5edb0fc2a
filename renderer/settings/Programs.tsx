import { Button } from '../shared/Button';
import { useText } from '../shared/i18n';
import type { ControlProps } from './rows';
import { useSettings } from './useSettings';

/** The programs that the agent was asked about, with the answers, which can be changed or taken back. */
export function Programs({ labelledBy }: ControlProps) {
  const t = useText();
  const { state, set } = useSettings();
  const { programs } = state.settings;
  const names = Object.keys(programs).sort((a, b) => a.localeCompare(b, state.locale));
  if (names.length === 0) return <p className="meta-2">{t('settings.programsNone')}</p>;
  const remove = (program: string) => set('programs', Object.fromEntries(Object.entries(programs).filter(([name]) => name !== program)));
  return (
    <ul className="programs" aria-labelledby={labelledBy}>
      {names.map((program) => (
        <li className="row program" key={program}>
          <span className="grow one-line" title={program}>
            {program}
          </span>
          <div className="choice" role="radiogroup" aria-label={t('settings.decision', { program })}>
            {(['watch', 'ignore'] as const).map((decision) => (
              <label className="choice-option" key={decision}>
                <input
                  type="radio"
                  name={`program ${program}`}
                  checked={programs[program] === decision}
                  onChange={() => set('programs', { ...programs, [program]: decision })}
                />
                <span>{t(`settings.${decision}`)}</span>
              </label>
            ))}
          </div>
          <Button tiny name={t('settings.removeNamed', { program })} onClick={() => remove(program)}>
            {t('settings.remove')}
          </Button>
        </li>
      ))}
    </ul>
  );
}
