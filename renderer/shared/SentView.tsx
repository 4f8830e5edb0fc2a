import { useEffect, useState } from 'react';
import type { PreviewView } from '../../main/channels';
import { ask } from './bridge';
import { useText } from './i18n';

/** Exactly what goes to the model, masked, word for word. Asked for once: a `key` of its own makes it ask anew. */
export function SentView() {
  const t = useText();
  const [preview, setPreview] = useState<PreviewView | null | undefined>(undefined);
  useEffect(() => {
    let wanted = true;
    void ask('model:preview').then((result) => {
      if (wanted) setPreview(result?.answer ?? null);
    });
    return () => {
      wanted = false;
    };
  }, []);
  if (preview === undefined) return null;
  if (preview === null) return <p className="meta-2">{t('model.sentNone')}</p>;
  const { url, model, tokens, messages, masking, masks, sample } = preview;
  const parts = messages.map(({ role, content }, index) => ({ id: `${index}`, content, name: index === messages.length - 1 ? ('ask' as const) : role }));
  return (
    <div className="sent" role="region" aria-label={t('model.sent')} tabIndex={0}>
      <p className="meta">{t('model.sentTo', { url, model, tokens })}</p>
      {sample && <p className="meta">{t('model.sentSample')}</p>}
      {!masking && <p className="meta warn">{t('model.maskedOff')}</p>}
      {masks.length > 0 && (
        <p className="meta">{masks.map(({ mask, kind }) => `${mask} ${t(`model.kind.${kind}`)}`).join(t('model.and'))}</p>
      )}
      <dl>
        {parts.map(({ id, content, name }) => (
          <div key={id}>
            <dt className="meta strong">{t(`model.role.${name}`)}</dt>
            <dd className="sent-text">{content}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
