import { useId, useState, type KeyboardEvent } from 'react';
import { composing } from '../shared/keyboard';

interface Props {
  label: string;
  hint?: string;
  value: string;
  /** Longest text, UTF-16 code units. */
  most: number;
  /** Height of a text with several lines. */
  lines?: number;
  numeric?: boolean;
  /** The words stand beside it already. */
  labelled?: boolean;
  /** Why a text cannot be saved; null when it can. */
  wrong?: (text: string) => string | null;
  onSave: (text: string) => void;
}

/** A text that is saved when the field is left, or by Enter where it has one line; Esc takes the changes back. */
export function DraftField({ label, hint, value, most, lines, numeric = false, labelled = false, wrong, onSave }: Props) {
  const [draft, setDraft] = useState<string | null>(null);
  const field = useId();
  const described = useId();
  const problem = draft === null ? null : (wrong?.(draft.trim()) ?? null);
  const save = () => {
    if (draft === null || problem) return;
    if (draft.trim() !== value) onSave(draft.trim());
    setDraft(null);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (composing(event.nativeEvent)) return;
    if (event.key === 'Enter' && lines === undefined) save();
    else if (event.key === 'Escape') setDraft(null);
  };
  const shared = { id: field, className: 'field', 'aria-describedby': described, 'aria-invalid': problem !== null, maxLength: most, value: draft ?? value, onBlur: save, onKeyDown };
  return (
    <div className="model-field">
      <label htmlFor={field} className={labelled ? 'only-heard' : undefined}>
        {label}
      </label>
      {lines === undefined ? (
        <input {...shared} inputMode={numeric ? 'numeric' : undefined} spellCheck={false} onChange={(event) => setDraft(event.target.value)} />
      ) : (
        <textarea {...shared} rows={lines} onChange={(event) => setDraft(event.target.value)} />
      )}
      <span className={problem ? 'meta warn' : 'meta'} id={described} role={problem ? 'alert' : undefined}>
        {problem ?? hint}
      </span>
    </div>
  );
}
