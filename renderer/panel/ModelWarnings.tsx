import type { DraftView } from '../../main/channels';
import { Icon } from '../shared/Icon';
import { useText } from '../shared/i18n';

/** What the draft says that the shop does not: one line each, with the words that it is about. */
export function ModelWarnings({ warnings }: Pick<DraftView, 'warnings'>) {
  const t = useText();
  if (warnings.length === 0) return null;
  return (
    <ul className="note note-warn model-warnings" data-part="warnings">
      {warnings.map(({ kind, text }) => (
        <li className="row" key={`${kind} ${text}`}>
          <Icon name="warn" small />
          <span className="grow">{t(`model.check.${kind}`, { text })}</span>
        </li>
      ))}
    </ul>
  );
}
