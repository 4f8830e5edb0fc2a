import { useLayoutEffect, useState, type RefObject } from 'react';

/** True when a clamped element holds more lines than it shows; measured again when its width changes. */
export function useOverflow(element: RefObject<HTMLElement | null>, clamped: boolean): boolean {
  const [over, setOver] = useState(false);
  useLayoutEffect(() => {
    const measured = element.current;
    // unfolded there is nothing to measure; the last finding stands
    if (!measured || !clamped) return;
    const measure = () => setOver(measured.scrollHeight > measured.clientHeight + 1);
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(measured);
    return () => observer.disconnect();
  }, [element, clamped]);
  return over;
}
