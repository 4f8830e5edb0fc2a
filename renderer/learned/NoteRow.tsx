import { useEffect, useState } from 'react';
import { Button, IconButton } from '../shared/Button';
import { Icon } from '../shared/Icon';
import { useText, type Translate } from '../shared/i18n';
import { useLearned, type Note } from './model';

const STAYS_MS = 8_000;

/** What was just done, with its undo; what could not be done stays until it is closed. */
export function NoteRow() {
  const t = useText();
  const { note } = useLearned();
  return (
    <div className="note-place" role={note && note.kind !== 'done' ? 'alert' : 'status'} aria-label={t('toast.region')}>
      {note && <NoteCard note={note} key={note.id} />}
    </div>
  );
}

function NoteCard({ note }: { note: Note }) {
  const t = useText();
  const { closeNote, undo } = useLearned();
  const [held, setHeld] = useState(false);
  const stays = held || note.kind !== 'done';
  useEffect(() => {
    if (stays) return;
    const timer = setTimeout(closeNote, STAYS_MS);
    return () => clearTimeout(timer);
  });
  return (
    <div className="toast" onPointerEnter={() => setHeld(true)} onPointerLeave={() => setHeld(false)} onFocus={() => setHeld(true)} onBlur={() => setHeld(false)}>
      {note.kind === 'done' ? <span className="ok"><Icon name="check" /></span> : <span className="warn"><Icon name="warn" /></span>}
      <p className="grow">{note.kind === 'done' ? t(...note.said) : refusal(note, t)}</p>
      {note.kind === 'done' && note.step !== null && (
        <Button look="outlined" icon="undo" onClick={() => void undo(note.step!, ['learned.done.undone'], null)}>
          {t('actions.undo')}
        </Button>
      )}
      {note.kind !== 'done' && <IconButton icon="close" name={t('actions.ok')} onClick={closeNote} />}
    </div>
  );
}

function refusal(note: Exclude<Note, { kind: 'done' }>, t: Translate): string {
  if (note.kind === 'broken') return t('learned.refused.broken');
  const { reason } = note;
  return reason.reason === 'problem' ? t('learned.refused.problem', { reason: reason.problem.detail ?? String(reason.problem.params?.['reason'] ?? reason.problem.code) }) : t(`learned.refused.${reason.reason}`);
}
