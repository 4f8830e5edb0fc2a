import { useState } from 'react';
import type { HistoryQuestion, HistoryState } from '../../main/channels';
import { send } from '../shared/bridge';
import { Button } from '../shared/Button';
import { useText } from '../shared/i18n';
import { filesText, shorten } from './entryText';

type Columns = Extract<HistoryQuestion, { kind: 'columns' }>;

/** Something that the files do not tell by themselves. */
export function Question({ history }: { history: Extract<HistoryState, { phase: 'asking' }> }) {
  const t = useText();
  const { about } = history;
  return (
    <div className="history">
      <section className="box" role="group">
        <p className="meta one-line">{filesText(history.files, t)}</p>
        {about.kind === 'agents' && <Agents speakers={about.speakers} />}
        {about.kind === 'swap' && <Swap />}
        {about.kind === 'columns' && <WhichColumns about={about} />}
      </section>
    </div>
  );
}

function Agents({ speakers }: { speakers: string[] }) {
  const t = useText();
  const [picked, setPicked] = useState<readonly string[]>([]);
  return (
    <>
      <h2 id="agents">{t('learned.history.ask.agents')}</h2>
      <p className="meta-2">{t('learned.history.ask.agentsText')}</p>
      <ul className="speakers" aria-labelledby="agents">
        {speakers.map((speaker) => (
          <li key={speaker}>
            <label className="row">
              <input type="checkbox" checked={picked.includes(speaker)} onChange={(event) => setPicked(event.target.checked ? [...picked, speaker] : picked.filter((each) => each !== speaker))} />
              {speaker}
            </label>
          </li>
        ))}
      </ul>
      <GoOn disabled={picked.length === 0 || picked.length === speakers.length} onClick={() => void send('history:again', { agents: [...picked] })} />
    </>
  );
}

function Swap() {
  const t = useText();
  return (
    <>
      <h2>{t('learned.history.ask.swap')}</h2>
      <p className="meta-2">{t('learned.history.ask.swapText')}</p>
      <GoOn text={t('learned.history.ask.swapDo')} onClick={() => void send('history:again', { swapRoles: true })} />
    </>
  );
}

const FIELDS = ['role', 'text', 'conversation', 'time'] as const;

function WhichColumns({ about: { file, columns, mapping } }: { about: Columns }) {
  const t = useText();
  const [chosen, setChosen] = useState<Partial<Record<(typeof FIELDS)[number], number>>>(mapping);
  const [header, setHeader] = useState(mapping.header);
  const { role, text, conversation, time } = chosen;
  const name = (index: number) => {
    const { name, samples } = columns[index]!;
    const sample = samples.find((each) => each.trim() !== '');
    return sample === undefined ? name : `${name}: ${shorten(sample, 20)}`;
  };
  const goOn = () => {
    if (role === undefined || text === undefined) return;
    void send('history:again', { mapping: { role, text, header, ...(conversation === undefined ? {} : { conversation }), ...(time === undefined ? {} : { time }) } });
  };
  return (
    <>
      <h2>{t('learned.history.ask.columns', { file })}</h2>
      <p className="meta-2">{t('learned.history.ask.columnsText')}</p>
      {FIELDS.map((field) => (
        <label className="row column-row" key={field}>
          <span>{t(`learned.history.ask.${field}`)}</span>
          <select className="field" value={chosen[field] ?? ''} onChange={(event) => setChosen({ ...chosen, [field]: event.target.value === '' ? undefined : Number(event.target.value) })}>
            <option value="">{t('learned.history.ask.none')}</option>
            {columns.map((column, index) => (
              // oxlint-disable-next-line react/no-array-index-key -- columns may have the same name, and do not move
              <option key={`${index} ${column.name}`} value={index}>
                {name(index)}
              </option>
            ))}
          </select>
        </label>
      ))}
      <label className="row">
        <input type="checkbox" checked={header} onChange={(event) => setHeader(event.target.checked)} />
        {t('learned.history.ask.header')}
      </label>
      <GoOn disabled={role === undefined || text === undefined || role === text} onClick={goOn} />
    </>
  );
}

function GoOn({ text, disabled = false, onClick }: { text?: string; disabled?: boolean; onClick(): void }) {
  const t = useText();
  return (
    <div className="row wrap">
      <Button look="solid" disabled={disabled} onClick={onClick}>
        {text ?? t('learned.history.ask.read')}
      </Button>
      <Button onClick={() => void send('history:leave')}>{t('learned.history.again')}</Button>
    </div>
  );
}
