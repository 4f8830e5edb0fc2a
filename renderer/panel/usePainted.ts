import { useLayoutEffect } from 'react';
import type { PanelState } from '../../main/channels';

/** Marks the page with the id of the message whose cards are on the screen, for those who measure how long that takes. */
export function usePainted({ message }: PanelState): void {
  const id = message?.id;
  useLayoutEffect(() => {
    if (!id) return;
    // a frame asked for in a frame begins when the one before has been painted
    let frame = requestAnimationFrame(() => {
      frame = requestAnimationFrame(() => {
        document.documentElement.dataset.painted = id;
      });
    });
    return () => cancelAnimationFrame(frame);
  }, [id]);
}
