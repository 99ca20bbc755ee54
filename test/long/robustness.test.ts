import { expect, test } from '@jest/globals';
import { clusters } from '../../charts/clusters.js';
import { DamagedCheck } from '../mutation/damaged-check.js';
import { isSealed } from '../mutation/intact-tree.js';
import { JUNK } from '../rules/bad-texts.js';
import { damagedLines, junkInFields } from '../rules/robustness-laws.js';

const checks = clusters.map((definition) => new DamagedCheck(definition));

test('every field of every object, with every kind of junk in it, crashes no rule', async () => {
  for (const check of checks) {
    const { tree } = check;
    // One object of each kind has the fields of all the others, near enough.
    const kinds = new Map(tree.objects.filter(({ file }) => !isSealed(file)).map((object) => [object.kind, object]));
    for (const object of kinds.values()) {
      for (const [index, { steps }] of tree.places(object).entries()) {
        const junk = JUNK[index % JUNK.length];
        const text = tree.editedText(object.file, object.index, (document) =>
          document.setIn(steps, document.createNode(junk)),
        );
        await check.newFindings(tree.with({ [object.file]: text }));
      }
    }
  }
}, 900_000);

/** For each cluster. Those of npm test are fewer, and of one cluster. */
const RUNS = 400;

test('whatever stands in one field of one object, no rule crashes', async () => {
  for (const check of checks) await junkInFields(check, RUNS);
}, 600_000);

test('whatever happens to lines and bytes of one file, no rule crashes', async () => {
  for (const check of checks) await damagedLines(check, RUNS);
}, 600_000);

test('20,000 more files are checked within seconds, and not in the square of them', async () => {
  // One tree is enough for a question of time; this one has the folder.
  for (const check of checks.filter(({ definition }) => definition.name === 'rpi-cluster')) {
    const root = `kubernetes/${check.definition.name}/apps/security/dex/app`;
    const config = check.tree.text(`${root}/kustomization.yaml`);
    const many = (count: number) => {
      const names = Array.from({ length: count }, (_, index) => `many-${index}.yaml`);
      const files = names.map((name, index) => [
        `${root}/${name}`,
        `---\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: many-${index}\n  namespace: security\ndata:\n  a: b\n`,
      ]);
      const list = config.replace('resources:\n', `resources:\n${names.map((name) => `  - ./${name}\n`).join('')}`);
      return check.tree.with({ ...Object.fromEntries(files), [`${root}/kustomization.yaml`]: list });
    };
    const timeOf = async (count: number) => {
      const files = many(count);
      const started = performance.now();
      expect(await check.newFindings(files)).toEqual([]);
      return performance.now() - started;
    };
    await timeOf(100);
    const [some, all] = [await timeOf(5_000), await timeOf(20_000)];
    expect(all).toBeLessThan(15_000);
    expect(all / some).toBeLessThan(8);
  }
}, 300_000);
