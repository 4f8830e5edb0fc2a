import type { DraftView } from '../../main/channels';
import { Icon } from '../shared/Icon';
import { useText, type Translate } from '../shared/i18n';

/** Where the card comes from and how far it is; says so when a message is on its way to somebody else's machine. */
export function ModelStatus({ draft }: { draft: DraftView }) {
  const t = useText();
  if (draft.problem) return null;
  const { state, examples } = draft;
  const from = state === 'sending' || state === 'thinking' ? '' : examples > 0 ? t('model.from', { count: examples }) : t('model.fromChat');
  return (
    <div className="why row">
      <span className="chip">
        <Icon name="model" small />
        {t('model.chip')}
      </span>
      <span className="meta-2 one-line grow" role={state === 'sending' ? 'status' : undefined} data-part="model-status">
        {[statusText(draft, t), from, draft.fallback ? t('model.fallback') : ''].filter(Boolean).join(' · ')}
      </span>
    </div>
  );
}

function statusText({ state, local, profile, host, cut }: DraftView, t: Translate): string {
  switch (state) {
    case 'sending':
      return local ? t('model.sendingLocal', { profile }) : t('model.sending', { profile, host });
    case 'thinking':
      return t('model.thinking', { profile });
    case 'writing':
      return t('model.writing');
    case 'stopped':
      return t('model.stopped');
    default:
      return cut ? t('model.cut') : t('model.done', { profile });
  }
}
