import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import type { RuleTexts } from '../../main/channels';
import { ask } from '../shared/bridge';
import { Button, IconButton } from '../shared/Button';
import { GrowingTextarea } from '../shared/GrowingTextarea';
import { useLocale, useText } from '../shared/i18n';
import { composing } from '../shared/keyboard';
import { langOf } from '../shared/language';

const SAVE = 'CommandOrControl+S';

interface Props {
  id: string;
  onSave(texts: { replies: string[]; wordings: string[] }): void;
  onCancel(): void;
}

/** The replies and wordings of a rule, to be changed in place. Ctrl+S or Ctrl+Enter saves, Esc leaves them as they were. */
export function RuleEditor({ id, onSave, onCancel }: Props) {
  const t = useText();
  const [rule, setRule] = useState<RuleTexts | null | undefined>(undefined);
  useEffect(() => {
    let here = true;
    void ask('learned:rule', { id }).then((result) => here && setRule(result?.answer ?? null));
    return () => {
      here = false;
    };
  }, [id]);
  if (rule === undefined) return null;
  if (rule === null) {
    return (
      <div className="detail">
        <p className="note note-warn">{t('learned.refused.gone')}</p>
        <Button onClick={onCancel}>{t('actions.cancel')}</Button>
      </div>
    );
  }
  return <Fields rule={rule} onSave={onSave} onCancel={onCancel} />;
}

function Fields({ rule, onSave, onCancel }: { rule: RuleTexts } & Omit<Props, 'id'>) {
  const t = useText();
  const locale = useLocale();
  const [replies, setReplies] = useState(() => rule.replies.map((text, key) => ({ key, text })));
  const [wordings, setWordings] = useState(() => rule.wordings.map((text) => text.replace(/\s*\n\s*/g, ' ')).join('\n'));
  const first = useRef<HTMLTextAreaElement>(null);
  const other = useRef<HTMLTextAreaElement>(null);
  useEffect(() => first.current?.focus(), []);
  const kept = replies.map(({ text }) => text).filter((text) => text.trim() !== '');
  const lines = wordings.split('\n').filter((line) => line.trim() !== '');
  const empty = kept.length === 0 || (lines.length === 0 && rule.others.length === 0);
  const save = () => {
    if (!empty) onSave({ replies: kept, wordings: lines });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (composing(event.nativeEvent) || !(event.ctrlKey || event.metaKey) || (event.key !== 'Enter' && event.key.toLowerCase() !== 's')) return;
    event.preventDefault();
    save();
  };
  const change = (key: number, text: string) => setReplies(replies.map((reply) => (reply.key === key ? { key, text } : reply)));
  return (
    <>
      <div className="detail">
        <h2>{t('learned.edit.title', { name: rule.name })}</h2>
        <section>
          <h3>{t('learned.edit.replies')}</h3>
          <ul className="fields">
            {replies.map(({ key, text }, index) => (
              <li className="row" key={key}>
                <GrowingTextarea
                  box={index === 0 ? first : other}
                  className="edit-box grow"
                  name={t('learned.edit.reply', { number: index + 1 })}
                  lang={langOf(text, locale)}
                  value={text}
                  onChange={(next) => change(key, next)}
                  onKeyDown={onKeyDown}
                />
                {replies.length > 1 && <IconButton icon="close" name={t('learned.edit.removeReply', { number: index + 1 })} onClick={() => setReplies(replies.filter((reply) => reply.key !== key))} />}
              </li>
            ))}
          </ul>
          {replies.some(({ text }) => text.includes('{{')) && <p className="meta">{t('learned.edit.placeholders', { example: '{{…}}' })}</p>}
          <Button tiny onClick={() => setReplies([...replies, { key: Math.max(...replies.map(({ key }) => key)) + 1, text: '' }])}>
            {t('learned.edit.addReply')}
          </Button>
        </section>
        <section>
          <h3 id="wordings">{t('learned.edit.wordings')}</h3>
          <textarea className="edit-wordings" aria-labelledby="wordings" spellCheck={false} lang={langOf(wordings, locale)} value={wordings} rows={Math.min(12, Math.max(3, wordings.split('\n').length + 1))} onChange={(event) => setWordings(event.target.value)} onKeyDown={onKeyDown} />
          {rule.others.length > 0 && <p className="meta">{t('learned.edit.others', { count: rule.others.length })}</p>}
        </section>
      </div>
      <div className="detail-actions">
        <Button look="solid" keys={SAVE} disabled={empty} onClick={save}>
          {t('learned.edit.save')}
        </Button>
        <Button onClick={onCancel}>{t('actions.cancel')}</Button>
        {empty && <span className="meta-2 far-end">{t('learned.refused.empty')}</span>}
      </div>
    </>
  );
}
