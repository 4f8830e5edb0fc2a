/** Puts the rules of packs into the library, without ever overwriting what the agent made of them. */
import { isDeepStrictEqual } from 'node:util';
import { v7 as newId } from 'uuid';
import type { Rule } from '../../rules/types';
import { apply, type RuleVersion } from './changes';
import type { Pack } from './packs';
import type { Sql } from './sql';

interface Current {
  id: string;
  json: string;
  deleted_at: number | null;
  /** The pack that its newest version came with; null when the agent changed or deleted it. */
  pack: string | null;
}

/** Whether a pack is not in the library as it is now. Reads one row, so that a start costs nothing when nothing is new. */
export function isNew(sql: Sql, pack: Pack): boolean {
  return sql.first<{ mark: string }>('SELECT mark FROM packs WHERE id = ?', [pack.id])?.mark !== markOf(pack);
}

/**
 * Adds, changes and removes rules so that the library holds the pack, except for rules that the agent changed or
 * deleted. Rules of packs that are no longer there are kept. For the caller's transaction.
 */
export function addPack(sql: Sql, pack: Pack, { seat, at }: { seat: string; at: number }): void {
  const current = new Map(currentRules(sql, pack.id).map((rule) => [rule.id, rule]));
  const versions: RuleVersion[] = [];
  const version = (ruleId: string, rule: Rule | null) => versions.push({ id: newId(), ruleId, seat, at, rule, cause: null, pack: pack.id });
  for (const rule of pack.rules) {
    const known = current.get(rule.id);
    current.delete(rule.id);
    if (!known || (known.pack === pack.id && differs(known, rule))) version(rule.id, rule);
  }
  for (const gone of current.values()) {
    if (gone.pack === pack.id && gone.deleted_at === null) version(gone.id, null);
  }
  apply(sql, { kind: 'rules', versions });
  sql.run('INSERT INTO packs (id, mark) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET mark = excluded.mark', [pack.id, markOf(pack)]);
}

function currentRules(sql: Sql, packId: string): Current[] {
  // Ids of a pack's rules begin with its name and "/", which "0" follows.
  return sql.all<Current>(
    `SELECT rules.id, rules.json, rules.deleted_at, rule_versions.pack FROM rules JOIN rule_versions ON rule_versions.id = rules.version
     WHERE rules.id >= ? AND rules.id < ?`,
    [`${packId}/`, `${packId}0`],
  );
}

function differs(known: Current, rule: Rule): boolean {
  return known.deleted_at !== null || !isDeepStrictEqual(JSON.parse(known.json), JSON.parse(JSON.stringify(rule)));
}

const markOf = ({ version, digest = '' }: Pack) => `${version} ${digest}`;
