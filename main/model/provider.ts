/** One call to a provider that speaks OpenAI's chat-completions protocol, streamed, through the official client. */
import type OpenAI from 'openai';
import { boundedFetch } from './http';
import { presetOf } from './presets';
import { ModelProblem, modelProblemOf } from './problems';
import type { Profile } from './profiles';

export interface ChatMessage {
  role: 'system' | 'user' | 'assistant';
  content: string;
}

/** Tokens as the provider counts them. */
export interface Usage {
  prompt: number;
  completion: number;
  /** Of the prompt, what came from the provider's cache. */
  cached: number;
}

/** What comes out of a stream, in order. */
export type Piece =
  | { kind: 'text'; text: string }
  /** The model thinks; what it thinks is shown to nobody. */
  | { kind: 'thinking' }
  | { kind: 'usage'; usage: Usage }
  /** `cut`: it ran into the limit of its length. */
  | { kind: 'end'; cut: boolean };

/** What a call needs of a profile. */
export type Endpoint = Pick<Profile, 'preset' | 'baseUrl' | 'model' | 'headers' | 'proxy'>;

/** Longest answer, tokens. A reply in a chat is a few sentences. */
const MOST_TOKENS = 800;
/** The library's own limit on a call, ms; ours are shorter. */
const LIMIT_MS = 600_000;

/**
 * Asks once, without retrying, and yields the answer as it comes; `end` comes last. Throws ModelProblem; when `signal` is
 * aborted it just ends. What a stream leaves unsaid is asked of the provider: without a last word it was broken off.
 */
export async function* streamChat(endpoint: Endpoint, key: string, messages: readonly ChatMessage[], signal: AbortSignal): AsyncGenerator<Piece> {
  let received = false;
  let ended = false;
  try {
    const stream = await request(await clientFor(endpoint, key), endpoint, messages, signal);
    for await (const chunk of stream) {
      received = true;
      if (signal.aborted) return;
      const choice = chunk.choices?.[0];
      yield* piecesOf(chunk, choice);
      const reason = choice?.finish_reason as string | null | undefined;
      if (!reason || ended) continue;
      ended = true;
      if (reason === 'content_filter' || reason === 'sensitive') throw new ModelProblem('filtered');
      yield { kind: 'end', cut: reason === 'length' };
    }
  } catch (error) {
    if (signal.aborted) return;
    throw modelProblemOf(error, received);
  }
  if (!ended && !signal.aborted) throw new ModelProblem(received ? 'broken-off' : 'empty');
}

type Chunk = OpenAI.Chat.Completions.ChatCompletionChunk;
type Choice = OpenAI.Chat.Completions.ChatCompletionChunk.Choice;

async function request(client: OpenAI, endpoint: Endpoint, messages: readonly ChatMessage[], signal: AbortSignal): Promise<AsyncIterable<Chunk>> {
  const { limit, usage, body } = presetOf(endpoint.preset);
  const parameters = {
    model: endpoint.model,
    messages: [...messages],
    stream: true as const,
    [limit]: MOST_TOKENS,
    ...(usage ? { stream_options: { include_usage: true } } : {}),
    ...body,
  };
  return client.chat.completions.create(parameters, { signal });
}

function* piecesOf(chunk: Chunk, choice: Choice | undefined): Generator<Piece> {
  const delta = choice?.delta as (Choice['delta'] & { reasoning_content?: unknown; reasoning?: unknown }) | undefined;
  if (typeof delta?.content === 'string' && delta.content !== '') yield { kind: 'text', text: delta.content };
  else if (delta?.reasoning_content || delta?.reasoning) yield { kind: 'thinking' };
  const { usage } = chunk;
  if (usage) {
    yield {
      kind: 'usage',
      usage: { prompt: usage.prompt_tokens ?? 0, completion: usage.completion_tokens ?? 0, cached: usage.prompt_tokens_details?.cached_tokens ?? 0 },
    };
  }
}

/** The models that the provider has, by name; at most 50. Throws ModelProblem. */
export async function listModels(endpoint: Endpoint, key: string, signal: AbortSignal): Promise<string[]> {
  try {
    const client = await clientFor(endpoint, key);
    const { data } = await client.models.list({ signal });
    return (data ?? []).slice(0, 50).map(({ id }) => id);
  } catch (error) {
    throw modelProblemOf(error, false);
  }
}

/** Loads the client, so that the first call of a session is as quick as the next. */
export async function loadClient(): Promise<void> {
  await import('openai');
}

/** Made anew for each call: a changed key or address holds at once. Loaded when first needed, as most starts need no model. */
async function clientFor({ baseUrl, headers, proxy }: Endpoint, key: string): Promise<OpenAI> {
  const { default: Client } = await import('openai');
  return new Client({
    baseURL: baseUrl.replace(/\/+$/, ''),
    apiKey: key || 'none',
    // Said outright, as the library would take all of these from the environment.
    organization: null,
    project: null,
    webhookSecret: null,
    adminAPIKey: null,
    maxRetries: 0,
    timeout: LIMIT_MS,
    // It would print what it cannot read, which is a piece of the conversation.
    logLevel: 'off',
    defaultHeaders: { ...headers, ...(key ? {} : { authorization: null }), 'user-agent': 'seat-assistant' },
    fetch: boundedFetch(proxy) as never,
  });
}
