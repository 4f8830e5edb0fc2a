import { useId, useRef, useState } from 'react';
import type { SuggestionView } from '../../main/channels';
import type { Span } from '../../rules/types';
import { useLocale, useText } from '../shared/i18n';
import { langOf } from '../shared/language';
import { CardActions } from './CardActions';
import { usePanel } from './model';
import { ReplyText } from './ReplyText';
import { useOverflow } from './useOverflow';
import { cardId } from './useSelection';
import { WhyLine } from './WhyLine';

interface Props {
  suggestion: SuggestionView;
  index: number;
  /** Where this reply differs from the one that fits as well. */
  differences: Span[];
}

/** One reply: the text first, then where it comes from and why, then what can be done with it. */
export function Card({ suggestion, index, differences }: Props) {
  const t = useText();
  const locale = useLocale();
  const { state, selection, editor, stale } = usePanel();
  const number = useId();
  const reply = useRef<HTMLParagraphElement>(null);
  const [unfolded, setUnfolded] = useState(false);
  const over = useOverflow(reply, !unfolded);
  const selected = selection.index === index && !stale && !editor.editing && (!state.answered || selection.chosen);
  const first = index === 0;
  const classes = ['card', first && 'card-first', selected && 'card-selected', stale && 'dim'].filter(Boolean).join(' ');
  return (
    <li className={classes} id={cardId(index)} data-card={index} tabIndex={-1}>
      <span className="only-heard" id={number}>
        {t(editor.hasDraft(suggestion) ? 'cards.numberWithDraft' : 'cards.number', { number: index + 1 })}
      </span>
      <p ref={reply} className={`reply${unfolded ? '' : first ? ' clamp-6' : ' clamp-3'}`} lang={langOf(suggestion.reply, locale)} data-part="reply">
        <ReplyText reply={suggestion.reply} differences={differences} />
      </p>
      {(over || unfolded) && (
        <button type="button" className="link" aria-expanded={unfolded} aria-describedby={number} onClick={() => setUnfolded(!unfolded)}>
          {t(unfolded ? 'actions.fold' : 'actions.unfold')}
        </button>
      )}
      <WhyLine suggestion={suggestion} describedBy={number} />
      <CardActions suggestion={suggestion} first={first} describedBy={number} />
    </li>
  );
}
