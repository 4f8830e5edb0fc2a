import type { Segment } from './marks';

/** A text with its highlights; `difference` marks what sets two replies apart. */
export function Marked({ segments, difference = false }: { segments: Segment[]; difference?: boolean }) {
  return segments.map((segment) =>
    segment.marked ? (
      <mark className={difference ? 'mark-difference' : undefined} key={segment.at}>
        {segment.text}
      </mark>
    ) : (
      <span key={segment.at}>{segment.text}</span>
    ),
  );
}
