import { expect, test } from '@jest/globals';
import { type Cluster, k8s, Unit } from '../../lib/index.js';
import { withoutDoubles } from '../../lib/rules/doubles.js';
import { runTreeRules } from '../../lib/rules/tree-rule.js';
import { objectUniqueInTree } from '../../lib/rules/unique/object-unique-in-tree.js';
import { planView } from '../../lib/synth/plan-view.js';
import { planOf, testCluster } from '../support/test-cluster.js';

function findings(declare: (c: Cluster) => void) {
  const planned = planOf(testCluster({}, declare));
  const ofTree = runTreeRules([objectUniqueInTree], planView(planned, { files: new Map() }));
  return { ofTree, all: [...planned.findings, ...withoutDoubles(planned.findings, ofTree)] };
}

const config = (unit: Unit, name: string) => new k8s.KubeConfigMap(unit, name, { metadata: { name } });

test('an object that two units of the charts declare is one finding, with the construct', () => {
  const { ofTree, all } = findings((c) => {
    for (const name of ['one', 'two']) {
      const unit = new Unit(c.apps('demo'), name);
      config(unit, 'shared');
    }
  });
  expect(ofTree.map(({ code }) => code)).toEqual(['object-unique-in-tree']);
  expect(all.map(({ code }) => code)).toEqual(['object-unique']);
});

test('two units of one name are one finding', () => {
  const { all } = findings((c) => {
    config(new Unit(c.apps('demo'), 'app'), 'one');
    config(new Unit(c.infrastructure('other'), 'app'), 'two');
  });
  expect(all.map(({ code }) => code)).toEqual(['unit-unique']);
});

test('what only the tree shows stays', () => {
  const found = {
    code: 'object-unique-in-tree',
    severity: 'error',
    message: 'm',
    field: 'ConfigMap/demo/other',
  } as const;
  const origin = { cluster: 'test', source: 'x' };
  const ofCharts = [{ ...found, code: 'object-unique', field: 'ConfigMap/demo/web', origin }];
  expect(withoutDoubles(ofCharts, [{ ...found, origin }])).toHaveLength(1);
});
