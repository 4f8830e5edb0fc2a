import type { SuggestionView } from '../../main/channels';
import { Button } from '../shared/Button';
import { useText } from '../shared/i18n';
import { usePanel } from './model';

interface Props {
  suggestion: SuggestionView;
  first: boolean;
  describedBy: string;
}

/** 插入, 编辑, 忽略. Only the first card's button is solid, and only while it is what to do next. What has blanks cannot be inserted before they are filled. */
export function CardActions({ suggestion, first, describedBy }: Props) {
  const t = useText();
  const { state, editor, stale, waiting, insert, dismiss } = usePanel();
  const solid = first && !state.ambiguous && !editor.editing && !state.answered;
  const shared = { describedBy, waiting };
  const { blanks } = suggestion;
  return (
    <div className="actions row wrap">
      {stale ? (
        <Button {...shared} look="outlined" onClick={() => insert(suggestion)}>
          {blanks > 0 ? t('editor.fill', { count: blanks }) : t('actions.insertAnyway')}
        </Button>
      ) : (
        <Button {...shared} look={solid ? 'solid' : 'soft'} wide keys={suggestion.key} onClick={() => insert(suggestion)}>
          {blanks > 0 ? t('editor.fill', { count: blanks }) : t('actions.insert')}
        </Button>
      )}
      <Button {...shared} hiddenKeys={suggestion.editKey} onClick={() => editor.open(suggestion)}>
        {t('actions.edit')}
      </Button>
      <Button {...shared} onClick={() => dismiss(suggestion)}>
        {t('actions.ignore')}
      </Button>
      {stale && <span className="meta no-wrap far-end">{t('cards.keysOff')}</span>}
      {!stale && editor.hasDraft(suggestion) && <span className="meta far-end">{t('cards.draft')}</span>}
      {state.insertAndSend && !stale && blanks === 0 && (
        <span className="far-end">
          <Button {...shared} look="outlined" onClick={() => insert(suggestion, true)}>
            {t('actions.insertAndSend')}
          </Button>
        </span>
      )}
    </div>
  );
}
