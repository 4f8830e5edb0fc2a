import type { KeyboardEvent, RefObject } from 'react';

interface Props {
  box: RefObject<HTMLTextAreaElement | null>;
  name: string;
  value: string;
  onChange: (value: string) => void;
  onKeyDown: (event: KeyboardEvent<HTMLTextAreaElement>) => void;
  onPointerDown?: () => void;
  onFocus?: () => void;
  onBlur?: () => void;
  placeholder?: string;
  describedBy?: string | undefined;
  className: string;
  lang?: string | undefined;
}

/**
 * A textarea as tall as its text, up to what the CSS class allows. A hidden copy of the text in the same grid cell
 * gives the height: `field-sizing` is younger than the oldest Chromium we run on, and styles set by script are not wanted.
 */
export function GrowingTextarea({ box, name, value, onChange, onKeyDown, onPointerDown, onFocus, onBlur, placeholder, describedBy, className, lang }: Props) {
  return (
    <div className={`growing ${className}`} data-text={value}>
      <textarea
        ref={box}
        rows={1}
        lang={lang}
        spellCheck={false}
        aria-label={name}
        aria-describedby={describedBy}
        placeholder={placeholder}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={onKeyDown}
        onPointerDown={onPointerDown}
        onFocus={onFocus}
        onBlur={onBlur}
      />
    </div>
  );
}
