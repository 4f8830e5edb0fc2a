import { useCallback, useEffect, useRef, useState, type RefObject } from 'react';
import type { LearnedView } from '../../main/channels';
import { ask } from '../shared/bridge';

const PAGE = 100;
const MAX_PAGE = 200;

export type Filter = 'all' | 'waiting' | 'undone';

/** The entries that were read so far, and how it stands with the rest. */
export interface Queue {
  entries: LearnedView[];
  /** Nothing is known yet. */
  loading: boolean;
  failed: boolean;
  /** There is more to read. */
  more: boolean;
  readMore(): void;
  retry(): void;
  /** The last entry in view: so far the queue is read again when the library has changed. */
  reach: RefObject<number>;
}

const NOTHING = { entries: [] as LearnedView[], next: undefined as number | undefined, loading: true, failed: false, version: '' };

/** Reads the queue page by page; what was read is read again when the library changed, while the old stays on the screen. */
export function useQueue(only: Filter, revision: number): Queue {
  const [state, setState] = useState({ ...NOTHING, only });
  const [attempt, setAttempt] = useState(0);
  const current = useRef(state);
  const reach = useRef(0);
  const reading = useRef<object | null>(null);
  useEffect(() => {
    current.current = state;
  });

  const version = `${revision} ${attempt}`;
  useEffect(() => {
    const mine = (reading.current = {});
    const wanted = current.current.only === only ? Math.max(PAGE, Math.min(current.current.entries.length, reach.current + PAGE)) : PAGE;
    void readUpTo(only, wanted).then((read) => {
      if (reading.current !== mine) return;
      reading.current = null;
      setState((before) => (read ? { ...read, loading: false, failed: false, only, version } : { ...(before.only === only ? before : NOTHING), loading: false, failed: true, only, version }));
    });
    return () => {
      reading.current = null;
    };
  }, [only, version]);

  const readMore = useCallback(() => {
    const { next, entries } = current.current;
    if (reading.current || next === undefined) return;
    const mine = (reading.current = {});
    void ask('learned:list', { only, before: next, limit: PAGE }).then((read) => {
      if (reading.current !== mine) return;
      reading.current = null;
      if (read) setState((before) => ({ ...before, entries: [...entries, ...read.answer.entries], next: read.answer.next }));
    });
  }, [only]);

  const here = state.only === only ? state : { ...NOTHING, only };
  return { entries: here.entries, loading: here.loading, failed: here.failed, more: here.next !== undefined, readMore, retry: () => setAttempt(attempt + 1), reach };
}

async function readUpTo(only: Filter, wanted: number): Promise<{ entries: LearnedView[]; next: number | undefined } | null> {
  const entries: LearnedView[] = [];
  let next: number | undefined;
  do {
    const read = await ask('learned:list', { only, limit: Math.min(MAX_PAGE, wanted - entries.length), ...(next === undefined ? {} : { before: next }) });
    if (!read) return null;
    entries.push(...read.answer.entries);
    next = read.answer.next;
  } while (next !== undefined && entries.length < wanted);
  return { entries, next };
}
