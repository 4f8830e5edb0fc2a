import { useEffect, useRef } from 'react';
import { composing } from './keyboard';

/** While `on`, Escape closes what is open; nobody else gets that key press then. */
export function useEscape(on: boolean, close: () => void): void {
  const latest = useRef(close);
  useEffect(() => {
    latest.current = close;
  });
  useEffect(() => {
    if (!on) return;
    const pressed = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || composing(event)) return;
      event.preventDefault();
      event.stopPropagation();
      latest.current();
    };
    // on its way down, before whoever would close the window
    document.addEventListener('keydown', pressed, true);
    return () => document.removeEventListener('keydown', pressed, true);
  }, [on]);
}
