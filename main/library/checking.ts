/** Everything that goes into the library or comes out of it is checked against its zod schema. */
import type { z } from 'zod';
import { ProblemError, type Problem } from '../problem';
import { pathOf } from './places';
import type { Row } from './reading';

/** The value as its schema has it. Throws ProblemError `invalid` with the place and the reason. */
export function checked<T>(schema: z.ZodType<T>, value: unknown, id: unknown): T {
  const read = schema.safeParse(value);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw new ProblemError({ code: 'invalid', params: { id: String(id), place: pathOf(issue?.path ?? []), reason: issue?.message ?? '' } });
}

/** What stands in rows. One that cannot be read is told with its id, and left out. */
export function readRows<T>(rows: readonly Row[], schema: z.ZodType<T>, file: string, report: (problem: Problem) => void): T[] {
  return rows.flatMap(({ id, json }) => {
    let value: unknown;
    try {
      value = JSON.parse(json);
    } catch (error) {
      report({ code: 'library-row', file, params: { id, reason: error instanceof Error ? error.message : String(error) } });
      return [];
    }
    const read = schema.safeParse(value);
    if (read.success) return [read.data];
    const [issue] = read.error.issues;
    report({ code: 'library-row', file, params: { id, place: pathOf(issue?.path ?? []), reason: issue?.message ?? '' }, detail: read.error.message });
    return [];
  });
}
