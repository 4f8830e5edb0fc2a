/** What can go wrong on the way to a model and back, as values: the UI has words and a next step for each code. */
import { APIConnectionError, APIError } from 'openai/error';
import type { Problem } from '../problem';

export type ModelProblemCode =
  /** No key is stored for the profile, and its provider wants one. */
  | 'no-key'
  | 'wrong-key'
  | 'forbidden'
  | 'no-money'
  | 'no-model'
  /** Something answers at the base URL, but not at this path. */
  | 'no-address'
  /** What answers is a web page, not the protocol. */
  | 'not-an-api'
  | 'too-long'
  | 'bad-request'
  | 'too-many'
  | 'server'
  /** Nothing can be reached: no network, a wrong host name, a program that does not run. */
  | 'unreachable'
  | 'certificate'
  /** The provider's own words, with status 200 or within the stream. */
  | 'refused'
  | 'garbled'
  | 'endless'
  /** No first word in time. */
  | 'slow-start'
  /** No next word in time, or not done in time. */
  | 'stalled'
  | 'broken-off'
  | 'empty'
  /** The provider's filter took the reply away. */
  | 'filtered';

/** Failures that the same request may not meet a moment later. */
const PASSING: ReadonlySet<ModelProblemCode> = new Set<ModelProblemCode>(['too-many', 'server', 'unreachable']);

export interface ModelProblemDetails {
  status?: number | undefined;
  /** The provider's own words, at most 300 characters; shown, never logged. */
  detail?: string | undefined;
  /** How long the provider asks to wait, ms. */
  retryAfterMs?: number | undefined;
  /** Values for the words, e.g. how many seconds were waited. */
  params?: Record<string, string | number> | undefined;
}

/** A failed call. Carries neither the key nor any text of the conversation. */
export class ModelProblem extends Error {
  readonly code: ModelProblemCode;
  readonly status: number | undefined;
  readonly detail: string;
  readonly retryAfterMs: number | undefined;
  readonly params: Record<string, string | number>;

  constructor(code: ModelProblemCode, { status, detail = '', retryAfterMs, params = {} }: ModelProblemDetails = {}) {
    super(`model: ${code}${status ? ` (${status})` : ''}`);
    this.code = code;
    this.status = status;
    this.detail = detail.replace(/\s+/g, ' ').trim().slice(0, 300);
    this.retryAfterMs = retryAfterMs;
    this.params = params;
  }

  /** Whether asking again, unchanged, may help. */
  get passing(): boolean {
    return PASSING.has(this.code);
  }

  /** As the windows are told of it. */
  get problem(): Problem {
    return { code: `model-${this.code}`, params: { ...this.params, ...(this.status ? { status: this.status } : {}) }, detail: this.detail };
  }
}

/** The problem in whatever the client library threw. `received` says whether the answer had begun. */
export function modelProblemOf(error: unknown, received: boolean): ModelProblem {
  const own = ownProblem(error);
  if (own) return own;
  if (error instanceof APIConnectionError) return unreachable(error.cause ?? error);
  if (error instanceof APIError) return fromApi(error);
  if (error instanceof SyntaxError) return new ModelProblem('garbled');
  return received ? new ModelProblem('broken-off', { detail: codeOf(error) }) : unreachable(error);
}

/** Ours, thrown inside the library's fetch, comes back wrapped. */
function ownProblem(error: unknown): ModelProblem | null {
  for (let at = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth++) if (at instanceof ModelProblem) return at;
  return null;
}

function fromApi(error: APIError): ModelProblem {
  const status = error.status ?? statusIn(error.error);
  const detail = error.error === undefined ? '' : error.message.replace(/^\d{3} /, '');
  const details = { status: error.status, detail, retryAfterMs: retryAfterOf(error.headers) };
  return new ModelProblem(codeFor(status, `${error.code ?? ''} ${error.type ?? ''} ${detail}`), details);
}

/** An error body within a stream may name its status. */
function statusIn(body: unknown): number | undefined {
  const code = typeof body === 'object' && body !== null && 'code' in body ? Number(body.code) : Number.NaN;
  return code >= 400 && code < 600 ? code : undefined;
}

/** The kind of failure behind a status and the provider's words: the same status says different things with different providers. */
export function codeFor(status: number | undefined, words: string): ModelProblemCode {
  if (/insufficient[_ ](?:quota|balance|funds)|arrearage|余额|欠费|exceeded your current quota|billing/i.test(words)) return 'no-money';
  if (/context[_ ]length|maximum context|too many tokens|prompt is too long/i.test(words)) return 'too-long';
  if (/content[_ ]?filter|data_?inspection|sensitive|risk content/i.test(words) && status !== 401) return 'filtered';
  if (/model[_ ]not[_ ]?found|model.{0,60}(?:does not exist|not found|not exist)|unknown model|no such model|模型不存在/i.test(words)) return 'no-model';
  if (/invalid[_ ]api[_ ]?key|incorrect api key|authentication[_ ](?:error|fails)/i.test(words)) return 'wrong-key';
  switch (status) {
    case undefined:
      return 'refused';
    case 401:
      return 'wrong-key';
    case 402:
      return 'no-money';
    case 403:
      return 'forbidden';
    case 404:
    case 405:
      return 'no-address';
    case 408:
      return 'server';
    case 429:
      return 'too-many';
    default:
      if (status >= 500) return 'server';
      return status >= 300 && status < 400 ? 'no-address' : 'bad-request';
  }
}

/** `retry-after-ms`, or `Retry-After` in seconds or as a date (RFC 9110, 10.2.3), in ms; undefined without a usable one. */
export function retryAfterOf(headers: Headers | undefined): number | undefined {
  const ms = Number(headers?.get('retry-after-ms') ?? Number.NaN);
  if (ms >= 0) return ms;
  const value = headers?.get('retry-after');
  if (!value) return undefined;
  const seconds = Number(value);
  if (seconds >= 0) return seconds * 1000;
  const until = Date.parse(value) - Date.now();
  return Number.isNaN(until) ? undefined : Math.max(0, until);
}

function unreachable(cause: unknown): ModelProblem {
  const code = codeOf(cause);
  return new ModelProblem(/CERT|SELF_SIGNED|UNABLE_TO_VERIFY|ERR_TLS|EPROTO/.test(code) ? 'certificate' : 'unreachable', { detail: code });
}

/** The system's name for a failed connection (ECONNREFUSED, ENOTFOUND …), wherever it is wrapped. */
function codeOf(error: unknown): string {
  for (let at: unknown = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth++) {
    if ('code' in at && typeof at.code === 'string') return at.code;
    if (at instanceof AggregateError && at.errors.length > 0) return codeOf(at.errors[0]);
  }
  return error instanceof Error ? error.name : '';
}
