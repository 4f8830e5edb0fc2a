import { useState } from 'react';
import type { MessageView } from '../../main/channels';
import { Icon } from '../shared/Icon';
import { useLocale, useText } from '../shared/i18n';
import { langOf } from '../shared/language';

/** One line on what was said before; opens to the last turns. */
export function Conversation({ message }: { message: MessageView }) {
  const t = useText();
  const locale = useLocale();
  const [open, setOpen] = useState(false);
  const turns = message.before.map((turn, index) => ({ ...turn, number: message.beforeCount - message.before.length + index }));
  const last = message.before.at(-1);
  const speaker = (role: 'customer' | 'agent') => t(role === 'agent' ? 'message.agent' : 'message.customer');
  return (
    <>
      <button type="button" className="conversation-line row" aria-expanded={open} onClick={() => setOpen(!open)}>
        <Icon name={open ? 'down' : 'right'} small />
        <span className="one-line">
          {t('message.before', { count: message.beforeCount })}
          {last && !open && ` · ${speaker(last.role)}${last.text}`}
        </span>
      </button>
      {open && (
        <ol className="conversation" aria-label={t('message.conversation')} tabIndex={0}>
          {turns.map((turn) => (
            <li key={turn.number} className={`turn turn-${turn.role}`}>
              <span className="turn-who">{speaker(turn.role)}</span>
              <span lang={langOf(turn.text, locale)}>{turn.text}</span>
            </li>
          ))}
        </ol>
      )}
    </>
  );
}
