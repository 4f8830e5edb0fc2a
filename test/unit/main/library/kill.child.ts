/** Records outcomes that each teach a rule, as fast as it can, and names each once it is stored. Ended by a kill. */
import { writeSync } from 'node:fs';
import { openLibrary } from '../../../../main/library/library';
import { exactRule, outcomeOf } from '../../support/rules';

const folder = process.argv[2]!;
const library = openLibrary({ folder, clock: () => Date.now(), seat: 'child', packs: [], onProblem: (problem) => process.stderr.write(`${JSON.stringify(problem)}\n`) });

for (;;) {
  const outcome = outcomeOf('在吗', '在的');
  library.record(outcome, { put: [exactRule('在吗', '在的', { source: { kind: 'learned', outcome: outcome.id, at: outcome.at } })] });
  writeSync(1, `${outcome.id}\n`);
}
