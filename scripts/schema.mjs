/**
 * `node scripts/schema.mjs`: writes rules/pack.schema.json, the JSON Schema of a pack file, from the zod schemas
 * in rules/. With `--check` it writes nothing and fails when the file is not what the schemas say.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { ROOT } from './lib/paths.mjs';
import { main, say, Stop } from './lib/say.mjs';

const FILE = join(ROOT, 'rules', 'pack.schema.json');

main(async () => {
  const { runnerImport } = await import('vite');
  const load = async (name) => (await runnerImport(join(ROOT, 'rules', name), { root: ROOT, configFile: false, logLevel: 'error' })).module;
  const text = `${JSON.stringify(schemaOf(await load('pack.ts'), await load('types.ts')), null, 2)}\n`;
  const committed = existsSync(FILE) ? readFileSync(FILE, 'utf8').replaceAll('\r\n', '\n') : '';
  if (text === committed) return 0;
  if (process.argv.includes('--check')) throw new Stop('rules/pack.schema.json is out of date: run `node scripts/schema.mjs`.');
  writeFileSync(FILE, text);
  say('Wrote rules/pack.schema.json');
  return 0;
});

function schemaOf({ PackFile }, types) {
  const PackRule = types.Rule.omit({ source: true });
  const Pack = PackFile.extend({ rules: z.array(PackRule).max(100_000) });
  const registry = describe(Pack, PackRule, types);
  const { $schema, ...schema } = z.toJSONSchema(Pack, { target: 'draft-2020-12', io: 'input', metadata: registry });
  // What zod checks in code and cannot say in a schema: keywords need a word in one of two lists.
  schema.$defs.keywords.anyOf = ['all', 'any'].map((list) => ({
    type: 'object',
    required: [list],
    properties: { [list]: { type: 'array', minItems: 1 } },
  }));
  const silent = undescribed(schema);
  if (silent.length > 0) throw new Stop(`No description for ${silent.join(', ')}: add it in scripts/schema.mjs.`);
  return { $schema, title: 'Rule pack', ...schema };
}

/** What an editor shows beside each field. The parts with an id become definitions of their own. */
function describe(Pack, PackRule, types) {
  const { ExactTrigger, KeywordsTrigger, RegexTrigger, ExamplesTrigger, Trigger, Reply, Scope, Validity, ContextCondition } = types;
  const registry = z.registry();
  const add = (schema, description, fields, id) => {
    registry.add(schema, { ...(id && { id }), description });
    for (const [name, words] of Object.entries(fields)) registry.add(schema.shape[name], { description: words });
  };
  add(Pack, 'A file of rules for the seat assistant. Described in docs/rules.md.', {
    $schema: 'Where this schema is, so that an editor completes and checks the file.',
    format: 'Version of the file format.',
    id: 'Name of the pack in the library: lower-case letters, digits and "-". It stands in front of the ids of its rules.',
    version: 'Version of the pack, as "1.0.0". Raise it when the pack changes.',
    name: 'Name of the pack as people see it.',
    language: 'Language of its replies.',
    description: 'What the pack is for.',
    rules: 'The rules. One that is wrong is left out and told; the others are read.',
  });
  add(PackRule, 'Triggers and replies: when a customer message sets off a trigger, the replies are offered.', {
    id: 'Name of the rule inside the pack, as "when-ship". It must not change later: the record of the rule hangs on it.',
    name: 'What the rule is about, in a few words, as people see it.',
    group: 'Where it stands in the library: groups from the outside in, joined by "/".',
    triggers: 'What a message must look like. One of them is enough.',
    replies: 'The wordings of the answer. The one used least comes first.',
    scope: 'Where the rule holds. Left out: everywhere. The narrower scope wins.',
    validity: 'When the rule holds. Left out: always.',
    context: 'What must, or must not, have been said just before.',
    enabled: 'false switches the rule off.',
  }, 'rule');
  registry.add(Trigger, { id: 'trigger', description: 'One of the four kinds of trigger.' });
  add(ExactTrigger, 'The whole message is one of these wordings; case, width, spaces and punctuation do not count.', {
    kind: 'The kind of trigger.',
    texts: 'The wordings.',
  }, 'exact');
  add(KeywordsTrigger, 'The message contains these words. "all" or "any" needs at least one.', {
    kind: 'The kind of trigger.',
    all: 'Every one of these must be there.',
    any: 'At least one of these must be there.',
    none: 'Not one of these may be there.',
    ordered: 'The words of "all" must stand in the order written.',
    within: 'The words of "all" must stand within so many characters.',
    learned: 'Set by the app: keywords that it found in the wordings that it learned. Left out in rules that you write.',
  }, 'keywords');
  add(RegexTrigger, 'The message holds a match of a regular expression. Its groups can be used in replies: {{1}}, or {{name}} for (?<name>…).', {
    kind: 'The kind of trigger.',
    pattern: 'The expression, in RE2 syntax: no look-around, no back-references.',
    caseSensitive: 'Upper and lower case count as different.',
  }, 'regex');
  add(ExamplesTrigger, 'The message is like one of these wordings, even if nobody wrote it in just these words.', {
    kind: 'The kind of trigger.',
    texts: 'Wordings as customers write them. Five to twelve that differ from each other do best.',
    not: 'Wordings that look alike but want another answer. A message more like these is not meant.',
  }, 'examples');
  add(Reply, 'One wording of the answer.', {
    text: 'The reply. {{customer}}, {{order}}, {{date+2}}, {{choice:A|B}}, {{blank:name}} and others are filled in; docs/rules.md lists them.',
  }, 'reply');
  add(Scope, 'Where a rule holds. A field left out means any.', {
    platform: 'Only on this platform, as "taobao".',
    shop: 'Only for this shop, by the name in the settings.',
  }, 'scope');
  add(Validity, 'When a rule holds.', {
    from: 'First day, as "2026-11-24".',
    through: 'Last day, as "2026-11-30".',
    hours: 'Hours of the day, "to" no longer included; past midnight when "to" is before "from".',
  }, 'validity');
  for (const end of Object.values(Validity.shape.hours.unwrap().shape)) registry.add(end, { description: 'A time of day, as "09:30".' });
  add(ContextCondition, 'What must, or must not, have been said in the last messages of the conversation.', {
    requires: 'Each of these words must have been said.',
    excludes: 'None of these words may have been said.',
    turns: 'How many messages back to look.',
  }, 'context');
  return registry;
}

/** The fields that nothing is said about, as paths. */
function undescribed(schema, path = '', found = []) {
  if (schema === null || typeof schema !== 'object') return found;
  for (const [key, value] of Object.entries(schema)) {
    const place = path ? `${path}.${key}` : key;
    const isField = /(^|\.)properties$/.test(path) && !path.includes('anyOf');
    if (isField && !value.description) found.push(place);
    undescribed(value, place, found);
  }
  return found;
}
