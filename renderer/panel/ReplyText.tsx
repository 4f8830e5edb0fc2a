import type { Span } from '../../rules/types';
import { blanksIn } from './blanks';
import { Marked } from './Marked';
import { segments } from './marks';

interface Props {
  reply: string;
  differences: readonly Span[];
}

/** A reply as it will be sent, with what is still missing drawn as a field. */
export function ReplyText({ reply, differences }: Props) {
  const blanks = blanksIn(reply);
  const marked = (start: number, end: number) => {
    const inside = differences.map((span) => ({ start: span.start - start, end: span.end - start })).filter((span) => span.end > 0 && span.start < end - start);
    return <Marked key={start} segments={segments(reply.slice(start, end), inside)} difference />;
  };
  return (
    <>
      {blanks.flatMap((blank, index) => [
        marked(blanks[index - 1]?.end ?? 0, blank.start),
        <span className="blank" key={`blank ${blank.start}`}>
          {blank.name.split('|').join(' / ')}
        </span>,
      ])}
      {marked(blanks.at(-1)?.end ?? 0, reply.length)}
    </>
  );
}
