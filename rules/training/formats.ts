/** Training examples as others' programs read them: one JSON object a row. */
import type { Turn } from '../types';
import type { Example } from './training';

/**
 * `openai`: OpenAI's chat format and its preference format. `sharegpt`, `alpaca`: LLaMA-Factory's. `swift`: ms-swift's
 * standard format.
 */
export const FORMATS = ['openai', 'sharegpt', 'alpaca', 'swift'] as const;
export type Format = (typeof FORMATS)[number];

/** A row of a file; with `rejected` in the example it is a preference. */
export function rowOf(example: Example, format: Format, system = ''): object {
  if (format === 'openai') return openai(example, system);
  if (format === 'sharegpt') return sharegpt(example, system);
  if (format === 'alpaca') return alpaca(example, system);
  return swift(example, system);
}

/**
 * A row as one line without its end. Line ends of Unicode are escaped as well, as some programs split files at them; a
 * half of a character is replaced, as UTF-8 cannot hold it.
 */
export function lineOf(row: object): string {
  const text = JSON.stringify(row, (_, value: unknown) => (typeof value === 'string' ? value.replace(/[\ud800-\udfff]/gu, '\ufffd') : value));
  return text.replace(/[\u007f-\u009f\u2028\u2029]/g, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** How LLaMA-Factory finds its way in a file: the entry of dataset_info.json. Null for formats of others. */
export function datasetEntry(format: Format, file: string, preferences: boolean): object | null {
  const answers = preferences ? { chosen: 'chosen', rejected: 'rejected' } : {};
  const ranking = preferences ? { ranking: true } : {};
  if (format === 'sharegpt') {
    return {
      file_name: file,
      formatting: 'sharegpt',
      ...ranking,
      columns: { messages: 'conversations', system: 'system', ...answers },
      tags: { role_tag: 'from', content_tag: 'value', user_tag: 'human', assistant_tag: 'gpt' },
    };
  }
  if (format !== 'alpaca') return null;
  const response = preferences ? answers : { response: 'output' };
  return { file_name: file, formatting: 'alpaca', ...ranking, columns: { prompt: 'instruction', query: 'input', ...response, system: 'system', history: 'history' } };
}

interface Message {
  role: 'system' | 'user' | 'assistant';
  content: string;
}

function messagesOf({ before, message }: Example, system: string): Message[] {
  const turns = before.map(({ role, text }): Message => ({ role: role === 'agent' ? 'assistant' : 'user', content: text }));
  return [...(system === '' ? [] : [{ role: 'system' as const, content: system }]), ...turns, { role: 'user', content: message }];
}

const assistant = (content: string): Message => ({ role: 'assistant', content });

/** https://developers.openai.com/api/docs/guides/supervised-fine-tuning and …/direct-preference-optimization. Earlier replies are examples of their own. */
function openai(example: Example, system: string): object {
  const messages = messagesOf(example, system);
  if (example.rejected === undefined) return { messages: [...messages.map((one) => (one.role === 'assistant' ? { ...one, weight: 0 } : one)), assistant(example.reply)] };
  return { input: { messages }, preferred_output: [assistant(example.reply)], non_preferred_output: [assistant(example.rejected)] };
}

/** https://github.com/hiyouga/LLaMA-Factory/blob/main/data/README.md, "Sharegpt Format". */
function sharegpt({ before, message, reply, rejected }: Example, system: string): object {
  const said = ({ role, text }: Turn) => ({ from: role === 'agent' ? 'gpt' : 'human', value: text });
  const asked = [...before, { role: 'customer' as const, text: message }].map(said);
  const answer = said({ role: 'agent', text: reply });
  if (rejected === undefined) return { conversations: [...asked, answer], system };
  return { conversations: asked, system, chosen: answer, rejected: said({ role: 'agent', text: rejected }) };
}

/** The same, "Alpaca Format". */
function alpaca({ before, message, reply, rejected }: Example, system: string): object {
  const history: [string, string][] = [];
  for (let at = 0; at + 1 < before.length; at += 2) history.push([before[at]!.text, before[at + 1]!.text]);
  const answer = rejected === undefined ? { output: reply } : { chosen: reply, rejected };
  return { instruction: message, input: '', ...answer, system, history };
}

/** https://swift.readthedocs.io/en/latest/Customization/Custom-dataset.html, "Standard Dataset Format". */
function swift(example: Example, system: string): object {
  const { reply, rejected } = example;
  return { messages: [...messagesOf(example, system), assistant(reply)], ...(rejected === undefined ? {} : { rejected_response: rejected }) };
}
