import { writeDraft, type Ask } from './draft';
import { Masker } from './masking';
import { Pauses } from './pauses';
import { ModelProblem } from './problems';
import { needsKey, type NamedProfile } from './profiles';
import { listModels, type ChatMessage } from './provider';
import type { TestView } from './view';

/** Nothing of any customer. */
const QUESTION: readonly ChatMessage[] = [{ role: 'user', content: '请只回复两个字：你好' }];
const LIST_MS = 5_000;
/** On top of what the first word may take, ms. */
const REST_MS = 15_000;

/** Asks a profile for one word, once. Where the model is not known, says which are. Never rejects. */
export async function testConnection(profile: NamedProfile, key: string, now: () => number): Promise<TestView> {
  if (key === '' && needsKey(profile)) return { ok: false, problem: new ModelProblem('no-key').problem, models: [] };
  const whole = profile.firstWordSeconds * 1000 + REST_MS;
  const ask: Ask = { profile, key, messages: QUESTION, restorer: () => new Masker().restorer() };
  const world = { pauses: new Pauses(), now, random: () => 0, limits: { stall: REST_MS, whole, afterwards: 0, backoff: [] } };
  const begin = performance.now();
  try {
    const { text } = await writeDraft([ask], new AbortController().signal, () => undefined, world);
    return { ok: true, ms: Math.round(performance.now() - begin), reply: text.slice(0, 100) };
  } catch (error) {
    const found = error instanceof ModelProblem ? error : new ModelProblem('refused', { detail: error instanceof Error ? error.message : String(error) });
    const models = found.code === 'no-model' || profile.model === '' ? await listModels(profile, key, AbortSignal.timeout(LIST_MS)).catch(() => []) : [];
    return { ok: false, problem: found.problem, models };
  }
}
