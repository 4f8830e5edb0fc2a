/** The careful way with personal data: a text that may hold any is not used at all. */
import { escapeReply } from '../../rules/placeholders';
import { findEntities } from '../../rules/text/entities';
import type { MiningParts } from '../../rules/mining/types';

const ID = /\d{17}[\dx]|[a-z]*\d{6,}|\d{3,4}[- ]\d{4,}/i;
const ADDRESS = /[一-鿿]{2,}(?:省|市|区|县|镇|乡|街道|村)[一-鿿\d]{0,20}(?:路|街|巷|号|栋|幢|单元|室|小区|楼)|\d+(?:号楼|栋|幢|单元|室|弄)|(?:street|road|avenue|apt|suite)\b.*\d/i;
const PERSON = /收件人|收货人|联系人|(?:姓名|名字)(?:是|叫|[:： ])|我(?:叫|姓)|旺旺(?:号|名)?(?:是|[:： ])|微信号?(?:是|[:： ])|my name is|\bmr\.? |\bms\.? |\bmrs\.? /i;

function mayBePersonal(text: string): boolean {
  return findEntities(text).length > 0 || ID.test(text) || ADDRESS.test(text) || PERSON.test(text);
}

export const conservativeParts: MiningParts = {
  slotted: (reply) => (mayBePersonal(reply) ? { refused: 'may hold personal data' } : { text: escapeReply(reply) }),
  wordingSlotted: (message) => (mayBePersonal(message) ? null : message),
};
