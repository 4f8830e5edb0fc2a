/** A comparison in words, for people. */
import type { Comparison } from './compare';
import type { Figures } from './figures';
import { LEAST, type Recommendation } from './recommend';

export type Language = 'zh-CN' | 'en';

const percent = (share: number) => `${(share * 100).toFixed(1)}%`;
const money = ({ per1000, currency }: NonNullable<Figures['cost']>) => `${per1000.toFixed(per1000 < 1 ? 4 : 2)} ${currency}`;
const chance = (luck: number) => (luck < 0.001 ? '< 0.001' : luck.toFixed(3));

const NAMES: Record<Language, Record<string, string>> = {
  'zh-CN': { rules: '只用规则', 'rules + learned': '规则+学习' },
  en: { rules: 'rules alone', 'rules + learned': 'rules + learned' },
};
const HEADS: Record<Language, readonly string[]> = {
  'zh-CN': ['', '有建议', '完全相同', '几乎相同', '前三几乎相同', '有建议时几乎相同', 'p50 毫秒', 'p95 毫秒', '词元', '每千条费用', '失败'],
  en: ['', 'coverage', 'same', 'near', 'near in 3', 'near if shown', 'p50 ms', 'p95 ms', 'tokens', 'per 1000', 'failed'],
};

/** Lines: what was compared, a table, and the recommendation. */
export function linesOf(comparison: Comparison, language: Language): string[] {
  const { learnedFrom, heldOut, contestants, recommendation } = comparison;
  const intro =
    language === 'en'
      ? `Learned from ${learnedFrom.conversations} conversations (${learnedFrom.messages} messages), judged on ${heldOut.judged} of ${heldOut.messages} messages of the ${heldOut.conversations} after them.`
      : `从前 ${learnedFrom.conversations} 段会话（${learnedFrom.messages} 条消息）学习，用其后 ${heldOut.conversations} 段里 ${heldOut.messages} 条消息中的 ${heldOut.judged} 条评判。`;
  const rows = contestants.map((figures) => cellsOf(figures, language));
  return [intro, '', ...inColumns([HEADS[language], ...rows]), '', ...adviceOf(recommendation, language)];
}

/** Cells below one another in a terminal, where a Chinese character is two wide. */
function inColumns(rows: readonly (readonly string[])[]): string[] {
  const width = (text: string) => text.length + (text.match(/[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60]/g)?.length ?? 0);
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((cells) => width(cells[column]!))));
  return rows.map((cells) => cells.map((cell, column) => cell + ' '.repeat(widths[column]! - width(cell))).join('  ').trimEnd());
}

function cellsOf({ name, kind, coverage, same, near, near3, nearWhenAnswered, latencyMs, tokens, cost, failures, notAsked }: Figures, language: Language): string[] {
  const isModel = kind === 'prompted' || kind === 'fine-tuned';
  const failed = [...Object.entries(failures).map(([code, count]) => `${code} ${count}`), ...(notAsked > 0 ? [language === 'en' ? `not asked ${notAsked}` : `未再询问 ${notAsked}`] : [])];
  return [
    isModel ? name : (NAMES[language][name] ?? name),
    percent(coverage), percent(same), percent(near), percent(near3), percent(nearWhenAnswered),
    latencyMs.p50.toFixed(1), latencyMs.p95.toFixed(1),
    tokens ? `${tokens.prompt}+${tokens.completion}` : isModel ? '?' : '0',
    cost ? money(cost) : isModel ? '?' : '0',
    failed.join(', ') || '0',
  ];
}

/** What to do, and why. */
export function adviceOf(recommendation: Recommendation, language: Language): string[] {
  return language === 'en' ? inEnglish(recommendation) : inChinese(recommendation);
}

function inEnglish({ choice, model, because }: Recommendation): string[] {
  const { n, rulesNear, learnedNear, learnedCoverage, withModelNear, withModelCoverage, learnedByLuck, modelByLuck, modelP50, modelCost } = because;
  const advice = {
    unsure: `Too early to tell: ${n} messages were judged, at least ${LEAST} are needed. Go on working with rules and learning.`,
    rules: 'Rules alone do: what was learned makes no difference that is more than luck. Learning costs nothing, so leave it on.',
    learned: model === null ? 'Use rules with learning. No model took part.' : `Use rules with learning. ${model} adds too little.`,
    model: `Use rules with learning, and ${model} beside them.`,
  }[choice];
  return [
    `Recommendation: ${advice}`,
    `The panel holds nearly what the agent sent: rules ${percent(rulesNear)}, rules + learned ${percent(learnedNear)} of ${n} messages (by luck ${chance(learnedByLuck)}); these show something for ${percent(learnedCoverage)}.`,
    ...(withModelNear === null
      ? []
      : [`With ${model} beside them: ${percent(withModelNear)} (by luck ${chance(modelByLuck ?? 1)}), something shown for ${percent(withModelCoverage ?? 0)}, half of its answers within ${Math.round(modelP50 ?? 0)} ms${modelCost ? `, ${money(modelCost)} for 1000 answers` : ', cost unknown'}.`]),
    'A reply in other words may be as good: what is measured is how much typing it saves as it stands.',
  ];
}

function inChinese({ choice, model, because }: Recommendation): string[] {
  const { n, rulesNear, learnedNear, learnedCoverage, withModelNear, withModelCoverage, learnedByLuck, modelByLuck, modelP50, modelCost } = because;
  const advice = {
    unsure: `现在还说不准：只评判了 ${n} 条消息，至少要 ${LEAST} 条。先继续用规则和学习。`,
    rules: '只用规则就够：学到的没有带来超出偶然的差别。学习不花钱，留着就好。',
    learned: model === null ? '用规则加学习。没有模型参加比较。' : `用规则加学习。${model} 带来的太少。`,
    model: `用规则加学习，旁边再用 ${model}。`,
  }[choice];
  return [
    `建议：${advice}`,
    `面板里有与客服实际发送几乎相同的回复：只用规则 ${percent(rulesNear)}，规则+学习 ${percent(learnedNear)}（共 ${n} 条，出于偶然的可能 ${chance(learnedByLuck)}）；后者对 ${percent(learnedCoverage)} 的消息有建议。`,
    ...(withModelNear === null
      ? []
      : [`旁边再用 ${model}：${percent(withModelNear)}（出于偶然的可能 ${chance(modelByLuck ?? 1)}），${percent(withModelCoverage ?? 0)} 的消息有建议，一半回答在 ${Math.round(modelP50 ?? 0)} 毫秒内${modelCost ? `，每千条 ${money(modelCost)}` : '，费用未知'}。`]),
    '换一种说法的回复也可能一样好：这里量的是照原样能省多少打字。',
  ];
}
