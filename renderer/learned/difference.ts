import { diffChars } from 'diff';

export interface Part {
  kind: 'same' | 'added' | 'removed';
  text: string;
  /** Where it stands among all parts, in characters. */
  at: number;
}

/** Above so many changed characters a comparison is no help, and slow. */
const MAX_EDITS = 1_000;
/** Below this share of common characters nearly everything would be marked. */
const MIN_COMMON = 0.3;
/** A common run that is shorter, between two changes, is read as part of the change. */
const MIN_RUN = 2;

/**
 * What was changed from the offered reply to the sent one, character by character (Myers 1986, by jsdiff). Null when the
 * two have so little in common that it was written anew.
 */
export function changedParts(offered: string, sent: string): Part[] | null {
  const changes = diffChars(offered, sent, { maxEditLength: MAX_EDITS });
  if (!changes) return null;
  const parts = changes.map(({ added, removed, value }): Piece => ({ kind: added ? 'added' : removed ? 'removed' : 'same', text: value }));
  const common = parts.reduce((sum, { kind, text }) => sum + (kind === 'same' ? text.length : 0), 0);
  if (common < Math.max(offered.length, sent.length) * MIN_COMMON) return null;
  return joined(parts);
}

type Piece = Omit<Part, 'at'>;

/** Neighbouring changes as one, what was taken away before what was added. */
function joined(parts: readonly Piece[]): Part[] {
  const result: Piece[] = [];
  let removed = '';
  let added = '';
  const close = () => {
    if (removed) result.push({ kind: 'removed', text: removed });
    if (added) result.push({ kind: 'added', text: added });
    removed = added = '';
  };
  for (const [index, { kind, text }] of parts.entries()) {
    const inside = kind === 'same' && text.length < MIN_RUN && index > 0 && index < parts.length - 1;
    if (kind === 'same' && !inside) {
      close();
      result.push({ kind, text });
      continue;
    }
    if (kind !== 'added') removed += text;
    if (kind !== 'removed') added += text;
  }
  close();
  let at = 0;
  return result.map(({ kind, text }) => ({ kind, text, at: (at += text.length) - text.length }));
}
