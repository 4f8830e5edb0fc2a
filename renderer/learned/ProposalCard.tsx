import { useEffect, useId, useRef, useState, type KeyboardEvent } from 'react';
import type { ProposalView } from '../../main/channels';
import { Button } from '../shared/Button';
import { GrowingTextarea } from '../shared/GrowingTextarea';
import { Icon } from '../shared/Icon';
import { useLocale, useText } from '../shared/i18n';
import { composing } from '../shared/keyboard';
import { langOf } from '../shared/language';
import { shorten } from './entryText';
import { ReplyWithPlaceholders } from './ReplyWithPlaceholders';

const WORDINGS = 3;

interface Props {
  proposal: ProposalView;
  index: number;
  of: number;
  top: number;
  /** Tells the list how high the card is. */
  measure(element: HTMLElement | null): void;
  ticked: boolean;
  /** The reply as the agent changed it. */
  edited: string | undefined;
  onToggle(): void;
  onEdit(reply: string): void;
  onAccept(): void;
}

/** One proposed rule: the reply, how often and in how many wordings it was asked for, what it saves, and its evidence. */
export function ProposalCard({ proposal, index, of, top, measure, ticked, edited, onToggle, onEdit, onAccept }: Props) {
  const t = useText();
  const locale = useLocale();
  const heading = useId();
  const box = useRef<HTMLTextAreaElement>(null);
  const [open, setOpen] = useState(false);
  const [editing, setEditing] = useState(false);
  const { kind, replies, wordings, wordingCount, times, saved, examples, alike } = proposal;
  const reply = edited ?? replies[0] ?? '';
  const number = new Intl.NumberFormat(locale).format(saved);
  useEffect(() => {
    if (editing) box.current?.focus();
  }, [editing]);
  const onKeyDown = (event: KeyboardEvent) => {
    if (composing(event.nativeEvent) || (event.key !== 'Escape' && !(event.key === 'Enter' && event.ctrlKey))) return;
    event.preventDefault();
    event.stopPropagation();
    setEditing(false);
  };
  return (
    <li className="proposal" ref={measure} data-index={index} aria-setsize={of} aria-posinset={index + 1} style={{ transform: `translateY(${top}px)` }}>
      <input type="checkbox" className="tick" checked={ticked} aria-labelledby={heading} onChange={onToggle} />
      <div className="proposal-body">
        <div className="row wrap">
          <span className="chip">
            <Icon name="learned" small />
            {t(`learned.history.kind.${kind}`)}
          </span>
          <span className="grow meta-2">{t('learned.history.asked', { count: times, wordings: wordingCount })}</span>
          <span className="meta no-wrap">{t('learned.history.saved', { count: saved, number })}</span>
        </div>
        {editing ? (
          <GrowingTextarea box={box} className="edit-box" name={t('learned.edit.reply', { number: 1 })} lang={langOf(reply, locale)} value={reply} onChange={onEdit} onKeyDown={onKeyDown} />
        ) : (
          <p className="words" id={heading} lang={langOf(reply, locale)}>
            <ReplyWithPlaceholders text={reply} />
          </p>
        )}
        <p className="meta-2">
          {wordings.slice(0, WORDINGS).map((text) => (
            <span key={text}>{t('why.quote', { text: shorten(text, 24) })} </span>
          ))}
          {wordingCount > WORDINGS && t('learned.history.wordings', { count: wordingCount })}
        </p>
        {alike !== undefined && (
          <p className="meta-2 warn">
            <Icon name="warn" small /> {t('learned.history.alike', { name: alike })}
          </p>
        )}
        {open && <MoreOf replies={replies.slice(1)} examples={examples} />}
        <div className="row proposal-actions">
          <Button tiny describedBy={heading} onClick={() => setOpen(!open)}>
            {t(open ? 'actions.fold' : 'learned.history.evidence')}
          </Button>
          <Button tiny describedBy={heading} onClick={() => setEditing(!editing)}>
            {t(editing ? 'learned.history.edited' : 'actions.edit')}
          </Button>
          <Button tiny describedBy={heading} onClick={onAccept}>
            {t('learned.history.addOne')}
          </Button>
        </div>
      </div>
    </li>
  );
}

function MoreOf({ replies, examples }: { replies: string[]; examples: ProposalView['examples'] }) {
  const t = useText();
  const locale = useLocale();
  return (
    <>
      {replies.length > 0 && (
        <>
          <p className="meta">{t('learned.history.variants')}</p>
          <ul className="texts-lines">
            {replies.map((text) => (
              <li key={text} lang={langOf(text, locale)}>
                <ReplyWithPlaceholders text={text} />
              </li>
            ))}
          </ul>
        </>
      )}
      <p className="meta">{t('learned.history.examples')}</p>
      <ul className="examples">
        {examples.map(({ message, reply }, index) => (
          // oxlint-disable-next-line react/no-array-index-key -- the same pair can stand there twice
          <li key={`${index} ${message}`}>
            <p className="words-small" lang={langOf(message, locale)}>{message}</p>
            <p className="meta-2" lang={langOf(reply, locale)}>{reply}</p>
          </li>
        ))}
      </ul>
    </>
  );
}
