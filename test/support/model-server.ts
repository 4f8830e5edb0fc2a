/** A real HTTP server on 127.0.0.1 that speaks the chat-completions protocol, and breaks it in every way that is asked of it. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** One request as it arrived. */
export interface Seen {
  path: string;
  headers: IncomingMessage['headers'];
  /** As the client sent it, byte for byte. */
  raw: string;
  body: { model?: string; stream?: boolean; messages?: { role: string; content: string }[]; [name: string]: unknown };
  /** When it was complete, ms since 1970. */
  at: number;
}

/** How one request is answered. */
export type Behaviour = (response: ServerResponse, seen: Seen) => Promise<void> | void;

const SSE = { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-cache' };
export const event = (data: unknown) => `data: ${typeof data === 'string' ? data : JSON.stringify(data)}\n\n`;
export const chunk = (delta: Record<string, unknown>, finish: string | null = null, more: Record<string, unknown> = {}) => ({
  id: 'c1', object: 'chat.completion.chunk', created: 1, model: 'm', choices: [{ index: 0, delta, finish_reason: finish }], ...more,
});
const USAGE = { prompt_tokens: 120, completion_tokens: 8, total_tokens: 128, prompt_tokens_details: { cached_tokens: 64 } };

/** Streams a reply piece by piece, with the usage at the end and `[DONE]`, as the protocol has it. */
export function says(pieces: string | readonly string[] | ((seen: Seen) => string | readonly string[]), { everyMs = 0, afterMs = 0 } = {}): Behaviour {
  return async (response, seen) => {
    const given = typeof pieces === 'function' ? pieces(seen) : pieces;
    await sleep(afterMs);
    response.writeHead(200, SSE);
    response.write(event(chunk({ role: 'assistant', content: '' })));
    for (const content of typeof given === 'string' ? [given] : given) {
      response.write(event(chunk({ content })));
      await sleep(everyMs);
    }
    response.write(event(chunk({}, 'stop')));
    response.write(event({ ...chunk({}), choices: [], usage: USAGE }));
    response.end(event('[DONE]'));
  };
}

const NO = { error: { message: 'no', type: 'test' } };

/** Answers with a status, and headers such as Retry-After. */
export function status(code: number, body: unknown = NO, headers: Record<string, string> = {}): Behaviour {
  return (response) => {
    response.writeHead(code, { 'content-type': typeof body === 'string' ? 'text/html' : 'application/json', ...headers });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  };
}

/** Takes the request and says nothing. */
export const stalls: Behaviour = () => undefined;

/** Begins and then says nothing more. */
export function stallsAfter(text: string): Behaviour {
  return (response) => {
    response.writeHead(200, SSE);
    response.write(event(chunk({ content: text })));
  };
}

/** Begins; then the connection is gone. */
export function breaksOffAfter(text: string): Behaviour {
  return async (response) => {
    response.writeHead(200, SSE);
    response.write(event(chunk({ content: text })));
    await sleep(30);
    response.socket?.destroy();
  };
}

/** Begins and ends in good order, but without a last word. */
export function endsWithoutFinish(text: string): Behaviour {
  return (response) => {
    response.writeHead(200, SSE);
    response.end(event(chunk({ content: text })));
  };
}

/** Writes the bytes of a good answer a few at a time, so that characters and events are cut anywhere. */
export function inBytes(text: string, size: number): Behaviour {
  return async (response) => {
    response.writeHead(200, SSE);
    const bytes = Buffer.from(event(chunk({ content: text })) + event(chunk({}, 'stop')) + event('[DONE]'));
    for (let at = 0; at < bytes.length; at += size) {
      response.write(bytes.subarray(at, at + size));
      await new Promise((resolve) => setImmediate(resolve));
    }
    response.end();
  };
}

/** Bytes as they are given, as a stream. */
export function bytes(...parts: (string | Buffer)[]): Behaviour {
  return (response) => {
    response.writeHead(200, SSE);
    for (const part of parts) response.write(part);
    response.end();
  };
}

/** Never ends: one small event after another, or one line without an end. */
export function endless(piece: string): Behaviour {
  return async (response) => {
    response.writeHead(200, SSE);
    while (!response.destroyed) {
      if (!response.write(piece)) await new Promise((resolve) => response.once('drain', resolve).once('close', resolve));
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
}

/** Thinks aloud first, as reasoning models do. */
export function thinks(thoughts: readonly string[], reply: string, everyMs = 0): Behaviour {
  return async (response) => {
    response.writeHead(200, SSE);
    for (const reasoning_content of thoughts) {
      response.write(event(chunk({ reasoning_content, content: null })));
      await sleep(everyMs);
    }
    response.write(event(chunk({ content: reply })));
    response.write(event(chunk({}, 'stop', { usage: USAGE })));
    response.end(event('[DONE]'));
  };
}

/** A whole answer, though a stream was asked for. */
export function whole(body: unknown, type = 'application/json'): Behaviour {
  return (response) => {
    response.writeHead(200, { 'content-type': type });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  };
}

export class ModelServer {
  readonly seen: Seen[] = [];
  /** Requests that are being answered now. */
  open = 0;
  /** What it does when nothing is queued. */
  otherwise: Behaviour = says('好的。');
  /** What it says it has at /models. */
  models: string[] = ['small', 'large'];
  readonly #server: Server;
  readonly #queue: Behaviour[] = [];

  private constructor() {
    this.#server = createServer((request, response) => void this.#answer(request, response));
  }

  static async start(): Promise<ModelServer> {
    const server = new ModelServer();
    await new Promise<void>((resolve) => server.#server.listen(0, '127.0.0.1', resolve));
    return server;
  }

  /** The base URL for a profile. */
  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/v1`;
  }

  /** The next requests are answered so, in this order. */
  next(...behaviours: Behaviour[]): void {
    this.#queue.push(...behaviours);
  }

  /** Forgets what was queued and seen. */
  reset(): void {
    this.#queue.length = 0;
    this.seen.length = 0;
  }

  /** Everything that reached it, as one text. */
  get received(): string {
    return this.seen.map(({ path, headers, raw }) => `${path}\n${JSON.stringify(headers)}\n${raw}`).join('\n');
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const raw = Buffer.concat(parts).toString('utf8');
    if (request.url?.endsWith('/models')) return status(200, { object: 'list', data: this.models.map((id) => ({ id, object: 'model' })) })(response, undefined as never);
    const seen: Seen = { path: request.url ?? '', headers: request.headers, raw, body: raw ? JSON.parse(raw) : {}, at: Date.now() };
    this.seen.push(seen);
    this.open++;
    response.once('close', () => this.open--);
    await (this.#queue.shift() ?? this.otherwise)(response, seen);
  }
}
