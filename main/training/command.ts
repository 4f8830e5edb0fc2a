/** `cli export-training FOLDER`: what was sent, as files to train a model on. */
import { SENT, type Sent } from '../../rules/training/dialogues';
import { datasetEntry, FORMATS, lineOf, rowOf } from '../../rules/training/formats';
import { trainingOf, type Example, type TrainingOptions } from '../../rules/training/training';
import { problemOf, type Problem } from '../problem';
import { cardText, type Card } from './card';
import { writeFiles, type Name } from './files';
import { dataFolder, readOutcomes } from './outcomes';

export interface ExportArguments {
  data?: string;
  format?: string;
  dpo?: boolean;
  from?: string;
  to?: string;
  shop?: string;
  platform?: string;
  outcome?: string[];
  system?: string;
  force?: boolean;
}

const OK = 0;
const FAILED = 1;
const MISUSED = 2;

/** Runs the command and answers its exit code: 1 where there is nothing to write or it cannot be written, 2 for arguments that are wrong. */
export function exportCommand(folder: string, given: ExportArguments, complain: (problem: Problem) => void): number {
  const { format = 'openai', outcome = [], dpo = false, system = '' } = given;
  const from = given.from === undefined ? undefined : dayOf(given.from);
  const to = given.to === undefined ? undefined : dayOf(given.to, 1);
  if (!isOne(FORMATS, format)) return tell(`--format takes one of ${FORMATS.join(', ')}`, MISUSED);
  if (!outcome.every((kind) => isOne(SENT, kind))) return tell(`--outcome takes one of ${SENT.join(', ')}`, MISUSED);
  if (from === null || to === null) return tell('--from and --to take a day as 2026-11-24', MISUSED);
  const kinds = outcome.length > 0 ? (outcome as Sent[]) : undefined;
  const options: TrainingOptions = { purpose: dpo ? 'preferences' : 'replies', from, to, kinds, shop: given.shop, platform: given.platform };
  try {
    const training = trainingOf(readOutcomes(given.data ?? dataFolder(), complain), options);
    const { train, validation, counts } = training;
    if (train.length === 0) return tell(`nothing to export: ${nothingBecause(counts)}`, FAILED);
    const lines = (examples: readonly Example[]) => examples.map((example) => `${lineOf(rowOf(example, format, system.trim()))}\n`).join('');
    const rows = { train: train.length, validation: validation.length };
    const filters = { ...picked(given, ['from', 'to', 'shop', 'platform']), ...(kinds ? { outcomes: kinds } : {}) };
    const texts = { train: lines(train), validation: lines(validation) };
    const card: Card = { format, purpose: options.purpose, rows, characters: texts.train.length + texts.validation.length, filters, counts };
    writeFiles(folder, filesOf(texts, card), given.force ?? false);
    process.stdout.write(`${folder}: ${rows.train} rows to train on, ${rows.validation} to validate, from ${counts.conversations} conversations\n`);
    return OK;
  } catch (error) {
    complain(problemOf(error));
    return FAILED;
  }
}

function filesOf({ train, validation }: { train: string; validation: string }, card: Card): Partial<Record<Name, string>> {
  const files: Partial<Record<Name, string>> = { 'train.jsonl': train, 'card.json': `${JSON.stringify(card, null, 2)}\n`, 'card.md': cardText(card) };
  // Programs fall over an empty file.
  if (validation !== '') files['validation.jsonl'] = validation;
  const named = (['train', 'validation'] as const).flatMap((side) => {
    const entry = files[`${side}.jsonl`] === undefined ? null : datasetEntry(card.format, `${side}.jsonl`, card.purpose === 'preferences');
    return entry ? [[`seat_${side}`, entry] as const] : [];
  });
  if (named.length > 0) files['dataset_info.json'] = `${JSON.stringify(Object.fromEntries(named), null, 2)}\n`;
  return files;
}

function nothingBecause({ outcomes, nothingSent, filteredOut, forgotten, withoutPreference, unsafe }: Card['counts']): string {
  if (outcomes === 0) return 'nothing was answered with the app yet';
  const reasons = { 'nothing sent': nothingSent, 'outside the filters': filteredOut, 'text forgotten': forgotten, 'nothing suggested or sent as suggested': withoutPreference, 'not masked for certain': unsafe };
  return `of ${outcomes} outcomes ${Object.entries(reasons).filter(([, count]) => count > 0).map(([why, count]) => `${count} ${why}`).join(', ')}`;
}

const isOne = <T extends string>(all: readonly T[], given: string): given is T => (all as readonly string[]).includes(given);

function picked<K extends keyof ExportArguments>(given: ExportArguments, names: readonly K[]): Pick<ExportArguments, K> {
  return Object.fromEntries(names.flatMap((name) => (given[name] === undefined ? [] : [[name, given[name]]]))) as Pick<ExportArguments, K>;
}

/** The beginning of a day, or of one so many days on, by the clock of this machine; null for what is no day. */
function dayOf(text: string, later = 0): number | null {
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text) ?? [];
  const begin = new Date(Number(year), Number(month) - 1, Number(day));
  if (day === undefined || begin.getMonth() !== Number(month) - 1 || begin.getDate() !== Number(day)) return null;
  return new Date(Number(year), Number(month) - 1, Number(day) + later).getTime();
}

function tell(text: string, code: number): number {
  process.stderr.write(`${text}\n`);
  return code;
}
