import { useEffect, useState } from 'react';
import type { Answer, Call, Request } from '../../main/channels';
import { ask } from './bridge';

interface Answered<C extends Call> {
  /** The last answer; null before the first. It stays while a newer one is awaited. */
  answer: Answer<C> | null;
  /** The last question failed. */
  failed: boolean;
}

/** What main answers to a question, asked anew whenever the question or `revision` is another one; `request` null asks nothing. */
export function useAnswer<C extends Call>(channel: C, request: Request<C> | null, revision: number): Answered<C> {
  const [answered, setAnswered] = useState<Answered<C> & { revision: number }>({ answer: null, failed: false, revision: -1 });
  const question = JSON.stringify(request);
  useEffect(() => {
    const request = (question === undefined ? undefined : JSON.parse(question)) as Request<C> | null | undefined;
    if (request === null) return;
    let here = true;
    void (ask as (channel: C, request: unknown) => Promise<{ answer: Answer<C> } | undefined>)(channel, request).then((result) => {
      if (here) setAnswered((before) => ({ answer: result ? result.answer : before.answer, failed: !result, revision }));
    });
    return () => {
      here = false;
    };
  }, [channel, question, revision]);
  return answered;
}
