import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useState, type KeyboardEvent, type RefObject } from 'react';
import type { LearnedView } from '../../main/channels';
import { Button } from '../shared/Button';
import { Icon } from '../shared/Icon';
import { useLocale, useText } from '../shared/i18n';
import { composing } from '../shared/keyboard';
import { langOf } from '../shared/language';
import { clock, dayOf } from '../shared/time';
import type { Mode } from './Detail';
import { iconOf, kindOf, titleOf } from './entryText';
import { useLearned } from './model';
import type { Filter, Queue } from './useQueue';

const ROW = 64;
/** So near to the end of what was read the next page is fetched. */
const READ_AHEAD = 30;
/** How long nothing is said of a list that is being read: mostly it is there before. */
const PATIENCE_MS = 300;

interface Props {
  box: RefObject<HTMLDivElement | null>;
  queue: Queue;
  only: Filter;
  /** The selected entry. */
  index: number;
  onSelect(index: number): void;
  /** Enter: on to what can be done with the entry. */
  onOpen(): void;
  onUndo(): void;
  onMode(mode: Mode): void;
}

/** The entries, newest first. Only the rows in view are drawn, so that ten thousand scroll as ten do. */
export function QueueList({ box, queue, only, index, onSelect, onOpen, onUndo, onMode }: Props) {
  const t = useText();
  const { entries, more, readMore, reach } = queue;
  // oxlint-disable-next-line react/incompatible-library -- its functions are not memoised, and nothing here is
  const rows = useVirtualizer({ count: entries.length, getScrollElement: () => box.current, estimateSize: () => ROW, overscan: 8 });
  const items = rows.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;
  useEffect(() => {
    reach.current = last;
    if (more && last >= entries.length - READ_AHEAD) readMore();
  }, [more, last, entries.length, readMore, reach]);

  const go = (to: number) => {
    const next = Math.min(Math.max(to, 0), entries.length - 1);
    onSelect(next);
    rows.scrollToIndex(next);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (composing(event.nativeEvent) || event.ctrlKey || event.altKey || event.metaKey) return;
    const page = Math.max(1, Math.floor((box.current?.clientHeight ?? ROW) / ROW) - 1);
    const to = { ArrowDown: index + 1, ArrowUp: index - 1, Home: 0, End: entries.length - 1, PageDown: index + page, PageUp: index - page }[event.key];
    if (to !== undefined) go(to);
    else if (event.key === 'Enter') onOpen();
    else if (event.key === 'Delete' && !event.repeat) onUndo();
    else if (event.key === 'e' || event.key === 'E') onMode('edit');
    else if (event.key === 'm' || event.key === 'M') onMode('merge');
    else return;
    event.preventDefault();
  };
  return (
    <div
      ref={box}
      className="list"
      role="listbox"
      tabIndex={0}
      aria-label={t('learned.list')}
      aria-activedescendant={entries[index] ? `entry-${entries[index].n}` : undefined}
      aria-busy={queue.loading || undefined}
      onKeyDown={onKeyDown}
    >
      {entries.length === 0 && <Empty queue={queue} only={only} />}
      <div className="list-inside" role="presentation" style={{ height: rows.getTotalSize() }}>
        {items.map((item) => {
          const entry = entries[item.index]!;
          return <Row key={entry.id} entry={entry} top={item.start} position={item.index + 1} of={more ? -1 : entries.length} selected={item.index === index} onSelect={() => onSelect(item.index)} />;
        })}
      </div>
    </div>
  );
}

interface RowProps {
  entry: LearnedView;
  top: number;
  position: number;
  of: number;
  selected: boolean;
  onSelect(): void;
}

function Row({ entry, top, position, of, selected, onSelect }: RowProps) {
  const t = useText();
  const locale = useLocale();
  const kind = kindOf(entry);
  const title = titleOf(entry, t, locale);
  const above = entry.message ?? title;
  const below = entry.sent ?? (entry.message === undefined ? '' : title);
  return (
    <div
      id={`entry-${entry.n}`}
      className={`list-row${selected ? ' list-row-selected' : ''}${entry.undone ? ' list-row-undone' : ''}`}
      role="option"
      aria-selected={selected}
      aria-posinset={position}
      aria-setsize={of}
      tabIndex={-1}
      style={{ transform: `translateY(${top}px)` }}
      onClick={onSelect}
    >
      <div className="row">
        <span className="one-line grow strong row-title" lang={langOf(above, locale)}>
          {above}
        </span>
        <time className="meta no-wrap" dateTime={new Date(entry.at).toISOString()}>
          {isToday(entry.at) ? clock(entry.at, locale) : dayOf(entry.at, locale)}
        </time>
      </div>
      <div className="row">
        <span className="chip">
          <Icon name={iconOf(kind)} small />
          {t(`learned.chip.${kind}`)}
        </span>
        <span className="one-line grow meta-2 row-text" lang={langOf(below, locale)}>
          {below}
        </span>
        {entry.waiting && <span className="state state-warn">{t('learned.filter.waiting')}</span>}
        {entry.undone && <span className="state">{t('learned.filter.undone')}</span>}
      </div>
    </div>
  );
}

function Empty({ queue, only }: { queue: Queue; only: Filter }) {
  const t = useText();
  const { state } = useLearned();
  const [patient, setPatient] = useState(true);
  useEffect(() => {
    const timer = setTimeout(() => setPatient(false), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, []);
  if (queue.failed) {
    return (
      <div className="empty" role="alert">
        <p className="strong">{t('learned.failed.title')}</p>
        <p className="meta-2">{t('learned.failed.text')}</p>
        <Button look="outlined" onClick={queue.retry}>
          {t('learned.failed.again')}
        </Button>
      </div>
    );
  }
  if (queue.loading) return patient ? null : <p className="empty meta-2">{t('learned.loading')}</p>;
  const text = only === 'waiting' && state.learnedHold === 'at-once' ? 'learned.empty.waitingOff' : (`learned.empty.${only}Text` as const);
  return (
    <div className="empty" role="presentation">
      <p className="strong">{t(`learned.empty.${only}`)}</p>
      <p className="meta-2">{t(text)}</p>
    </div>
  );
}

const isToday = (at: number) => new Date(at).toDateString() === new Date().toDateString();
