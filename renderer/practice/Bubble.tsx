import { useRef, useState } from 'react';
import type { Turn } from '../../rules/types';
import { Button } from '../shared/Button';
import { useLocale, useText } from '../shared/i18n';
import { langOf } from '../shared/language';

interface Props {
  turn: Turn;
  /** The customer's newest words, which want an answer. */
  current: boolean;
  onCopied: () => void;
}

/** One turn of the chat. The customer's words can be selected; a button copies them for who does not know how. */
export function Bubble({ turn, current, onCopied }: Props) {
  const t = useText();
  const locale = useLocale();
  const words = useRef<HTMLParagraphElement>(null);
  const [copied, setCopied] = useState(false);
  const copy = () => {
    if (!words.current) return;
    // navigator.clipboard would ask for a permission, and all of them are denied
    getSelection()?.selectAllChildren(words.current);
    setCopied(document.execCommand('copy'));
    onCopied();
  };
  const customer = turn.role === 'customer';
  return (
    <li className={`said said-${turn.role}`}>
      <span className="only-heard">{t(customer ? 'practice.customer' : 'practice.me')}</span>
      <p ref={words} className={`bubble${current ? ' bubble-current' : ''}`} data-role={turn.role} lang={langOf(turn.text, locale)}>
        {turn.text}
      </p>
      {current && (
        <Button tiny icon={copied ? 'check' : 'copy'} onClick={copy}>
          {t(copied ? 'practice.copied' : 'practice.copy')}
        </Button>
      )}
    </li>
  );
}
