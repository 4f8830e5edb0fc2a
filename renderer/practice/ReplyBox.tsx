import type { KeyboardEvent } from 'react';
import { Button } from '../shared/Button';
import { useLocale, useText } from '../shared/i18n';
import { composing } from '../shared/keyboard';
import { langOf } from '../shared/language';
import type { Practice } from './usePractice';

/** The chat program's input: Enter sends, Shift+Enter makes a line. */
export function ReplyBox({ practice: { box, text, setText, send } }: { practice: Practice }) {
  const t = useText();
  const locale = useLocale();
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.shiftKey || composing(event.nativeEvent)) return;
    event.preventDefault();
    send();
  };
  return (
    <footer className="reply-box">
      <textarea
        ref={box}
        aria-label={t('practice.box')}
        placeholder={t('practice.box')}
        spellCheck={false}
        lang={text ? langOf(text, locale) : undefined}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={onKeyDown}
      />
      <div className="reply-actions">
        <Button look="chat" keys="Enter" disabled={text.trim() === ''} onClick={send}>
          {t('practice.send')}
        </Button>
      </div>
    </footer>
  );
}
