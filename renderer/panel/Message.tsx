import { useLayoutEffect, useRef, useState } from 'react';
import type { MessageView } from '../../main/channels';
import { useLocale, useText } from '../shared/i18n';
import { langOf } from '../shared/language';
import { timeAgo } from '../shared/time';
import { Conversation } from './Conversation';
import { Marked } from './Marked';
import { excerptStart, segments } from './marks';
import { useNow } from './useNow';
import { useOverflow } from './useOverflow';
import { usePanel } from './model';

/** What the customer wrote, with what the first suggestion went by underlined. */
export function Message({ message }: { message: MessageView }) {
  const t = useText();
  const locale = useLocale();
  const now = useNow();
  const { stale } = usePanel();
  const text = useRef<HTMLParagraphElement>(null);
  const [unfolded, setUnfolded] = useState(false);
  const [start, setStart] = useState(0);
  const over = useOverflow(text, !unfolded);

  // folded, the first highlight has to be in view: if it is not, the text begins shortly before it
  useLayoutEffect(() => {
    const folded = text.current;
    const mark = folded?.querySelector('mark');
    if (!folded || !mark || unfolded || start > 0) return;
    if (mark.getBoundingClientRect().bottom > folded.getBoundingClientRect().bottom) setStart(excerptStart(message.text, message.marks));
  }, [message, unfolded, start]);

  const from = unfolded ? 0 : start;
  return (
    <section className={`message${stale ? ' dim' : ''}`} aria-label={t('message.region')} data-region>
      {message.beforeCount > 0 && <Conversation message={message} />}
      <div className="row meta message-who">
        <span className="grow">{t('message.who')}</span>
        <span className="no-wrap">
          {t(`message.source.${message.source}`)} · {timeAgo(message.at, now, t, locale)}
        </span>
      </div>
      <p ref={text} className={`message-text ${unfolded ? 'unfolded' : 'folded'}`} lang={langOf(message.text, locale)} tabIndex={unfolded ? 0 : undefined}>
        {from > 0 && '…'}
        <Marked segments={segments(message.text, message.marks, from)} />
      </p>
      {(over || unfolded || start > 0) && (
        <button type="button" className="link" aria-expanded={unfolded} onClick={() => setUnfolded(!unfolded)}>
          {t(unfolded ? 'actions.fold' : 'actions.unfold')}
        </button>
      )}
    </section>
  );
}
