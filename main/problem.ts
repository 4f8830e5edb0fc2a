/** Something that went wrong and that the agent can meet: put into words by whoever shows it, in its language. */
export interface Problem {
  /** Stable name of the kind of problem; the UI has a text and a next step for each. */
  code: string;
  /** The file that it is about. */
  file?: string;
  params?: Record<string, string | number>;
  /** The engine's own message, for the log. */
  detail?: string;
}

/** A problem on its way up. */
export class ProblemError extends Error {
  constructor(readonly problem: Problem) {
    super(`${problem.code}${problem.file ? `: ${problem.file}` : ''}${problem.detail ? ` (${problem.detail})` : ''}`);
  }
}

/** The problem in an error; anything unforeseen becomes `unexpected` with its message. */
export function problemOf(error: unknown): Problem {
  if (error instanceof ProblemError) return error.problem;
  return { code: 'unexpected', detail: error instanceof Error ? error.message : String(error) };
}
