/** Providers by name: where they answer, a model to begin with, and what they want otherwise than OpenAI. */

export interface Preset {
  id: string;
  /** The provider's name for itself, the same in every language. */
  name: string;
  /** "" for one that the agent enters. */
  baseUrl: string;
  /** A model to begin with, quick rather than large; "" where only the agent knows what is loaded. */
  model: string;
  /** On this machine: no key, and nothing leaves it. */
  local: boolean;
  /** How the length of an answer is limited; newer OpenAI models refuse the older name. */
  limit: 'max_tokens' | 'max_completion_tokens';
  /** Whether the count of tokens is asked for in the stream; where not, it comes unasked or not at all. */
  usage: boolean;
  /** Put into every request. Mostly: do not think aloud first, the customer is waiting. */
  body: Record<string, unknown>;
  /** How long the first word may take, s. A local model may have to be loaded first. */
  firstWordSeconds: number;
}

const cloud = { local: false, limit: 'max_tokens', usage: true, firstWordSeconds: 8 } as const;
const local = { local: true, limit: 'max_tokens', usage: true, body: {}, firstWordSeconds: 60 } as const;
const noThinking = { thinking: { type: 'disabled' } };

/** In the order in which they are offered. Addresses and models as the providers' documentation had them in autumn 2026. */
export const PRESETS: readonly Preset[] = [
  { ...cloud, id: 'deepseek', name: 'DeepSeek', baseUrl: 'https://api.deepseek.com', model: 'deepseek-flash', body: noThinking },
  { ...cloud, id: 'qwen', name: '通义千问', baseUrl: 'https://dashscope.aliyuncs.com/compatible-mode/v1', model: 'qwen-plus', body: { enable_thinking: false } },
  // Knows no stream_options and counts unasked.
  { ...cloud, id: 'zhipu', name: '智谱', baseUrl: 'https://open.bigmodel.cn/api/paas/v4', model: 'glm-4.7-flashx', usage: false, body: noThinking },
  { ...cloud, id: 'kimi', name: 'Kimi', baseUrl: 'https://api.moonshot.cn/v1', model: 'kimi-k2.6', body: noThinking },
  { ...cloud, id: 'doubao', name: '豆包', baseUrl: 'https://ark.cn-beijing.volces.com/api/v3', model: 'doubao-seed-1-6-flash-250828', body: noThinking },
  { ...cloud, id: 'hunyuan', name: '混元', baseUrl: 'https://tokenhub.tencentmaas.com/v1', model: 'hy3-preview', body: {} },
  { ...cloud, id: 'openai', name: 'OpenAI', baseUrl: 'https://api.openai.com/v1', model: 'gpt-5.4-mini', limit: 'max_completion_tokens', body: { reasoning_effort: 'none' } },
  { ...local, id: 'ollama', name: 'Ollama', baseUrl: 'http://127.0.0.1:11434/v1', model: 'qwen2.5:7b' },
  { ...local, id: 'lmstudio', name: 'LM Studio', baseUrl: 'http://127.0.0.1:1234/v1', model: '' },
  { ...local, id: 'vllm', name: 'vLLM', baseUrl: 'http://127.0.0.1:8000/v1', model: '' },
  { ...local, id: 'llamacpp', name: 'llama.cpp', baseUrl: 'http://127.0.0.1:8080/v1', model: 'default' },
  { ...cloud, id: 'own', name: '', baseUrl: '', model: '', body: {}, firstWordSeconds: 15 },
];

/** The preset with this id; one that is no longer known is as the agent's own. */
export function presetOf(id: string): Preset {
  return PRESETS.find((preset) => preset.id === id) ?? PRESETS.at(-1)!;
}
