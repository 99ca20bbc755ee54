import { describe, expect, test } from '@jest/globals';
import { type Cluster, k8s, Unit } from '../../lib/index.js';
import { fileInUnit } from '../../lib/rules/declarations/file-in-unit.js';
import { objectUnique } from '../../lib/rules/declarations/object-unique.js';
import { unitUnique } from '../../lib/rules/declarations/unit-unique.js';
import { kustomizeBuild } from '../../lib/rules/kustomize/kustomize-build.js';
import type { RuleInput } from '../../lib/rules/rule.js';
import { runTreeRules } from '../../lib/rules/tree-rule.js';
import { objectUniqueInTree } from '../../lib/rules/unique/object-unique-in-tree.js';
import { planView } from '../../lib/synth/plan-view.js';
import { planOf, testCluster } from '../support/test-cluster.js';

/** What the rules of the charts and those of the tree say of the same clash. */
function findings(declare: (c: Cluster) => void) {
  const planned = planOf(testCluster({}, declare));
  const view = planView(planned, { files: new Map() });
  const inTree = runTreeRules([objectUniqueInTree, kustomizeBuild], view).filter(
    ({ severity }) => severity === 'error',
  );
  return { inCharts: planned.findings.map(({ code }) => code), inTree: inTree.map(({ code }) => code) };
}

const config = (unit: Unit, name: string) => new k8s.KubeConfigMap(unit, name, { metadata: { name } });

describe('a clash of the charts is said once by `npm run check`, since what finds it in the tree covers the charts’ rule:', () => {
  test('an object that two units declare', () => {
    const { inCharts, inTree } = findings((c) => {
      for (const name of ['one', 'two']) config(new Unit(c.apps('demo'), name), 'shared');
    });
    expect(inCharts).toEqual(['object-unique']);
    expect(inTree).toEqual(['object-unique-in-tree']);
    expect(objectUnique.coveredBy).toEqual(expect.arrayContaining(inTree));
  });

  test('two units of one name', () => {
    const { inCharts, inTree } = findings((c) => {
      config(new Unit(c.apps('demo'), 'app'), 'one');
      config(new Unit(c.infrastructure('other'), 'app'), 'two');
    });
    expect(inCharts).toEqual(['unit-unique']);
    expect(inTree).toEqual(['object-unique-in-tree']);
    expect(unitUnique.coveredBy).toEqual(expect.arrayContaining(inTree));
  });
});

test('a file outside its unit’s path is refused: kustomize would not reach it', () => {
  const unit = {
    name: 'web',
    cluster: 'test',
    path: 'apps/web/app',
    source: 'charts/web.ts',
    manifests: [],
    secretFiles: [],
  };
  const check = (file: string) =>
    fileInUnit.check({ cluster: { units: [{ ...unit, manifests: [{ file }] }] } } as unknown as RuleInput);
  expect(check('configmap.yaml')).toEqual([]);
  for (const file of ['../configmap.yaml', 'other/configmap.yaml', '.hidden.yaml']) {
    expect(check(file)).toEqual([expect.objectContaining({ message: expect.stringContaining(`file "${file}"`) })]);
  }
});
