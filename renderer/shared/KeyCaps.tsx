import { createContext, useContext } from 'react';
import { caps, type Platform } from './accelerator';

/** Which system's names the key caps take. */
export const PlatformContext = createContext<Platform>('windows');

/** An accelerator drawn as key caps; nothing for "". Hidden from screen readers, which get `aria-keyshortcuts`. */
export function KeyCaps({ of }: { of: string }) {
  const parts = caps(of, useContext(PlatformContext));
  if (parts.length === 0) return null;
  return (
    <span className="keys" aria-hidden="true">
      {parts.map((part) => (
        <kbd className="key" key={part}>
          {part}
        </kbd>
      ))}
    </span>
  );
}

/** Key caps inside a sentence, where a screen reader has to hear them. */
export function SpokenKeyCaps({ of }: { of: string }) {
  const parts = caps(of, useContext(PlatformContext));
  return (
    <span className="keys">
      {parts.map((part) => (
        <kbd className="key" key={part}>
          {part}
        </kbd>
      ))}
    </span>
  );
}
