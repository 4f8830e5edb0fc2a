/** Where mining gets what takes personal data out of texts. The one place to put another implementation in. */
import type { MiningParts } from '../../rules/mining/types';
import { conservativeParts } from './conservative';

export const parts: MiningParts = conservativeParts;
