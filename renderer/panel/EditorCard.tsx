import { useEffect, useId, useRef, type KeyboardEvent } from 'react';
import { send } from '../shared/bridge';
import { Button } from '../shared/Button';
import { Icon } from '../shared/Icon';
import { useLocale, useText } from '../shared/i18n';
import { GrowingTextarea } from '../shared/GrowingTextarea';
import { langOf } from '../shared/language';
import { blanksIn, nextBlank } from './blanks';
import { usePanel } from './model';
import { composing } from '../shared/keyboard';

/** Longest reply that main takes, in UTF-16 code units. */
const MAX_REPLY = 10_000;
const INSERT_KEYS = 'CommandOrControl+Enter';

/** Takes a card's place while its reply is edited, or the list's while one is written. `number` 0: without a card. */
export function EditorCard({ number }: { number: number }) {
  const t = useText();
  const locale = useLocale();
  const { state, editor, stale, waiting, insertEdited } = usePanel();
  const { editing, text } = editor;
  const box = useRef<HTMLTextAreaElement>(null);
  const description = useId();

  useEffect(() => {
    const opened = box.current;
    opened?.focus();
    const blank = opened && nextBlank(opened.value, 0);
    opened?.setSelectionRange(blank?.start ?? opened.value.length, blank?.end ?? opened.value.length);
    opened?.closest('li')?.scrollIntoView({ block: 'nearest' });
  }, []);

  if (!editing) return null;
  const { suggestion, message } = editing;
  const orphan = message.id !== state.message?.id;
  const tooLong = text.length > MAX_REPLY;
  const blanks = blanksIn(text).length;
  const goToBlank = (back: boolean) => {
    const { current } = box;
    const blank = current && nextBlank(text, back ? current.selectionStart : current.selectionEnd, back);
    if (!blank) return;
    current.focus();
    current.setSelectionRange(blank.start, blank.end);
  };
  const wantKeyboard = () => void send('panel:focus', { wanted: true, editing: true });
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (composing(event.nativeEvent)) return;
    if (event.key === 'Escape') editor.cancel();
    else if (event.key === 'Tab' && blanks > 0) goToBlank(event.shiftKey);
    else if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && !orphan && !tooLong) {
      if (blanks > 0) goToBlank(false);
      else insertEdited();
    }
    else return;
    event.preventDefault();
  };
  return (
    <li className="card card-editing">
      <GrowingTextarea
        box={box}
        name={t(suggestion ? 'editor.label' : 'editor.labelWrite')}
        describedBy={description}
        className="editor-box"
        lang={langOf(text, locale)}
        value={text}
        onChange={editor.change}
        onKeyDown={onKeyDown}
        onPointerDown={wantKeyboard}
      />
      <div className="row meta-2">
        <Icon name="learned" small />
        <span className="grow" id={description} role={tooLong ? 'alert' : undefined}>
          {number > 0 && <span className="only-heard">{t('cards.number', { number })} </span>}
          {tooLong ? t('editor.tooLong', { limit: MAX_REPLY }) : orphan ? t('editor.orphan') : t(suggestion ? 'editor.hint' : 'editor.hintWrite')}
        </span>
        {suggestion && text !== suggestion.reply && (
          <Button tiny onClick={editor.reset}>
            {t('actions.reset')}
          </Button>
        )}
      </div>
      <div className="actions row wrap">
        {blanks > 0 ? (
          <Button look="solid" keys="Tab" onClick={() => goToBlank(false)}>
            {t('editor.fill', { count: blanks })}
          </Button>
        ) : (
          <Button look={stale ? 'outlined' : 'solid'} keys={INSERT_KEYS} waiting={waiting} disabled={orphan || tooLong || text.trim() === ''} onClick={insertEdited}>
            {t(stale ? 'actions.insertAnyway' : 'actions.insert')}
          </Button>
        )}
        <Button onClick={editor.cancel}>{t('actions.cancel')}</Button>
      </div>
    </li>
  );
}
