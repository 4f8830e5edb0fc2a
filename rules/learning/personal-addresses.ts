/** Postal addresses as they are written in chats: Chinese from the province down to the room, English by house and street. */
import type { Span } from '../types';
import type { Recogniser } from './personal';

const PROVINCES =
  '北京|天津|上海|重庆|河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南|四川|贵州|云南|陕西|甘肃|青海|台湾|内蒙古|广西|西藏|宁夏|新疆|香港|澳门';
/** A Chinese character with which no province begins. */
const HAN = String.raw`(?!(?=[北天上重河山辽吉黑江浙安福湖广海四贵云陕甘青台内西宁新香澳])(?:${PROVINCES}))\p{Script=Han}`;
const COUNT = String.raw`[A-Za-z]?(?:\d{1,5}|[一二三四五六七八九十百]{1,4})(?:[-—~－]\d{1,5}){0,3}[A-Za-z]?`;
/** The parts of an address; which one it is, is told by its group. */
const PART = new RegExp(
  [
    `(?<province>(?:${PROVINCES})(?:省|市|特别行政区|(?:壮族|回族|维吾尔)?自治区)?)`,
    `(?<numbered>${COUNT} ?(?:号楼|号院|号|栋|幢|座|单元|楼|层|室|组|弄|房)|[A-Za-z东西南北](?:栋|幢|座))`,
    String.raw`(?<bare>(?<![\dA-Za-z])(?:[A-Za-z]?\d{1,5}(?:-[A-Za-z]?\d{1,5}[A-Za-z]?){1,3}|\d{1,5})(?![\d.年月日元块天点小分个件包%:：]))`,
    `(?<street>(?:${HAN}|[A-Za-z]){1,10}?(?:大道|大街|路|街(?!道)|巷|弄|胡同|小区|花园|花苑|公寓|大厦|广场|新村|家园|名苑|工业园|科技园|产业园|园区|大学|学院|医院|园|苑))`,
    `(?<area>(?:${HAN}){1,7}?(?:自治州|自治县|地区|新区|开发区|省|市|区|县|旗|镇|乡|街道|村|社区))`,
  ].join('|'),
  'gu',
);
/** What stands between two parts at most. */
const JOINT = /^[ ,，、-]{0,2}$/;
/** 人民路8号 SOHO现代城 A座: what stands before a building, an entrance or a room belongs to them. */
const NAMED_JOINT = /^[ ,，、-]{0,2}[\p{Script=Han}A-Za-z]{0,12} ?$/u;
const ROOM = /(?:号楼|号院|栋|幢|座|单元|室)$/;
/** What the first part may have swallowed: 麻烦寄到苏州市. */
const LEAD = /^.*(?:到|在|是|往|至|改成|换成|改为|住|寄|发|送|地址|收货)(?=.{2})/u;

interface Part extends Span {
  kind: string;
}

/** Runs of parts that are enough to find somebody by. */
function chineseAddresses(text: string): Span[] {
  const found: Span[] = [];
  let run: Part[] = [];
  const close = () => {
    const address = addressIn(run, text);
    if (address) found.push(address);
    run = [];
  };
  for (const match of text.matchAll(PART)) {
    const kind = Object.entries(match.groups!).find(([, value]) => value !== undefined)![0];
    const part = { kind, start: match.index, end: match.index + match[0].length };
    const last = run.at(-1);
    // A second province begins another address: 除新疆西藏内蒙古 is a list.
    if (last && (kind === 'province' || !joined(text.slice(last.end, part.start), match[0]))) close();
    run.push(part);
  }
  close();
  return found;
}

/** 天府大道中段1366号 */
const STRETCH = /^[东南西北中][段侧边路]?$/;

const joined = (between: string, part: string) => JOINT.test(between) || STRETCH.test(between) || (ROOM.test(part) && NAMED_JOINT.test(between));

/** A street or an estate with a number, two districts with a number, or a province with two parts below it. */
function addressIn(run: readonly Part[], text: string): Span | null {
  let from = 0;
  while (from < run.length && (run[from]!.kind === 'numbered' || run[from]!.kind === 'bare')) from++;
  const parts = run.slice(from);
  const count = (...kinds: string[]) => parts.filter(({ kind }) => kinds.includes(kind)).length;
  const places = count('province', 'area', 'street');
  const numbered = parts.some(({ kind }, at) => kind === 'numbered' || (kind === 'bare' && parts[at - 1]!.kind !== 'area'));
  const named = parts[0]?.kind === 'province';
  if (!((numbered && (count('street') > 0 || places >= 2)) || (named && places >= 3) || (named && places >= 2 && count('street') > 0))) return null;
  const first = parts[0]!;
  const lead = LEAD.exec(text.slice(first.start, first.end))?.[0].length ?? 0;
  return { start: first.start + (named ? 0 : lead), end: parts.at(-1)!.end };
}

const STREETS =
  'Street|St|Avenue|Ave|Road|Rd|Lane|Ln|Drive|Dr|Boulevard|Blvd|Court|Ct|Way|Place|Pl|Square|Sq|Terrace|Close|Crescent|Highway|Hwy|Parkway|Pkwy|Row|Mews|Gardens|Grove|Hill';
const UNIT = String.raw`(?:,?\s{0,2}(?:Apt|Apartment|Unit|Suite|Ste|Flat|Floor|Room|Rm|#)\.?\s?[\w-]{1,8})?`;
const TOWN = String.raw`(?:,\s?(?![A-Z]{1,2}\d|[A-Z]{2} \d)[A-Z][A-Za-z.'-]{1,20}(?: (?![A-Z]{1,2}\d|[A-Z]{2} \d)[A-Z][A-Za-z.'-]{1,20}){0,2}){0,2}(?:,?\s(?:[A-Z]{2}\s)?\d{5}(?:-\d{4})?|,?\s[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2})?`;

export const ADDRESSES: readonly Recogniser[] = [
  // Whatever follows the word and a colon, as far as it goes on.
  ['address', /(?:地址|收货信息|寄到|寄往|寄至|发到|发往|送到)\s?[:：]\s?([^\n:：。；;!！?？]{4,80})/gu, (value) => /[\d省市区县镇乡村路街道号楼室栋苑园]/.test(value)],
  ['address', chineseAddresses],
  ['address', new RegExp(String.raw`(?<![\w.])\d{1,6}[A-Za-z]?(?:-\d{1,5})?,? (?:(?:North|South|East|West|N|S|E|W)\.? )?(?:[A-Z\d][A-Za-z\d'.-]{0,20} ){1,4}(?:${STREETS})\b\.?${UNIT}${TOWN}`, 'gu')],
  ['address', new RegExp(String.raw`(?<![\w.])\d{1,6}[a-z]? (?:[a-z][a-z'-]{1,20} ){1,3}(?:street|avenue|road|lane|boulevard|drive)\b${UNIT}${TOWN}`, 'giu')],
  ['address', /\b(?:P\.? ?O\.? ?Box|PO Box) \d{1,8}/giu],
];
