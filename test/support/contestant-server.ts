/** A server on 127.0.0.1 that speaks the chat-completions protocol, and a contestant that asks it: nothing of the network is pretended. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ModelContestant, Price } from '../../main/compare/contestant';

export interface Asked {
  messages: { role: string; content: string }[];
}

export interface ModelServer {
  url: string;
  asked: Asked[];
  close(): Promise<void>;
}

/** `answer` gives the reply, a status to fail with, or "stall" to say nothing. */
export async function startModelServer(answer: (asked: Asked, count: number) => string | number): Promise<ModelServer> {
  const asked: Asked[] = [];
  const server = createServer((request, response) => void serve(request, response));
  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    const one = JSON.parse(body) as Asked;
    asked.push(one);
    const reply = answer(one, asked.length);
    if (reply === 'stall') return;
    if (typeof reply === 'number') {
      response.writeHead(reply, { 'content-type': 'application/json' }).end('{"error":{"message":"no"}}');
      return;
    }
    const usage = { prompt_tokens: 100, completion_tokens: 20, prompt_tokens_details: { cached_tokens: 40 } };
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ choices: [{ message: { role: 'assistant', content: reply }, finish_reason: 'stop' }], usage }));
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`, asked, close };
}

/** Asks a server over HTTP, the precedents before the message. */
export function httpContestant(url: string, name = 'model', price?: Price): ModelContestant {
  return {
    name,
    kind: 'prompted',
    price,
    async answer({ message, before }, precedents, signal) {
      const messages = [
        { role: 'system', content: precedents.map(({ question, reply }) => `${question}\n${reply}`).join('\n') },
        ...before.map(({ role, text }) => ({ role: role === 'agent' ? 'assistant' : 'user', content: text })),
        { role: 'user', content: message },
      ];
      const response = await fetch(`${url}/chat/completions`, { method: 'POST', body: JSON.stringify({ model: 'm', messages }), signal });
      if (!response.ok) throw Object.assign(new Error('refused'), { status: response.status });
      const { choices, usage } = (await response.json()) as { choices: [{ message: { content: string } }]; usage: { prompt_tokens: number; completion_tokens: number; prompt_tokens_details: { cached_tokens: number } } };
      return { replies: [choices[0].message.content], usage: { prompt: usage.prompt_tokens, completion: usage.completion_tokens, cached: usage.prompt_tokens_details.cached_tokens } };
    },
  };
}
