import type { LearnedView } from '../../main/channels';
import { useLocale, useText } from '../shared/i18n';
import { langOf } from '../shared/language';
import { changedParts } from './difference';

/** What it was learned from: the customer's message, what the panel offered, and what the agent sent, with what was changed. */
export function Evidence({ entry }: { entry: LearnedView }) {
  const t = useText();
  if (entry.kind !== 'outcome') return null;
  const { message, offered, sent } = entry;
  if (message === undefined && sent === undefined) {
    return (
      <section>
        <h3>{t('learned.evidence.title')}</h3>
        <p className="meta-2">{t('learned.evidence.forgotten')}</p>
      </section>
    );
  }
  return (
    <section>
      <h3>{t('learned.evidence.title')}</h3>
      <ol className="evidence">
        {message !== undefined && (
          <li>
            <p className="meta">{t('learned.evidence.message')}</p>
            <Words text={message} />
          </li>
        )}
        <li>
          <p className="meta">{t('learned.evidence.offered')}</p>
          {offered === undefined ? <p className="meta-2">{t('learned.evidence.nothing')}</p> : <Words text={offered} />}
        </li>
        {sent !== undefined && (
          <li className="evidence-sent">
            <p className="meta">{t('learned.evidence.sent')}</p>
            {offered === undefined || offered === sent ? <Words text={sent} /> : <Changed offered={offered} sent={sent} />}
          </li>
        )}
      </ol>
    </section>
  );
}

function Words({ text }: { text: string }) {
  const locale = useLocale();
  return (
    <p className="words" lang={langOf(text, locale)}>
      {text}
    </p>
  );
}

function Changed({ offered, sent }: { offered: string; sent: string }) {
  const t = useText();
  const locale = useLocale();
  const parts = changedParts(offered, sent);
  if (!parts) {
    return (
      <>
        <Words text={sent} />
        <p className="meta">{t('learned.evidence.anew')}</p>
      </>
    );
  }
  const Tag = { same: 'span', added: 'ins', removed: 'del' } as const;
  return (
    <p className="words" lang={langOf(sent, locale)}>
      {parts.map(({ kind, at, text }) => {
        const Part = Tag[kind];
        return <Part key={`${at} ${kind}`}>{text}</Part>;
      })}
    </p>
  );
}
