import type { TestView } from '../../main/channels';
import { zhCN } from '../i18n/zh-CN';
import type { Translate } from './i18n';

type Problem = Extract<TestView, { ok: false }>['problem'];
type Known = Exclude<keyof typeof zhCN.model.problem, 'says'>;

/** What went wrong with a model, what to do about it, and the provider's own words where there are any. */
export function modelProblemText({ code, params = {}, detail = '' }: Problem, t: Translate): { title: string; text: string; says: string } {
  const name = code.replace(/^model-/, '');
  // A name such as ECONNREFUSED is the system's, not the provider's.
  const says = /^[A-Z][A-Z\d_]*$/.test(detail) ? detail : detail && t('model.problem.says', { detail });
  if (name === 'says' || !Object.hasOwn(zhCN.model.problem, name)) return { title: t('problem.generic', { code }), text: says || t('problem.noDetails'), says: '' };
  const known = name as Known;
  return { title: t(`model.problem.${known}.title`, { seconds: '', ...params }), text: t(`model.problem.${known}.text`), says };
}
