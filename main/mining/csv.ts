/** History as CSV: comma, semicolon or tab between the cells. */
import { parse, type CsvError } from 'csv-parse';
import { pipeline } from 'node:stream';
import { Readable } from 'node:stream';
import { sampleOf, textOf, encodingOf } from './encoding';
import type { Row } from './table';

/** Longest row, in bytes: where a quotation mark is never closed, the rest of the file is no row. */
const LONGEST_ROW = 1024 * 1024;
const DELIMITERS = ['\t', ';', ','];

/** The rows of a CSV file. Broken rows come without cells. */
export async function* rowsOfCsv(file: string, onBytes: (count: number) => void): AsyncGenerator<Row> {
  const broken: Row[] = [];
  const parser = parse({
    bom: true,
    delimiter: await delimiterOf(file),
    info: true,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    skip_records_with_error: true,
    max_record_size: LONGEST_ROW,
    on_skip: (error: CsvError | undefined) => {
      broken.push({ number: Number((error as { lines?: number } | undefined)?.lines ?? 0), cells: null });
      return undefined;
    },
  });
  pipeline(Readable.from(textOf(file, onBytes)), parser, () => undefined);
  for await (const { record, info } of parser as AsyncIterable<{ record: string[]; info: { lines: number } }>) {
    yield* broken.splice(0);
    yield { number: info.lines, cells: record };
  }
  yield* broken.splice(0);
}

/** The delimiter that stands in the first line most often. */
async function delimiterOf(file: string): Promise<string> {
  const sample = await sampleOf(file);
  const [line = ''] = new TextDecoder(encodingOf(sample) ?? 'utf-8').decode(sample, { stream: true }).split(/\r|\n/, 1);
  const count = (delimiter: string) => line.split(delimiter).length;
  return DELIMITERS.reduce((best, delimiter) => (count(delimiter) > count(best) ? delimiter : best), ',');
}
