/** The fetch under the client library: bounded, never redirected, through a proxy where one is set. */
import { ModelProblem, codeFor } from './problems';

/** Most of an answer that is read, bytes. The longest reply in JSON, a chunk a character, is well below it. */
const MOST_BYTES = 2_000_000;
/** Longest single line, bytes: the library looks for its end anew with each piece that arrives. */
const LONGEST_LINE = 64_000;
/** Longest answer that is no stream. */
const MOST_BODY = 200_000;

export type Fetch = (input: string | URL | Request, init?: RequestInit) => Promise<Response>;

/**
 * A fetch for one profile. Answers are cut off at a size no reply reaches (`endless`); a web page in the place of the
 * protocol is told as one; a whole answer to a request for a stream becomes a stream of one piece. A redirect is not
 * followed: the key and the text go where the agent said, nowhere else.
 */
export function boundedFetch(proxy: string): Fetch {
  return async (input, init) => {
    const send = proxy ? await proxied(proxy) : fetch;
    const response = await send(input, { ...init, redirect: 'manual' });
    const type = response.headers.get('content-type') ?? '';
    if (!response.ok || !/html|json/i.test(type)) return withBody(response, limited(response.body));
    const text = await readAll(response.body, MOST_BODY);
    if (/html/i.test(type) || /^\s*</.test(text)) throw new ModelProblem('not-an-api', { status: response.status });
    return wantsStream(init) ? asStream(text, response) : withBody(response, text);
  };
}

const agents = new Map<string, Promise<Fetch>>();

/** One connection pool a proxy. Loaded when first needed: most agents have none. */
function proxied(proxy: string): Promise<Fetch> {
  let ready = agents.get(proxy);
  if (!ready) {
    ready = import('undici').then(({ fetch, ProxyAgent }) => {
      const dispatcher = new ProxyAgent(proxy);
      return (input, init) => fetch(input as never, { ...(init as object), dispatcher }) as unknown as Promise<Response>;
    });
    agents.set(proxy, ready);
  }
  return ready;
}

function withBody(response: Response, body: BodyInit | null): Response {
  const headers = new Headers(response.headers);
  // What follows is decoded already.
  headers.delete('content-encoding');
  headers.delete('content-length');
  // A Response cannot be made with some of the statuses that a server can send.
  const status = response.status < 200 ? 502 : response.status;
  return new Response([204, 205, 304].includes(status) ? null : body, { status, headers });
}

function limited(body: ReadableStream<Uint8Array> | null): ReadableStream<Uint8Array> | null {
  if (!body) return null;
  let bytes = 0;
  let line = 0;
  return body.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        bytes += chunk.length;
        const end = chunk.lastIndexOf(10);
        line = end < 0 ? line + chunk.length : chunk.length - end - 1;
        if (bytes > MOST_BYTES || line > LONGEST_LINE) controller.error(new ModelProblem('endless'));
        else controller.enqueue(chunk);
      },
    }),
  );
}

async function readAll(body: ReadableStream<Uint8Array> | null, most: number): Promise<string> {
  if (!body) return '';
  const decoder = new TextDecoder();
  const reader = body.getReader();
  let text = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    text += decoder.decode(value, { stream: true });
    if (text.length <= most) continue;
    await reader.cancel();
    throw new ModelProblem('endless');
  }
}

const wantsStream = (init: RequestInit | undefined) => typeof init?.body === 'string' && /"stream":\s*true/.test(init.body);

/** A whole answer as a stream of one piece; an error in the place of an answer as what it is. */
function asStream(text: string, response: Response): Response {
  const body = parsed(text);
  const error = body?.['error'];
  if (error !== undefined && error !== null) throw refusedWith(error, response.status);
  const choices = body?.['choices'];
  if (!Array.isArray(choices)) {
    // Gateways also answer {"code": 401, "message": "…"}.
    throw body && ('message' in body || 'msg' in body) ? refusedWith({ ...body, message: body['message'] ?? body['msg'] }, response.status) : new ModelProblem('garbled');
  }
  const streamed = choices.map((choice: Record<string, unknown>) => ({ index: 0, finish_reason: choice['finish_reason'], delta: choice['message'] ?? choice['delta'] ?? {} }));
  const data = JSON.stringify({ ...body, choices: streamed });
  return new Response(`data: ${data}\n\ndata: [DONE]\n\n`, { status: 200, headers: { 'content-type': 'text/event-stream' } });
}

function parsed(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : null;
  } catch {
    throw new ModelProblem('garbled');
  }
}

function refusedWith(error: unknown, status: number): ModelProblem {
  const fields = typeof error === 'object' && error !== null ? (error as Record<string, unknown>) : {};
  const detail = typeof error === 'string' ? error : typeof fields['message'] === 'string' ? fields['message'] : JSON.stringify(error);
  const named = Number(fields['code']);
  const words = `${String(fields['code'] ?? '')} ${String(fields['type'] ?? '')} ${detail}`;
  return new ModelProblem(codeFor(named >= 400 && named < 600 ? named : undefined, words), { status, detail });
}
