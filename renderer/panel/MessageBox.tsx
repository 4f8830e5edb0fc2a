import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import { send } from '../shared/bridge';
import { Button } from '../shared/Button';
import { GrowingTextarea } from '../shared/GrowingTextarea';
import { useLocale, useText } from '../shared/i18n';
import { langOf } from '../shared/language';
import { usePanel } from './model';
import { composing } from '../shared/keyboard';
import { focusCard } from './useSelection';

/** Longest message that main takes, in UTF-16 code units. */
const MAX_MESSAGE = 20_000;

/** One box for a message that is pasted or typed. Enter enters it, Shift+Enter makes a line. */
export function MessageBox() {
  const t = useText();
  const locale = useLocale();
  const { editor } = usePanel();
  const [text, setText] = useState('');
  const box = useRef<HTMLTextAreaElement>(null);
  const byPointer = usePointerPressed();
  const number = (value: number) => new Intl.NumberFormat(locale).format(value);
  const tooLong = text.length > MAX_MESSAGE;

  const keyboard = (wanted: boolean) => void send('panel:focus', { wanted, editing: editor.editing !== null });
  const enter = async () => {
    if (text.trim() === '' || tooLong) return;
    const kept = document.activeElement === box.current && document.hasFocus();
    if (!(await send('message:enter', { text }))) return;
    setText('');
    // who is at the keyboard goes on to the replies with it
    if (kept) requestAnimationFrame(() => focusCard(0));
  };
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (composing(event.nativeEvent)) return;
    if (event.key === 'Enter' && !event.shiftKey) void enter();
    else if (event.key === 'Escape') {
      box.current?.blur();
      keyboard(false);
    } else return;
    event.preventDefault();
  };
  const onBlur = () => {
    // a press elsewhere in the panel: the chat window has the keyboard again. When the whole window lost it, it is elsewhere already.
    if (byPointer.current && document.hasFocus()) keyboard(false);
  };
  return (
    <>
      <div className="box-row">
        <GrowingTextarea
          box={box}
          name={t('footer.box')}
          placeholder={t('footer.box')}
          className="message-box"
          lang={text ? langOf(text, locale) : undefined}
          value={text}
          onChange={setText}
          onKeyDown={onKeyDown}
          onPointerDown={() => keyboard(true)}
          onFocus={() => keyboard(true)}
          onBlur={onBlur}
        />
        {text.trim() !== '' && (
          <span className="box-enter">
            <Button tiny keys="Enter" disabled={tooLong} onClick={() => void enter()}>
              {t('footer.enter')}
            </Button>
          </span>
        )}
      </div>
      {tooLong && (
        <p className="meta-2 box-note" role="alert">
          {t('footer.tooLong', { characters: number(text.length), limit: number(MAX_MESSAGE) })}
        </p>
      )}
    </>
  );
}

/** True from a press of the pointer until the next key: tells which of the two moved the focus. */
function usePointerPressed() {
  const pressed = useRef(false);
  useEffect(() => {
    const pointer = () => (pressed.current = true);
    const key = () => (pressed.current = false);
    document.addEventListener('pointerdown', pointer, true);
    document.addEventListener('keydown', key, true);
    return () => {
      document.removeEventListener('pointerdown', pointer, true);
      document.removeEventListener('keydown', key, true);
    };
  }, []);
  return pressed;
}
