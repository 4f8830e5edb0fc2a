import { createServer } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { Aborted, LIMITS, writeDraft, type Ask, type DraftEvent } from '../../../../main/model/draft';
import { Masker } from '../../../../main/model/masking';
import { FAILURES_IN_A_ROW, PAUSE_MS, Pauses } from '../../../../main/model/pauses';
import { ModelProblem } from '../../../../main/model/problems';
import { profileFrom, type NamedProfile } from '../../../../main/model/profiles';
import {
  breaksOffAfter, bytes, chunk, endless, endsWithoutFinish, event, inBytes, ModelServer, says, stalls, stallsAfter, status, thinks, whole,
} from '../../../support/model-server';

let server: ModelServer;
let other: ModelServer;
beforeAll(async () => {
  server = await ModelServer.start();
  other = await ModelServer.start();
});
afterAll(async () => {
  await server.close();
  await other.close();
});
beforeEach(() => {
  server.reset();
  other.reset();
  world.pauses.lift();
});
afterEach(async () => {
  // Whatever was cancelled is let go by the server, too.
  await vi.waitUntil(() => server.open === 0);
});

const world = { pauses: new Pauses(), now: () => 1_000_000, random: () => 0, limits: { stall: 250, whole: 3_000, afterwards: 100, backoff: [20, 40] } };

function askOf(where: ModelServer, change: Partial<NamedProfile> = {}, key = 'sk-test'): Ask {
  const profile = { ...profileFrom('own'), id: 'p1', baseUrl: where.url, model: 'small', firstWordSeconds: 2, ...change };
  return { profile, key, messages: [{ role: 'user', content: '几天能到' }], restorer: () => new Masker().restorer() };
}

async function write(asks: readonly Ask[] = [askOf(server)], signal = new AbortController().signal, limits = world.limits) {
  const events: DraftEvent[] = [];
  const draft = await writeDraft(asks, signal, (event) => events.push(event), { ...world, limits });
  return { draft, events, text: events.map((event) => (event.kind === 'text' ? event.text : '')).join('') };
}

async function problem(asks?: readonly Ask[], limits?: typeof world.limits): Promise<ModelProblem> {
  try {
    await write(asks, undefined, limits);
  } catch (error) {
    if (error instanceof ModelProblem) return error;
    throw error;
  }
  throw new Error('it was answered');
}

describe('a draft', () => {
  it('comes piece by piece and ends whole, with what it cost', async () => {
    server.next(says(['\n\n', '亲，', '明天', '发出。']));
    const { draft, events, text } = await write();
    expect(text).toBe('亲，明天发出。');
    expect(events.filter(({ kind }) => kind === 'text')).toHaveLength(3);
    expect(draft).toMatchObject({ text: '亲，明天发出。', cut: false, profile: 'p1', usage: { prompt: 120, completion: 8, cached: 64 } });
    expect(draft.firstWordMs).toBeLessThanOrEqual(draft.wholeMs);
  });

  it('is asked for once, streamed, with the model, the key and the headers of the profile and nothing of the environment', async () => {
    process.env['OPENAI_API_KEY'] = 'sk-environment';
    process.env['OPENAI_ORG_ID'] = 'org-environment';
    process.env['OPENAI_BASE_URL'] = 'http://127.0.0.1:9/';
    try {
      server.next(says('好'));
      await write([askOf(server, { headers: { 'X-Gateway': 'a' } })]);
    } finally {
      delete process.env['OPENAI_API_KEY'];
      delete process.env['OPENAI_ORG_ID'];
      delete process.env['OPENAI_BASE_URL'];
    }
    expect(server.seen).toHaveLength(1);
    const [{ path, headers, body, raw }] = server.seen as [ModelServer['seen'][0]];
    expect(path).toBe('/v1/chat/completions');
    expect(headers).toMatchObject({ authorization: 'Bearer sk-test', 'x-gateway': 'a' });
    expect(body).toMatchObject({ model: 'small', stream: true, stream_options: { include_usage: true } });
    expect(JSON.stringify(headers) + raw).not.toContain('environment');
  });

  it('goes without a key where none is needed', async () => {
    server.next(says('好'));
    await write([askOf(server, { preset: 'ollama' }, '')]);
    expect(server.seen[0]!.headers.authorization).toBeUndefined();
  });

  it('does not say what the model thinks, and thinking counts as being there', async () => {
    server.next(thinks(Array.from({ length: 6 }, () => '嗯，客户问快递……'), '三天到。', 100));
    const { draft, events } = await write();
    expect(draft.text).toBe('三天到。');
    expect(JSON.stringify(events)).not.toContain('嗯');
    expect(events.some(({ kind }) => kind === 'thinking')).toBe(true);
  });

  it('survives characters and events cut anywhere', async () => {
    for (const size of [1, 2, 3, 5, 7]) {
      server.next(inBytes('亲，🎁明天发出。', size));
      expect((await write()).draft.text).toBe('亲，🎁明天发出。');
    }
  });

  it('shows a broken character as a blank to fill in, never as it came', async () => {
    const [before, after] = event(chunk({ content: '发@货' })).split('@') as [string, string];
    server.next(bytes(before, Buffer.from([0xe5, 0x8f]), after, event(chunk({}, 'stop')), event('[DONE]')));
    const { draft } = await write();
    expect(draft.text).not.toContain('\ufffd');
    expect(draft.text).toMatch(/^发〔\u2063…〕货$/);
  });

  it('takes a whole answer where a stream was asked for', async () => {
    server.next(whole({ choices: [{ index: 0, message: { role: 'assistant', content: '好的亲' }, finish_reason: 'stop' }], usage: { prompt_tokens: 3, completion_tokens: 2 } }));
    expect((await write()).draft).toMatchObject({ text: '好的亲', usage: { prompt: 3, completion: 2 } });
  });

  it('is done when the last word is said, though the connection stays open', async () => {
    server.next((response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(event(chunk({ content: '好' })) + event(chunk({}, 'stop')));
    });
    expect((await write()).draft.text).toBe('好');
  });

  it('says so when it ran into the limit of its length', async () => {
    server.next(bytes(event(chunk({ content: '很长' })), event(chunk({}, 'length')), event('[DONE]')));
    expect((await write()).draft.cut).toBe(true);
  });

  it('is cancelled at once, before and within the stream, and the connection is let go', async () => {
    for (const behaviour of [stalls, stallsAfter('亲，')]) {
      server.next(behaviour);
      const stop = new AbortController();
      const written = write(undefined, stop.signal);
      await expect.poll(() => server.open).toBe(1);
      stop.abort();
      await expect(written).rejects.toBeInstanceOf(Aborted);
      await expect.poll(() => server.open).toBe(0);
    }
  });

  it('is not asked for again while it waits to retry, once it is cancelled', async () => {
    server.next(status(503));
    const stop = new AbortController();
    const written = write(undefined, stop.signal, { ...world.limits, backoff: [2_000] });
    await expect.poll(() => server.seen.length).toBe(1);
    stop.abort();
    await expect(written).rejects.toBeInstanceOf(Aborted);
    expect(server.seen).toHaveLength(1);
  });
});

describe('what goes wrong has a name', () => {
  const named: [what: string, behaviour: Parameters<ModelServer['next']>[0], code: string][] = [
    ['a wrong key', status(401, { error: { message: 'Incorrect API key provided', code: 'invalid_api_key' } }), 'wrong-key'],
    ['no money', status(402, { error: { message: 'Insufficient Balance' } }), 'no-money'],
    ['no money, said with 429', status(429, { error: { message: 'You exceeded your current quota', code: 'insufficient_quota' } }), 'no-money'],
    ['a model that is not there', status(404, { error: { message: 'The model `x` does not exist', code: 'model_not_found' } }), 'no-model'],
    ['a model that Ollama does not have', status(404, { error: { message: 'model "x" not found, try pulling it first', type: 'api_error' } }), 'no-model'],
    ['a wrong path', status(404, '<html>404</html>'), 'no-address'],
    ['a redirect, which is not followed', status(307, '', { location: 'http://127.0.0.1:9/' }), 'no-address'],
    ['a forbidden region', status(403), 'forbidden'],
    ['a request that it does not understand', status(400, { error: { message: 'unknown field' } }), 'bad-request'],
    ['a prompt that is too long', status(400, { error: { message: 'maximum context length is 4096 tokens' } }), 'too-long'],
    ['a web page', whole('<!doctype html><title>Login</title>', 'text/html'), 'not-an-api'],
    ['a web page that calls itself JSON', whole('<html></html>'), 'not-an-api'],
    ['an error body with status 200', whole({ error: { message: 'model overloaded' } }), 'refused'],
    ['an error body with status 200 that names a wrong key', whole({ code: 401, message: 'authentication fails' }), 'wrong-key'],
    ['an error within the stream', bytes(event({ error: { message: 'something broke' } })), 'refused'],
    ['JSON that is none', whole('{"choices": [', 'application/json'), 'garbled'],
    ['an event that is no JSON', bytes('data: {"choices": [{"delta"\n\n'), 'garbled'],
    ['an event cut in two by a line end', bytes('data: {"choices": [\ndata2: x\n\n', event('[DONE]')), 'garbled'],
    ['nothing at all', bytes(''), 'empty'],
    ['only an end', bytes(event(chunk({}, 'stop')), event('[DONE]')), 'empty'],
    ["the provider's filter", bytes(event(chunk({}, 'content_filter')), event('[DONE]')), 'filtered'],
    ['a break within the stream', breaksOffAfter('亲，'), 'broken-off'],
    ['an end without a last word', endsWithoutFinish('亲，'), 'broken-off'],
    ['a stall within the stream', stallsAfter('亲，'), 'stalled'],
    ['a stream without an end', endless(event(chunk({ content: '哈哈哈哈哈哈哈哈哈哈哈哈哈哈哈哈哈哈哈哈哈哈哈哈' }))), 'endless'],
    ['empty events without an end', endless(`${event(chunk({}))}${' '.repeat(60_000)}\n`), 'endless'],
    ['a line without an end', endless('data: xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx'.repeat(400)), 'endless'],
  ];
  it.each(named)('%s', async (_what, behaviour, code) => {
    server.next(behaviour);
    const found = await problem();
    expect(found.code).toBe(code);
    // Asked once: asking again would not help, or the agent has read the first words already.
    expect(server.seen).toHaveLength(1);
  });

  it('a fault that passes, but after the first word: the agent has read it, so it is not asked for again', async () => {
    server.next(bytes(event(chunk({ content: '亲，' })), event({ error: { code: 500, message: 'overloaded' } })));
    expect((await problem()).code).toBe('server');
    expect(server.seen).toHaveLength(1);
  });

  it('a line without an end is given up long before all of it is read', async () => {
    let written = 0;
    server.next(async (response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      while (!response.destroyed && written < 1_500_000) {
        written += 4_000;
        response.write('x'.repeat(4_000));
        await new Promise((resolve) => setTimeout(resolve, 1));
      }
      response.end();
    });
    expect((await problem()).code).toBe('endless');
    expect(written).toBeLessThan(1_500_000);
  });

  it('a stall before the first word', async () => {
    server.next(stalls);
    const found = await problem([askOf(server, { firstWordSeconds: 0.2 })]);
    expect(found).toMatchObject({ code: 'slow-start' });
  });

  it('a drip that never comes to an end in time', async () => {
    server.next(says(Array.from({ length: 100 }, () => '啊'), { everyMs: 50 }));
    expect(await problem(undefined, { ...world.limits, whole: 400 })).toMatchObject({ code: 'stalled' });
  });

  it('a program that does not run', async () => {
    const gone = await ModelServer.start();
    const asks = [askOf(gone)];
    await gone.close();
    expect(await problem(asks)).toMatchObject({ code: 'unreachable', detail: 'ECONNREFUSED' });
  });

  it('a host that is not there', async () => {
    expect(await problem([askOf(server, { baseUrl: 'http://no-such-host.invalid/v1' })])).toMatchObject({ code: 'unreachable' });
  });

  it('never carries the key or the text of the conversation, nor prints it', async () => {
    const printed: string[] = [];
    const methods = ['error', 'warn', 'log', 'info', 'debug'] as const;
    for (const method of methods) vi.spyOn(console, method).mockImplementation((...args: unknown[]) => void printed.push(String(args)));
    process.env['OPENAI_LOG'] = 'debug';
    try {
      for (const [, behaviour] of named.slice(0, -3)) {
        server.next(behaviour);
        const found = await problem();
        expect(`${found.message}${found.stack}${JSON.stringify(found.problem)}`).not.toMatch(/sk-test|几天能到/);
      }
    } finally {
      vi.restoreAllMocks();
      delete process.env['OPENAI_LOG'];
    }
    expect(printed).toEqual([]);
  });
});

describe('asking again', () => {
  it('helps after 500, 503 and 429 before the first word', async () => {
    for (const code of [500, 503, 429]) {
      server.next(status(code), status(code), says('好'));
      expect((await write()).draft.text).toBe('好');
    }
    expect(server.seen).toHaveLength(9);
  });

  it('is given up after the second time', async () => {
    server.next(status(500), status(502), status(500), says('好'));
    expect((await problem()).code).toBe('server');
    expect(server.seen).toHaveLength(3);
  });

  it('waits as long as Retry-After says, in seconds and as a date', async () => {
    server.next(status(429, {}, { 'retry-after': '1' }), says('好'));
    await write();
    expect(server.seen[1]!.at - server.seen[0]!.at).toBeGreaterThanOrEqual(990);
    server.next(status(429, {}, { 'retry-after': new Date(Date.now() + 2_000).toUTCString() }), says('好'));
    await write();
    expect(server.seen[3]!.at - server.seen[2]!.at).toBeGreaterThanOrEqual(900);
  });

  it('leaves the profile alone as long as it is told to, where that is long', async () => {
    server.next(status(429, {}, { 'retry-after': '120' }));
    expect((await problem()).code).toBe('too-many');
    expect(server.seen).toHaveLength(1);
    expect(world.pauses.of('p1', world.now())?.until).toBe(world.now() + 120_000);
    expect((await problem()).code).toBe('too-many');
    expect(server.seen).toHaveLength(1);
  });

  it('stops for a while after failures in a row, and goes on when the agent says so', async () => {
    for (let i = 0; i < FAILURES_IN_A_ROW; i++) {
      server.next(status(401));
      await problem();
    }
    expect(world.pauses.of('p1', world.now())?.until).toBe(world.now() + PAUSE_MS);
    await problem();
    expect(server.seen).toHaveLength(FAILURES_IN_A_ROW);
    world.pauses.lift();
    server.next(says('好'));
    expect((await write()).draft.text).toBe('好');
  });

  it('is left to the fallback when the first profile fails or is paused, but not after the first word', async () => {
    const asks = [askOf(server), askOf(other, { id: 'p2' })];
    server.next(status(401));
    other.next(says('备用'));
    expect((await write(asks)).draft).toMatchObject({ text: '备用', profile: 'p2' });
    server.next(breaksOffAfter('亲，'));
    expect((await problem(asks)).code).toBe('broken-off');
    expect(other.seen).toHaveLength(1);
  });

  it("tells the first profile's failure when the fallback fails, too", async () => {
    server.next(status(402));
    other.next(status(401));
    expect((await problem([askOf(server), askOf(other, { id: 'p2' })])).code).toBe('no-money');
  });
});

it('goes through a proxy where one is set', async () => {
  const tunnels: string[] = [];
  const proxy = createServer();
  proxy.on('connect', (request, socket) => {
    tunnels.push(request.url!);
    const [host, port] = request.url!.split(':');
    const onward = connect(Number(port), host, () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      onward.pipe(socket).pipe(onward);
    });
    onward.on('error', () => socket.destroy());
    socket.on('error', () => onward.destroy());
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  const address = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
  server.next(says(['经过', '代理']));
  expect((await write([askOf(server, { proxy: address })])).draft.text).toBe('经过代理');
  expect(tunnels).toEqual([server.url.replace(/^http:\/\/|\/v1$/g, '')]);
  proxy.closeAllConnections();
  proxy.close();
});

it('has limits that fit an agent who waits', () => {
  expect(LIMITS.stall).toBeLessThan(LIMITS.whole);
});
