/** Proposals as a pack: a file that can be validated, tried and imported like any other. */
import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { PACK_FORMAT } from '../../rules/pack';
import type { Proposal } from '../../rules/mining/types';

const GROUPS: Record<Proposal['kind'], string> = { answer: '历史会话/问答', greeting: '历史会话/问候', stalling: '历史会话/稍等', closing: '历史会话/结束语' };

/** The text of a pack with a rule for each proposal. Evidence and conversations stay out of it. */
export function packOf(proposals: readonly Proposal[]): string {
  const seen = new Set<string>();
  const rules = proposals
    .filter(({ id }) => !seen.has(id) && seen.add(id))
    .map(({ id, name, kind, triggers, replies }) => ({ id, name, group: GROUPS[kind], triggers, replies: replies.map((text) => ({ text })) }));
  const chinese = proposals.filter(({ replies }) => /\p{Script=Han}/u.test(replies[0]!)).length * 2 >= proposals.length;
  const pack = { format: PACK_FORMAT, id: 'mined', version: '1.0.0', name: chinese ? '来自历史会话' : 'From past conversations', language: chinese ? 'zh-CN' : 'en', rules };
  return `${JSON.stringify(pack, null, 2)}\n`;
}

/** Writes a pack, whole or not at all. Throws what the file system throws. */
export function writePack(file: string, proposals: readonly Proposal[]): void {
  const next = `${file}.${process.pid}.part`;
  try {
    writeFileSync(next, packOf(proposals));
    renameSync(next, file);
  } catch (error) {
    rmSync(next, { force: true });
    throw error;
  }
}
