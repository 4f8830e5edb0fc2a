import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef, useState } from 'react';
import type { HistoryState, ProposalView } from '../../main/channels';
import { ask, send } from '../shared/bridge';
import { Button } from '../shared/Button';
import { useLocale, useText } from '../shared/i18n';
import { useLearned } from './model';
import { ProposalCard } from './ProposalCard';

/** What a card is about as high as, before it is measured. */
const CARD = 118;

interface Props {
  history: Extract<HistoryState, { phase: 'found' }>;
  onAccepted(): void;
}

/** What was found, the most saving first; the doubtful ones come unticked. What is ticked is added as one step. */
export function Proposals({ history, onAccepted }: Props) {
  const t = useText();
  const locale = useLocale();
  const { tell } = useLearned();
  const [proposals, setProposals] = useState<ProposalView[] | null>(null);
  const [toggled, setToggled] = useState<ReadonlySet<string>>(new Set());
  const [edits, setEdits] = useState<ReadonlyMap<string, string>>(new Map());
  const box = useRef<HTMLUListElement>(null);
  useEffect(() => {
    void ask('history:proposals').then((result) => setProposals(result?.answer ?? []));
  }, [history.proposals, history.files]);
  const list = proposals ?? [];
  // oxlint-disable-next-line react/incompatible-library -- its functions are not memoised, and nothing here is
  const rows = useVirtualizer({ count: list.length, getScrollElement: () => box.current, estimateSize: () => CARD, overscan: 4, getItemKey: (index) => list[index]?.id ?? index });
  const isTicked = ({ id, alike }: ProposalView) => (alike === undefined) !== toggled.has(id);
  const picked = list.filter(isTicked);
  const number = (value: number) => new Intl.NumberFormat(locale).format(value);

  const toggle = (id: string) => setToggled((before) => (before.has(id) ? new Set([...before].filter((each) => each !== id)) : new Set([...before, id])));
  const tickAll = (on: boolean) => setToggled(new Set(list.filter(({ alike }) => (alike === undefined) !== on).map(({ id }) => id)));
  const accept = async (some: ProposalView[]) => {
    const picks = some.map(({ id }) => ({ id, ...(edits.has(id) ? { reply: edits.get(id)! } : {}) }));
    if ((await tell(ask('history:accept', { picks }), ['learned.done.mined', { count: some.length }])) && some.length === list.length) onAccepted();
  };
  const { conversations, turns, skipped } = history.read;
  return (
    <div className="single">
      <header className="proposals-head">
        <h2>{t('learned.history.found', { count: list.length })}</h2>
        <p className="meta-2">
          {t('learned.history.foundText', { count: turns, conversations, turnsText: number(turns) })}
          {skipped > 0 && t('learned.history.skipped', { count: skipped })}
        </p>
      </header>
      <ul className="proposals" ref={box} aria-label={t('learned.history.found', { count: list.length })}>
        <div className="list-inside" role="presentation" style={{ height: rows.getTotalSize() }}>
          {rows.getVirtualItems().map((item) => {
            const proposal = list[item.index]!;
            return (
              <ProposalCard
                key={item.key}
                measure={rows.measureElement}
                index={item.index}
                of={list.length}
                top={item.start}
                proposal={proposal}
                ticked={isTicked(proposal)}
                edited={edits.get(proposal.id)}
                onToggle={() => toggle(proposal.id)}
                onEdit={(reply) => setEdits(new Map(edits).set(proposal.id, reply))}
                onAccept={() => void accept([proposal])}
              />
            );
          })}
        </div>
      </ul>
      <div className="detail-actions">
        <Button look="solid" disabled={picked.length === 0} onClick={() => void accept(picked)}>
          {t('learned.history.add', { count: picked.length })}
        </Button>
        <Button onClick={() => tickAll(picked.length < list.length)}>{t(picked.length < list.length ? 'learned.ticks.all' : 'learned.ticks.none')}</Button>
        <Button onClick={() => void send('history:leave')}>{t('learned.history.leave')}</Button>
        <span className="meta far-end">{t('learned.history.addHint')}</span>
      </div>
    </div>
  );
}
