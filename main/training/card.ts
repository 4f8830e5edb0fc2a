/** What stands beside the training files: what they hold, and how they were made. */
import type { Format } from '../../rules/training/formats';
import type { Sent } from '../../rules/training/dialogues';
import type { TrainingCounts } from '../../rules/training/training';

export interface Card {
  format: Format;
  purpose: 'replies' | 'preferences';
  rows: { train: number; validation: number };
  /** Characters of all rows; tokens are counted differently by each model. */
  characters: number;
  filters: { from?: string; to?: string; shop?: string; platform?: string; outcomes?: readonly Sent[] };
  counts: TrainingCounts;
}

const FORMAT_NAMES: Record<Format, string> = {
  openai: 'OpenAI', sharegpt: 'LLaMA-Factory (ShareGPT)', alpaca: 'LLaMA-Factory (Alpaca)', swift: 'ms-swift',
};

/** The card as Markdown. */
export function cardText({ format, purpose, rows, characters, filters, counts }: Card): string {
  const filtered = Object.entries(filters).map(([name, value]) => `${name} ${Array.isArray(value) ? value.join(', ') : value}`);
  const left: [string, number][] = [
    ['nothing was sent (dismissed, ignored)', counts.nothingSent],
    ['outside the filters', counts.filteredOut],
    ['text forgotten by then (older than it is kept)', counts.forgotten],
    ['nothing suggested, or sent as suggested', counts.withoutPreference],
    ['could not be masked for certain', counts.unsafe],
    ['the same as another', counts.twice],
  ];
  return [
    `# Training data: ${purpose === 'replies' ? 'replies (supervised)' : 'preferences (DPO)'}`,
    '',
    `Format: ${FORMAT_NAMES[format]}. Filters: ${filtered.join('; ') || 'none'}.`,
    '',
    '| | |',
    '|---|---|',
    `| rows in train.jsonl | ${rows.train} |`,
    `| rows in validation.jsonl | ${rows.validation} |`,
    `| conversations | ${counts.conversations} |`,
    `| characters | ${characters} |`,
    ...Object.entries(counts.examples).map(([kind, count]) => `| from ${kind} replies | ${count} |`),
    '',
    `Of ${counts.outcomes} outcomes these were left out:`,
    '',
    '| why | outcomes |',
    '|---|---|',
    ...left.map(([why, count]) => `| ${why} | ${count} |`),
    '',
    'Masked, each value once a conversation:',
    '',
    ...(Object.keys(counts.masked).length === 0 ? ['nothing'] : ['| kind | values |', '|---|---|', ...Object.entries(counts.masked).map(([kind, count]) => `| ${kind} | ${count} |`)]),
    '',
    'Masking finds what looks like a number, name, address or account. Read some rows before you hand them to anybody.',
    '',
  ].join('\n');
}
