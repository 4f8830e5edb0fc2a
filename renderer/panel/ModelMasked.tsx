import type { DraftView } from '../../main/channels';
import { Icon } from '../shared/Icon';
import { useText, type Translate } from '../shared/i18n';

interface Props {
  draft: DraftView;
  /** What was sent is shown below. */
  seen: boolean;
  onSee: () => void;
  describedBy: string;
}

/** What was masked before it was sent, and the way to see what that was. */
export function ModelMasked({ draft, seen, onSee, describedBy }: Props) {
  const t = useText();
  return (
    <div className="row meta model-masked">
      <Icon name="shield" small />
      <span className={draft.masked === 'off' && !draft.local ? 'grow warn' : 'grow'}>{maskedText(draft, t)}</span>
      <button type="button" className="link" aria-expanded={seen} aria-describedby={describedBy} onClick={onSee}>
        {t(seen ? 'model.hide' : 'model.see')}
      </button>
    </div>
  );
}

function maskedText({ masked, local }: DraftView, t: Translate): string {
  if (masked === 'off') return t(local ? 'model.maskedLocal' : 'model.maskedOff');
  const kinds = Object.keys(masked) as (keyof typeof masked)[];
  if (kinds.length === 0) return t('model.maskedNothing');
  const what = kinds.map((kind) => t('model.count', { kind: t(`model.kind.${kind}`), count: masked[kind] ?? 0 })).join(t('model.and'));
  return t('model.masked', { what });
}
