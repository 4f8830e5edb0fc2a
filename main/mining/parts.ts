/** What takes personal data out of texts, for mining as for learning. */
import { slotted, wordingSlotted } from '../../rules/learning/slots';
import type { MiningParts } from '../../rules/mining/types';

export const parts: MiningParts = {
  slotted: (reply, question) => slotted(reply, { message: question, before: [] }),
  wordingSlotted: (message) => {
    const wording = wordingSlotted(message);
    return 'refused' in wording ? null : wording.text;
  },
};
