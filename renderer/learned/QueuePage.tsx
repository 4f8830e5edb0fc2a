import { useEffect, useRef, useState } from 'react';
import { Button } from '../shared/Button';
import { useText } from '../shared/i18n';
import { useEscape } from '../shared/useEscape';
import { Detail, type Mode } from './Detail';
import { useLearned } from './model';
import { QueueList } from './QueueList';
import { RollBack } from './RollBack';
import { useQueue, type Filter } from './useQueue';

const FILTERS = ['all', 'waiting', 'undone'] as const;

/** What was learned: the list, and beside it what the selected entry is about and what can be done with it. */
export function QueuePage() {
  const t = useText();
  const { state, undoEntry } = useLearned();
  const [only, setOnly] = useState<Filter>('all');
  const [selected, setSelected] = useState({ id: '', index: 0 });
  const [mode, setMode] = useState<Mode>('read');
  const [rollingBack, setRollingBack] = useState(false);
  const queue = useQueue(only, state.revision);
  const list = useRef<HTMLDivElement>(null);
  // an entry that left the list gives its place to the next one
  const found = queue.entries.findIndex(({ id }) => id === selected.id);
  const index = found >= 0 ? found : Math.min(selected.index, Math.max(0, queue.entries.length - 1));
  const entry = queue.entries[index];

  const select = (next: number) => {
    const to = queue.entries[next];
    if (!to) return;
    setSelected({ id: to.id, index: next });
    setMode('read');
    setRollingBack(false);
  };
  const choose = (filter: Filter) => {
    setOnly(filter);
    setSelected({ id: '', index: 0 });
    setMode('read');
    setRollingBack(false);
  };
  const close = () => {
    setMode('read');
    setRollingBack(false);
    list.current?.focus();
  };
  useEffect(() => list.current?.focus(), []);
  useEffect(() => {
    // the button that did it is gone with what it did: the keyboard goes on in the list
    if (queue.entries.length > 0 && document.activeElement === document.body) list.current?.focus();
  }, [queue.entries]);
  useEscape(rollingBack || mode !== 'read', close);

  return (
    <div className="columns">
      <section className="list-column" aria-label={t('learned.tabs.queue')}>
        <ListHead only={only} onChoose={choose} onRollBack={() => setRollingBack(true)} />
        <QueueList
          box={list}
          queue={queue}
          only={only}
          index={index}
          onSelect={select}
          onOpen={() => document.querySelector<HTMLElement>('.detail-actions button:not([aria-disabled])')?.focus()}
          onUndo={() => {
            if (entry && !entry.undone) void undoEntry(entry);
          }}
          onMode={(next) => {
            if (entry && !entry.undone && entry.rules.some(({ id }) => id !== null)) setMode(next);
          }}
        />
      </section>
      <section className="detail-column" aria-label={t('learned.detail')}>
        {rollingBack ? <RollBack onClose={close} /> : entry && <Detail key={entry.id} entry={entry} mode={mode} onMode={setMode} onClose={close} />}
      </section>
    </div>
  );
}

function ListHead({ only, onChoose, onRollBack }: { only: Filter; onChoose(filter: Filter): void; onRollBack(): void }) {
  const t = useText();
  const { counts } = useLearned().state;
  return (
    <div className="list-head">
      <div className="choice" role="radiogroup" aria-label={t('learned.filter.label')}>
        {FILTERS.map((filter) => (
          <label className="choice-option" key={filter}>
            <input type="radio" name="filter" checked={only === filter} onChange={() => onChoose(filter)} />
            <span>
              {t(`learned.filter.${filter}`)} <span className="count">{counts[filter]}</span>
            </span>
          </label>
        ))}
      </div>
      <Button icon="undo" disabled={counts.all === 0} onClick={onRollBack}>
        {t('learned.rollBack.open')}
      </Button>
    </div>
  );
}
