import { useId, useState } from 'react';
import type { DraftView } from '../../main/channels';
import { send } from '../shared/bridge';
import { Button } from '../shared/Button';
import { Icon } from '../shared/Icon';
import { useLocale, useText } from '../shared/i18n';
import { langOf } from '../shared/language';
import { SentView } from '../shared/SentView';
import { EditorCard } from './EditorCard';
import { usePanel } from './model';
import { ModelActions } from './ModelActions';
import { ModelFailure } from './ModelFailure';
import { ModelMasked } from './ModelMasked';
import { ModelStatus } from './ModelStatus';
import { ModelWarnings } from './ModelWarnings';
import { DRAFT_RULE } from './offered';
import { ReplyText } from './ReplyText';
import { cardId } from './useSelection';

/** The model's card, always the last: nothing that stands above it waits for it or moves for it. */
export function ModelCard({ draft }: { draft: DraftView }) {
  const t = useText();
  const locale = useLocale();
  const { state, editor, selection, stale } = usePanel();
  const number = useId();
  const [seen, setSeen] = useState(false);
  const index = state.suggestions.length;
  if (draft.state === 'not-asked') return <NotAsked />;
  if (editor.editing?.suggestion?.explanation.ruleId === DRAFT_RULE && editor.editing.message.id === state.message?.id) return <EditorCard number={index + 1} />;
  const selected = selection.index === index && draft.ready && !stale && !editor.editing;
  const done = draft.ready && draft.state === 'done';
  return (
    <li className={['card', selected && 'card-selected', stale && 'dim'].filter(Boolean).join(' ')} id={cardId(index)} data-card={index} data-draft={draft.state} tabIndex={-1}>
      <span className="only-heard" id={number}>
        {t('model.card')}
      </span>
      {/* Said once, when it is written, not word by word. */}
      <p className="only-heard" role="status">
        {done && `${t(draft.warnings.length > 0 ? 'model.writtenToCheck' : 'model.written')} ${draft.reply}`}
      </p>
      {draft.reply !== '' && (
        <p className="reply" lang={langOf(draft.reply, locale)} data-part="reply">
          <ReplyText reply={draft.reply} differences={[]} />
        </p>
      )}
      <ModelWarnings warnings={draft.warnings} />
      {draft.problem && <ModelFailure draft={draft} problem={draft.problem} />}
      <ModelStatus draft={draft} />
      <ModelActions draft={draft} describedBy={number} />
      {draft.state !== 'no-key' && <ModelMasked draft={draft} seen={seen} onSee={() => setSeen(!seen)} describedBy={number} />}
      {seen && <SentView key={`sent ${draft.id}`} />}
    </li>
  );
}

/** A rule is answer enough: one line, and the way to ask all the same. */
function NotAsked() {
  const t = useText();
  const { state, stale } = usePanel();
  return (
    <li className="row meta-2" data-draft="not-asked">
      <Icon name="model" small />
      <span className="grow">{t('model.notAsked')}</span>
      {!stale && (
        <Button tiny keys={state.keys.ask} onClick={() => void send('model:ask')}>
          {t('model.askAnyway')}
        </Button>
      )}
    </li>
  );
}
