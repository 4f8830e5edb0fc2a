/** Reads files of rules: the packs that ship, and the agent's own. One bad rule never costs the others. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PackFile, PACK_FORMAT } from '../../rules/pack';
import { Rule } from '../../rules/types';
import type { Problem } from '../problem';

/** Rules that belong together, with ids as they have in the library. */
export interface Pack {
  id: string;
  version: string;
  name: string;
  rules: Rule[];
}

/** Reads every pack of a folder; what is wrong is told with its file, place and reason. */
export function readPackFolder(folder: string, report: (problem: Problem) => void): Pack[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .flatMap((name) => readPack(readFileSync(join(folder, name), 'utf8'), join(folder, name), report) ?? []);
}

/** Reads one pack. Rules that are wrong are left out, each told; null when nothing of the file can be used. */
export function readPack(text: string, file: string, report: (problem: Problem) => void): Pack | null {
  const wrong = (place: string, reason: string) => report({ code: 'rule-file', file, params: { place, reason } });
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
  const pack = read.data;
  const seen = new Set<string>();
  const rules = pack.rules.flatMap((raw, index) => {
    const rule = Rule.safeParse({ ...(raw as object), id: `${pack.id}/${(raw as { id?: string }).id}`, source: { kind: 'pack', pack: pack.id } });
    if (!rule.success) {
      for (const issue of rule.error.issues) wrong(pathOf(['rules', index, ...issue.path]), issue.message);
      return [];
    }
    if (seen.has(rule.data.id)) {
      wrong(pathOf(['rules', index, 'id']), `"${rule.data.id}" stands twice`);
      return [];
    }
    seen.add(rule.data.id);
    return [rule.data];
  });
  return { id: pack.id, version: pack.version, name: pack.name, rules };
}

function pathOf(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, part) => (typeof part === 'number' ? `${text}[${part}]` : text ? `${text}.${String(part)}` : String(part)), '');
}

/** Line and column of a JSON error, from the position in V8's message. */
function placeOf(error: unknown, text: string): string {
  const position = Number(/position (\d+)/.exec(String(error))?.[1] ?? text.length);
  const before = text.slice(0, position).split('\n');
  return `line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}`;
}
