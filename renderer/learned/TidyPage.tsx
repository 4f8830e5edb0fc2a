import { useState } from 'react';
import type { TidyList } from '../../main/channels';
import { ask } from '../shared/bridge';
import { Button } from '../shared/Button';
import { Icon } from '../shared/Icon';
import { useLocale, useText } from '../shared/i18n';
import { langOf } from '../shared/language';
import { useAnswer } from '../shared/useAnswer';
import { useEscape } from '../shared/useEscape';
import { dayText } from './entryText';
import { useLearned } from './model';
import { ReplyWithPlaceholders } from './ReplyWithPlaceholders';
import { RuleEditor } from './RuleEditor';

/** So many of each list are shown; the rest follows when these are done. */
const SHOWN = 200;

/** Rules that nobody uses any more, and replies that say what is over. */
export function TidyPage() {
  const t = useText();
  const { state, tell } = useLearned();
  const { answer: list, failed } = useAnswer('tidy:list', undefined, state.revision);
  const [editing, setEditing] = useState<string | null>(null);
  useEscape(editing !== null, () => setEditing(null));
  if (failed) return <Empty title={t('learned.failed.title')} text={t('learned.failed.text')} role="alert" />;
  if (!list) return null;
  if (editing) {
    const save = async (texts: { replies: string[]; wordings: string[] }) => {
      if (await tell(ask('learned:edit', { entry: null, rule: editing, ...texts }), ['learned.done.edited'])) setEditing(null);
    };
    return (
      <div className="single">
        <RuleEditor id={editing} onSave={(texts) => void save(texts)} onCancel={() => setEditing(null)} />
      </div>
    );
  }
  if (list.unused.length + list.expired.length === 0) return <Empty title={t('learned.tidy.nothing')} text={t('learned.tidy.nothingText', { days: list.unusedDays })} />;
  return <Lists list={list} onEdit={setEditing} />;
}

function Empty({ title, text, role }: { title: string; text: string; role?: 'alert' }) {
  return (
    <div className="empty" role={role}>
      <p className="strong">{title}</p>
      <p className="meta-2">{text}</p>
    </div>
  );
}

function Lists({ list, onEdit }: { list: TidyList; onEdit(id: string): void }) {
  const t = useText();
  const { tell } = useLearned();
  const [dropped, setDropped] = useState<ReadonlySet<string>>(new Set());
  const shown = list.unused.slice(0, SHOWN);
  const picked = shown.filter(({ id }) => !dropped.has(id)).map(({ id }) => id);
  const toggle = (id: string) => setDropped((before) => (before.has(id) ? new Set([...before].filter((each) => each !== id)) : new Set([...before, id])));
  return (
    <div className="single">
      <div className="detail">
        {list.expired.length > 0 && <Expired list={list} onEdit={onEdit} />}
        {shown.length > 0 && <Unused list={list} shown={shown} dropped={dropped} onToggle={toggle} />}
      </div>
      {shown.length > 0 && (
        <div className="detail-actions">
          <Button look="solid" disabled={picked.length === 0} onClick={() => void tell(ask('tidy:archive', { rules: picked }), ['learned.done.archived', { count: picked.length }])}>
            {t('learned.tidy.archive', { count: picked.length })}
          </Button>
          <Button onClick={() => setDropped(picked.length > 0 ? new Set(shown.map(({ id }) => id)) : new Set())}>{t(picked.length > 0 ? 'learned.ticks.none' : 'learned.ticks.all')}</Button>
          <span className="meta far-end">{t('learned.tidy.archiveHint')}</span>
        </div>
      )}
    </div>
  );
}

function Unused({ list, shown, dropped, onToggle }: { list: TidyList; shown: TidyList['unused']; dropped: ReadonlySet<string>; onToggle(id: string): void }) {
  const t = useText();
  const title = t('learned.tidy.unused', { days: list.unusedDays });
  return (
    <section>
      <h2>{title}</h2>
      <p className="meta-2">{t('learned.tidy.unusedText')}</p>
      {list.unused.length > shown.length && <p className="meta">{t('learned.tidy.shown', { shown: shown.length, count: list.unused.length })}</p>}
      <ul className="ticks" aria-label={title}>
        {shown.map((rule) => (
          <li key={rule.id}>
            <label className="tick-row">
              <input type="checkbox" checked={!dropped.has(rule.id)} onChange={() => onToggle(rule.id)} />
              <TickWords name={rule.name} reply={rule.reply} />
              <LastUsed at={rule.lastUsedAt} uses={rule.uses} />
            </label>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Expired({ list, onEdit }: { list: TidyList; onEdit(id: string): void }) {
  const t = useText();
  return (
    <section>
      <h2>{t('learned.tidy.expired')}</h2>
      <p className="meta-2">{t('learned.tidy.expiredText')}</p>
      <ul className="ticks" aria-label={t('learned.tidy.expired')}>
        {list.expired.slice(0, SHOWN).map(({ id, name, reply, words }) => (
          <li key={`${id} ${reply}`} className="tick-row">
            <span className="warn"><Icon name="clock" /></span>
            <TickWords name={name} reply={reply} />
            <span className="meta-2 warn no-wrap">{words.join(t('status.and'))}</span>
            <Button tiny name={t('learned.changes.editNamed', { name })} onClick={() => onEdit(id)}>
              {t('actions.edit')}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}

function TickWords({ name, reply }: { name: string; reply: string }) {
  const locale = useLocale();
  return (
    <span className="grow">
      <span className="strong one-line tick-line" lang={langOf(name, locale)}>
        {name}
      </span>
      <span className="meta-2 one-line tick-line" lang={langOf(reply, locale)}>
        <ReplyWithPlaceholders text={reply} />
      </span>
    </span>
  );
}

function LastUsed({ at, uses }: { at: number | null; uses: number }) {
  const t = useText();
  const locale = useLocale();
  return <span className="meta no-wrap">{at === null ? t('learned.tidy.never') : t('learned.tidy.last', { day: dayText(at, locale), count: uses })}</span>;
}
