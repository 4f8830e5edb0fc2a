/** Reads files of rules: the packs that ship, and the agent's own. One bad rule never costs the others. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { RE2JS } from 're2js';
import { PACK_FORMAT, PackFile } from '../../rules/pack';
import { Rule } from '../../rules/types';
import type { Problem } from '../problem';
import { pathOf, placeOf } from './places';

/** Largest file of rules that is read, in bytes: some 100,000 rules. */
const MAX_BYTES = 64 * 1024 * 1024;

/** Rules that belong together, with ids as they have in the library. */
export interface Pack {
  id: string;
  version: string;
  name: string;
  /** The language of its replies. */
  language: 'zh-CN' | 'en';
  readonly rules: readonly Rule[];
  /** Hash of the file, so that a change of it is seen even where its version stayed the same. */
  digest?: string;
}

type Report = (problem: Problem) => void;

/** Reads the agent's own files of rules: every *.json in `rules/` in the data folder. A pack whose id is in `taken` is told and left out. */
export function readUserRuleFiles(dataFolder: string, report: Report, taken: readonly string[] = []): Pack[] {
  return readPackFolder(join(dataFolder, 'rules'), report, taken);
}

/**
 * Reads the packs that ship. Their rules are checked when they are first asked for, which the library does when a pack
 * is new or changed: an ordinary start does not pay for them.
 */
export function readShippedPacks(folder: string, report: Report): Pack[] {
  return readFolder(folder, report, []);
}

/** Reads every pack of a folder, in the order of their names; what is wrong is told with its file, place and reason. Never throws. */
export function readPackFolder(folder: string, report: Report, taken: readonly string[] = []): Pack[] {
  const packs = readFolder(folder, report, taken);
  packs.forEach(readAllRules);
  return packs;
}

/** Reads one pack. Rules that are wrong are left out, each told; null when nothing of the file can be used. */
export function readPack(text: string, file: string, report: Report): Pack | null {
  const pack = openPack(text, file, report);
  if (pack) readAllRules(pack);
  return pack;
}

const readAllRules = (pack: Pack) => pack.rules;

function readFolder(folder: string, report: Report, taken: readonly string[]): Pack[] {
  const ids = new Set(taken);
  return filesIn(folder, report).flatMap((file) => {
    const text = textOf(file, report);
    const pack = text === null ? null : openPack(text, file, report);
    if (!pack) return [];
    if (!ids.has(pack.id)) return ids.add(pack.id) && [pack];
    report({ code: 'rule-file', file, params: { place: 'id', reason: `another pack is called "${pack.id}"` } });
    return [];
  });
}

/** Reads all of a pack but its rules, which are read once when they are asked for. */
function openPack(text: string, file: string, report: Report): Pack | null {
  const wrong: Wrong = (place, reason) => report({ code: 'rule-file', file, params: { place, reason } });
  let json: unknown;
  try {
    json = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    wrong(placeOf(error, text), error instanceof Error ? error.message : String(error));
    return null;
  }
  const format = (json as { format?: unknown } | null)?.format;
  if (typeof format === 'number' && format > PACK_FORMAT) {
    report({ code: 'rule-file-newer', file, params: { format, known: PACK_FORMAT } });
    return null;
  }
  const read = PackFile.safeParse(json);
  if (!read.success) {
    for (const issue of read.error.issues) wrong(pathOf(issue.path), issue.message);
    return null;
  }
  const { id, version, name, language, rules: raw } = read.data;
  let rules: Rule[] | undefined;
  return {
    id,
    version,
    name,
    language,
    digest: createHash('sha256').update(text).digest('hex'),
    get rules() {
      return (rules ??= readRules(raw, id, wrong));
    },
  };
}

type Wrong = (place: string, reason: string) => void;

function readRules(list: readonly unknown[], pack: string, wrong: Wrong): Rule[] {
  const seen = new Set<string>();
  return list.flatMap((raw, index) => {
    const at = (path: readonly PropertyKey[]) => pathOf(['rules', index, ...path]);
    const own = (raw as { id?: unknown } | null)?.id;
    if (typeof raw !== 'object' || raw === null || typeof own !== 'string' || own.trim() === '') {
      wrong(at(['id']), 'a rule needs an "id"');
      return [];
    }
    const rule = Rule.safeParse({ ...raw, id: `${pack}/${own}`, source: { kind: 'pack', pack } });
    if (!rule.success) {
      for (const issue of rule.error.issues) wrong(at(issue.path), issue.message);
      return [];
    }
    const bad = regexFault(rule.data);
    if (bad) {
      wrong(at(['triggers', bad.trigger, 'pattern']), bad.reason);
      return [];
    }
    if (seen.has(own)) {
      wrong(at(['id']), `"${own}" stands twice`);
      return [];
    }
    seen.add(own);
    return [rule.data];
  });
}

/** The first regex of a rule that does not compile, in the engine's own words. */
function regexFault(rule: Rule): { trigger: number; reason: string } | undefined {
  for (const [index, trigger] of rule.triggers.entries()) {
    if (trigger.kind !== 'regex') continue;
    try {
      RE2JS.compile(trigger.pattern, trigger.caseSensitive ? 0 : RE2JS.CASE_INSENSITIVE);
    } catch (error) {
      return { trigger: index, reason: error instanceof Error ? error.message : String(error) };
    }
  }
  return undefined;
}

function filesIn(folder: string, report: Report): string[] {
  if (!existsSync(folder)) return [];
  try {
    return readdirSync(folder)
      .filter((name) => name.toLowerCase().endsWith('.json'))
      .sort()
      .map((name) => join(folder, name));
  } catch (error) {
    unreadable(folder, error, report);
    return [];
  }
}

function textOf(file: string, report: Report): string | null {
  try {
    const { size } = statSync(file);
    if (size > MAX_BYTES) throw new Error(`${size} bytes; at most ${MAX_BYTES} are read`);
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(readFileSync(file));
  } catch (error) {
    unreadable(file, error, report);
    return null;
  }
}

function unreadable(file: string, error: unknown, report: Report): void {
  report({ code: 'rule-file', file, params: { place: '', reason: error instanceof Error ? error.message : String(error) } });
}
