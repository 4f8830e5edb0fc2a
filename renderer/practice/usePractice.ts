import { useCallback, useEffect, useRef, useState, type RefObject } from 'react';
import type { PracticeState } from '../../main/channels';
import type { Turn } from '../../rules/types';
import { send } from '../shared/bridge';

/** What the newcomer has to do next. */
export type Phase = 'copy' | 'insert' | 'send' | 'done';

export interface Practice {
  phase: Phase;
  turns: (Turn & { number: number })[];
  text: string;
  box: RefObject<HTMLTextAreaElement | null>;
  setText(text: string): void;
  send(): void;
  /** The customer's words were copied: the input takes the keyboard back, as chat programs do. */
  copied(): void;
}

/** Follows the newcomer through one sentence: copied, inserted, sent; and keeps the input ready for a paste. */
export function usePractice(state: PracticeState): Practice {
  const [text, setText] = useState('');
  const [copiedAt, setCopiedAt] = useState(-1);
  const box = useRef<HTMLTextAreaElement>(null);
  const copied = useCallback(() => {
    setCopiedAt(state.step);
    // after the copy itself, which needs the selection
    setTimeout(() => box.current?.focus());
  }, [state.step]);

  useEffect(() => {
    const onCopy = (event: ClipboardEvent) => {
      if (event.target !== box.current) copied();
    };
    document.addEventListener('copy', onCopy);
    return () => document.removeEventListener('copy', onCopy);
  }, [copied]);

  useEffect(() => {
    const focus = () => box.current?.focus();
    // a paste goes into the input wherever the caret was left, as in a chat program
    const onPaste = (event: ClipboardEvent) => {
      if (event.target === box.current) return;
      event.preventDefault();
      // the selection may stand in a bubble while the input has the focus: leaving and coming back moves it, too
      box.current?.blur();
      focus();
      document.execCommand('insertText', false, event.clipboardData?.getData('text/plain') ?? '');
    };
    focus();
    window.addEventListener('focus', focus);
    document.addEventListener('paste', onPaste);
    return () => {
      window.removeEventListener('focus', focus);
      document.removeEventListener('paste', onPaste);
    };
  }, []);

  return {
    phase: state.done ? 'done' : text.trim() !== '' ? 'send' : copiedAt === state.step ? 'insert' : 'copy',
    turns: state.turns.map((turn, number) => ({ ...turn, number })),
    text,
    box,
    setText,
    send() {
      const reply = text.trim();
      if (reply === '') return;
      void send('practice:send', { text: reply }).then((sent) => {
        if (sent) setText('');
      });
      box.current?.focus();
    },
    copied,
  };
}
