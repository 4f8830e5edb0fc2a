import { useId } from 'react';
import type { SuggestionView } from '../../main/channels';
import { Icon } from '../shared/Icon';
import { useLocale, useText } from '../shared/i18n';
import { usePanel } from './model';
import { whyText } from './whyText';

/** Where a reply comes from, how sure it is, and why: one line, the whole on hover or `W`. */
export function WhyLine({ suggestion, describedBy }: { suggestion: SuggestionView; describedBy: string }) {
  const t = useText();
  const locale = useLocale();
  const { state, whyOpen, toggleWhy } = usePanel();
  const full = useId();
  const open = whyOpen === suggestion.id;
  const why = whyText(suggestion.explanation, state.message?.text ?? '', t, locale);
  const learned = suggestion.source === 'learned' || suggestion.source === 'mined';
  return (
    <>
      <div className="why row">
        <span className="chip">
          <Icon name={learned ? 'learned' : 'rule'} small />
          {t(learned ? 'cards.learned' : 'cards.rule')}
        </span>
        <span className={`confidence confidence-${suggestion.level}`}>
          <span className="bars" aria-hidden="true">
            <span className="bar" />
            <span className="bar" />
            <span className="bar" />
          </span>
          {t(`cards.${suggestion.level}`)}
        </span>
        <span className="one-line grow why-text" title={why.full.join('\n')} data-part="why">
          {why.short}
        </span>
        <button
          type="button"
          className="button button-icon button-tiny why-more"
          aria-label={t('cards.why')}
          aria-expanded={open}
          aria-controls={full}
          aria-describedby={describedBy}
          aria-keyshortcuts="W"
          title={t('cards.whyKey')}
          onClick={() => toggleWhy(suggestion.id)}
        >
          <Icon name="down" small />
        </button>
      </div>
      <ul className="why-full meta-2" id={full} hidden={!open}>
        {why.full.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </>
  );
}
