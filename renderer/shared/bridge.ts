import { useEffect, useRef, useState, type RefObject } from 'react';
import type { Answer, Bridge, Call, Events, Request } from '../../main/channels';

declare global {
  interface Window {
    /** Put there by the preload script: the only way from a page to the rest of the app. */
    readonly seat: Bridge;
  }
}

type Arguments<C extends Call> = Request<C> extends undefined ? [] : [Request<C>];

/**
 * Sends what the agent wants and resolves true when main has dealt with it. What goes wrong for the agent comes
 * back as a notice in the pushed state; a call that fails itself (false) is a fault of ours and is logged.
 */
export async function send<C extends Call>(channel: C, ...request: Arguments<C>): Promise<boolean> {
  return (await ask(channel, ...request)) !== undefined;
}

/** Asks main; undefined when the call itself failed, which is logged. The answer is wrapped, as it may be nothing. */
export async function ask<C extends Call>(channel: C, ...request: Arguments<C>): Promise<{ answer: Answer<C> } | undefined> {
  try {
    return { answer: await window.seat.call(channel, ...request) };
  } catch (error) {
    // seen in the console and by whoever listens to the window's errors
    reportError(new Error(`${channel} failed`, { cause: error }));
    return undefined;
  }
}

interface Pushed {
  'panel:state': 'panel:state';
  'settings:state': 'settings:get';
  'practice:state': 'practice:state';
  'learned:state': 'learned:state';
}

/**
 * What main pushes under `event`, and before the first push what it answers to `question`; null until then. The ref
 * holds the latest at once, also before it is rendered: main pushes before it answers a call.
 */
export function usePushed<E extends keyof Pushed>(event: E, question: Pushed[E]): [Events[E] | null, RefObject<Events[E] | null>] {
  const [state, setState] = useState<Events[E] | null>(null);
  const latest = useRef<Events[E] | null>(null);
  useEffect(() => {
    const take = (next: Events[E]) => {
      latest.current = next;
      setState(next);
    };
    const stop = window.seat.on(event, take);
    void (ask as (channel: Call) => Promise<{ answer: unknown } | undefined>)(question).then((result) => {
      // a push that overtook the answer is the newer of the two
      if (result && !latest.current) take(result.answer as Events[E]);
    });
    return stop;
  }, [event, question]);
  return [state, latest];
}
