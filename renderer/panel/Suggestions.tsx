import type { SuggestionView } from '../../main/channels';
import type { Span } from '../../rules/types';
import { Icon } from '../shared/Icon';
import { useLocale, useText } from '../shared/i18n';
import { Card } from './Card';
import { differences } from './difference';
import { EditorCard } from './EditorCard';
import { ModelCard } from './ModelCard';
import { usePanel } from './model';
import { DRAFT_RULE } from './offered';

/** The replies, best first, at most three; the one being edited gives its place to the editor. */
export function Suggestions() {
  const t = useText();
  const locale = useLocale();
  const { state, editor, stale } = usePanel();
  const { suggestions, ambiguous, message, draft } = state;
  const { editing } = editor;
  const [first, second] = suggestions;
  const apart = ambiguous && first && second ? differences(first.reply, second.reply, locale) : null;
  const marks = (index: number): Span[] => (index === 0 ? apart?.a : index === 1 ? apart?.b : undefined) ?? [];
  const isEdited = (suggestion: SuggestionView) =>
    editing?.suggestion?.explanation.ruleId === suggestion.explanation.ruleId && editing.message.id === message?.id;
  // main has taken away what is being edited: the editor stays, on top
  const onDraft = draft !== null && editing?.suggestion?.explanation.ruleId === DRAFT_RULE && editing.message.id === message?.id;
  const homeless = editing !== null && !onDraft && !suggestions.some(isEdited);
  return (
    <>
      <p className="only-heard" role="status">
        {t('cards.heard', { count: suggestions.length })}
      </p>
      {ambiguous && suggestions.length > 1 && !stale && (
        <p className="note">
          <Icon name="info" />
          <span>{t(apart ? 'cards.ambiguous' : 'cards.ambiguousApart')}</span>
        </p>
      )}
      <ul className="cards" aria-label={t('cards.list')} data-region>
        {homeless && <EditorCard number={0} />}
        {suggestions.map((suggestion, index) =>
          isEdited(suggestion) ? (
            <EditorCard key={suggestion.id} number={index + 1} />
          ) : (
            <Card key={suggestion.id} suggestion={suggestion} index={index} differences={marks(index)} />
          ),
        )}
        {draft && <ModelCard key={`model ${message?.id}`} draft={draft} />}
      </ul>
    </>
  );
}
