import { Fragment } from 'react';
import { useText, type TextKey } from '../shared/i18n';

/** Placeholders with a name of their own; any other is shown by what stands in it. */
const NAMED = ['order', 'customer', 'agent', 'shop', 'greeting', 'date', 'time', 'weekday'] as const;
const PLACEHOLDER = /\{\{([^{}\n]{1,1000})\}\}/g;

/** A reply as it is stored, its placeholders drawn as pills with a word in them. */
export function ReplyWithPlaceholders({ text }: { text: string }) {
  const t = useText();
  const pieces: { at: number; text: string; pill: string | null }[] = [];
  let end = 0;
  for (const found of text.matchAll(PLACEHOLDER)) {
    pieces.push({ at: end, text: text.slice(end, found.index), pill: null });
    pieces.push({ at: found.index, text: found[0], pill: found[1]! });
    end = found.index + found[0].length;
  }
  pieces.push({ at: end, text: text.slice(end), pill: null });
  const word = (inside: string) => {
    const [, base = '', offset = ''] = /^(\w+)\s*([+-].*)?$/.exec(inside.trim()) ?? [];
    const name = NAMED.find((each) => each === base.toLowerCase());
    if (name) return `${t(`learned.placeholder.${name}` satisfies TextKey)}${offset}`;
    const [kind, rest] = inside.split(/[:：](.*)/s);
    return rest !== undefined && (kind === 'blank' || kind === 'choice') ? rest.split(/[|｜]/).join(' / ') : inside;
  };
  return (
    <>
      {pieces.map(({ at, text, pill }) =>
        pill === null ? <Fragment key={`text ${at}`}>{text}</Fragment> : <span className="pill" key={`pill ${at}`}>{word(pill)}</span>,
      )}
    </>
  );
}
