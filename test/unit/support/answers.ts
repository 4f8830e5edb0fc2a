import { normalisedText } from '../../../rules/normalise';
import { bareness } from '../../../rules/text/courtesy';
import { editKind } from '../../../rules/learning/edits';
import { literalOf, slotted, wordingSlotted } from '../../../rules/learning/slots';

export interface Exchange {
  message: string;
  reply: string;
}

/**
 * What should be offered for each message that was answered: the agent's own answers, the latest first, where it asks something. Messages that
 * differ only in somebody's number or name are one message, of which the last stands here; a reply that was polished
 * later is offered as it was polished; what is nothing but one customer's own is not learned.
 */
export function ownAnswers(exchanges: readonly Exchange[]): { message: string; replies: string[] }[] {
  const answers = new Map<string, { message: string; replies: string[] }>();
  for (const { message, reply } of exchanges) {
    const wording = wordingSlotted(message);
    if ('refused' in wording || 'refused' in slotted(reply, { message, before: [] })) continue;
    // What asks nothing is answered by what was said before it.
    if (bareness(normalisedText(message)) === 'acknowledgement') continue;
    const earlier = answers.get(wording.text)?.replies ?? [];
    answers.set(wording.text, { message, replies: [reply, ...earlier.filter((other) => !saysTheSame(other, reply))] });
  }
  return [...answers.values()];
}

/** Whether a suggestion is the agent's own answer, but for what the agent polished or is asked to fill in. */
export function saysTheSame(offered: string, own: string): boolean {
  return offered === own || editKind(withoutSlots(offered), withoutSlots(own)) !== 'rewrite';
}

function withoutSlots(text: string): string {
  const result = slotted(text.replaceAll(/〔[^〔〕]*〕/g, '〔〕'), { message: '', before: [] });
  return 'text' in result ? literalOf(result.text) : text;
}
