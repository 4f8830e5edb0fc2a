import { useState } from 'react';
import type { LearnedView, RuleChangeView } from '../../main/channels';
import { ask } from '../shared/bridge';
import { Button } from '../shared/Button';
import { Icon } from '../shared/Icon';
import { useLocale, useText } from '../shared/i18n';
import { clock } from '../shared/time';
import { Changes } from './Changes';
import { dayText, titleOf } from './entryText';
import { Evidence } from './Evidence';
import { Merge } from './Merge';
import { useLearned } from './model';
import { RuleEditor } from './RuleEditor';

export type Mode = 'read' | 'edit' | 'merge';

interface Props {
  entry: LearnedView;
  mode: Mode;
  onMode(mode: Mode): void;
  /** Back to the list. */
  onClose(): void;
}

/** One entry: what it was learned from, what it changed, where that holds, and what can be done with it. */
export function Detail({ entry, mode, onMode, onClose }: Props) {
  const t = useText();
  const locale = useLocale();
  const { tell } = useLearned();
  const there = entry.rules.filter((rule): rule is RuleChangeView & { id: string } => rule.id !== null);
  const [ruleId, setRuleId] = useState(there[0]?.id);
  const rule = there.find(({ id }) => id === ruleId) ?? there[0];
  const open = (next: Mode, id: string | undefined) => {
    setRuleId(id);
    onMode(next);
  };
  const save = async (texts: { replies: string[]; wordings: string[] }) => {
    if (rule && (await tell(ask('learned:edit', { entry: entry.id, rule: rule.id, ...texts }), ['learned.done.edited']))) onClose();
  };
  const merge = async (into: string, name: string) => {
    if (rule && (await tell(ask('learned:merge', { entry: entry.id, rule: rule.id, into }), ['learned.done.merged', { name }]))) onClose();
  };
  if (mode === 'edit' && rule) return <RuleEditor id={rule.id} onSave={(texts) => void save(texts)} onCancel={onClose} />;
  if (mode === 'merge' && rule) return <Merge id={rule.id} name={rule.name} onMerge={(into, name) => void merge(into, name)} onCancel={onClose} />;
  return (
    <>
      <div className="detail">
        <header>
          <h2>{titleOf(entry, t, locale)}</h2>
          <p className="meta">
            {dayText(entry.at, locale)} {clock(entry.at, locale)}
          </p>
        </header>
        {entry.waiting && (
          <p className="note note-warn">
            <Icon name="clock" />
            <span>{t('learned.waitingNote')}</span>
          </p>
        )}
        {entry.undone && (
          <p className="note">
            <Icon name="undo" />
            <span>{t(`learned.undoneNote.${entry.undone.by === 'rolled-back' && entry.kind !== 'rolled-back' ? 'rolledBack' : 'undone'}`, { day: dayText(entry.undone.at, locale) })}</span>
          </p>
        )}
        <Evidence entry={entry} />
        <Changes entry={entry} onEdit={there.length > 1 && !entry.undone ? (id) => open('edit', id) : undefined} />
        <Later entry={entry} />
      </div>
      <Actions entry={entry} rule={rule} onMode={(next) => open(next, rule?.id)} />
    </>
  );
}

/** What the agent did to the entry since, each to be taken back by itself. */
function Later({ entry }: { entry: LearnedView }) {
  const t = useText();
  const locale = useLocale();
  const { undo } = useLearned();
  if (entry.later.length === 0) return null;
  return (
    <section>
      <h3>{t('learned.later.title')}</h3>
      <ul className="later">
        {entry.later.map(({ id, kind, at }) => (
          <li className="row" key={id}>
            <span className="grow">
              {t(`learned.later.${kind}`)} <span className="meta">{dayText(at, locale)}</span>
            </span>
            <Button tiny icon="undo" name={t('learned.later.undo', { what: t(`learned.later.${kind}`) })} onClick={() => void undo(id, ['learned.done.undone'])}>
              {t('actions.undo')}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Actions({ entry, rule, onMode }: { entry: LearnedView; rule: RuleChangeView | undefined; onMode(mode: Mode): void }) {
  const t = useText();
  const { tell, undo, undoEntry } = useLearned();
  if (entry.undone) {
    const { step, by } = entry.undone;
    if (step === null) return null;
    // what a roll-back took comes back with it, from its own entry
    if (by === 'rolled-back') return <p className="detail-actions meta-2">{t('learned.backWithRollBack')}</p>;
    return (
      <div className="detail-actions">
        <Button look="outlined" icon="undo" onClick={() => void undo(step, ['learned.done.restored'], entry.id)}>
          {t('learned.restore')}
        </Button>
      </div>
    );
  }
  return (
    <div className="detail-actions">
      {entry.waiting && (
        <Button look="solid" onClick={() => void tell(ask('learned:accept', { entry: entry.id }), ['learned.done.accepted'])}>
          {t('learned.accept')}
        </Button>
      )}
      {rule && (
        <>
          <Button icon="learned" hiddenKeys="E" onClick={() => onMode('edit')}>
            {t('actions.edit')}
          </Button>
          <Button icon="rule" hiddenKeys="M" onClick={() => onMode('merge')}>
            {t('learned.merge.open')}
          </Button>
        </>
      )}
      <span className="far-end">
        <Button look="outlined" icon="undo" keys="Delete" onClick={() => void undoEntry(entry)}>
          {t(entry.kind === 'rolled-back' ? 'learned.undoRollBack' : 'actions.undo')}
        </Button>
      </span>
    </div>
  );
}
