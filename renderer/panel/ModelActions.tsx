import { useState } from 'react';
import type { DraftView } from '../../main/channels';
import { send } from '../shared/bridge';
import { Button } from '../shared/Button';
import { useText } from '../shared/i18n';
import { usePanel } from './model';
import { draftSuggestion } from './offered';

/** While it is written: stop. Written: insert, edit, ignore; what is to be looked at takes a second press. Failed: again, or not this time. */
export function ModelActions({ draft, describedBy }: { draft: DraftView; describedBy: string }) {
  const t = useText();
  const { state, editor, stale, waiting, insert, dismiss } = usePanel();
  // of which draft the warnings were looked at: a new one is looked at anew
  const [lookedAt, setLookedAt] = useState('');
  const looked = lookedAt === draft.id;
  const suggestion = draftSuggestion(state);
  const shared = { describedBy, waiting };
  const skip = () => void send('suggestion:dismiss', { id: draft.id });
  if (draft.problem) {
    return (
      <div className="actions row wrap">
        {draft.state === 'no-key' ? (
          <Button {...shared} look="outlined" onClick={() => void send('settings:open')}>
            {t('model.goSettings')}
          </Button>
        ) : (
          <Button {...shared} look="outlined" onClick={() => void send('model:ask')}>
            {t('model.tryAgain')}
          </Button>
        )}
        {suggestion && (
          <Button {...shared} onClick={() => editor.open(suggestion)}>
            {t('actions.edit')}
          </Button>
        )}
        <Button {...shared} onClick={skip}>
          {t('model.skip')}
        </Button>
      </div>
    );
  }
  if (!suggestion || !draft.ready) {
    return (
      <div className="actions row wrap">
        <Button {...shared} look="soft" wide disabled onClick={() => undefined}>
          {t('model.notYet')}
        </Button>
        {draft.state === 'stopped' ? (
          <Button {...shared} onClick={() => void send('model:ask')}>
            {t('model.tryAgain')}
          </Button>
        ) : (
          <Button {...shared} icon="stop" onClick={() => void send('model:stop')}>
            {t('model.stop')}
          </Button>
        )}
        <Button {...shared} onClick={skip}>
          {t('actions.ignore')}
        </Button>
      </div>
    );
  }
  const anyway = stale || looked;
  const toLook = draft.warnings.length > 0 && !looked;
  const solid = state.suggestions.length === 0 && !editor.editing && draft.warnings.length === 0;
  return (
    <div className="actions row wrap">
      <Button {...shared} look={anyway ? 'outlined' : solid ? 'solid' : 'soft'} wide keys={anyway ? '' : draft.key} onClick={() => (toLook ? setLookedAt(draft.id) : insert(suggestion))}>
        {t(anyway ? 'actions.insertAnyway' : 'actions.insert')}
      </Button>
      <Button {...shared} hiddenKeys={draft.editKey} onClick={() => editor.open(suggestion)}>
        {t('actions.edit')}
      </Button>
      <Button {...shared} onClick={() => dismiss(suggestion)}>
        {t('actions.ignore')}
      </Button>
      <span className="far-end">
        <Button {...shared} tiny onClick={() => void send('model:ask')}>
          {t('model.tryAgain')}
        </Button>
      </span>
    </div>
  );
}
