import { describe, expect, test } from '@jest/globals';
import { realTree } from '../support/real-tree.js';
import { sayAloud } from '../support/say-aloud.js';
import { NORMATIVE_PATHS } from './normative-paths.js';

const { plans, files, standIns, committed } = realTree();
const paths = [...files.keys()];
if (!committed) sayAloud('the committed tree: kubernetes/ does not exist yet');
if (standIns.length > 0) sayAloud(`${standIns.length} SOPS files: they do not exist yet, stand-ins take their place`);

describe('the tree of this repository', () => {
  test('has no errors', () => {
    const errors = plans.flatMap(({ findings }) => findings.filter(({ severity }) => severity === 'error'));
    expect(errors).toEqual([]);
  });

  (committed ? test : test.skip)('is committed as the charts give it', () => {
    const changes = plans.flatMap(({ changes: { write, writeLast, remove } }) => [
      ...[...write, ...writeLast].map(({ path }) => path),
      ...remove,
    ]);
    expect(changes).toEqual([]);
  });

  test('rpi-cluster never writes its domain out: it is a variable (S1-24)', () => {
    const literal = paths.filter(
      (path) =>
        path.startsWith('kubernetes/rpi-cluster/') &&
        !path.endsWith('.sops.yaml') &&
        files.get(path)?.includes('k8s-lab.dev'),
    );
    expect(literal).toEqual([]);
  });

  test.each(Object.entries(NORMATIVE_PATHS))('%s has every path that its plan names', (cluster, wanted) => {
    if (!plans.some((plan) => plan.cluster.name === cluster)) {
      sayAloud(`normative paths of ${cluster}: it is not declared yet`);
      return;
    }
    expect(wanted.filter((path) => !files.has(`kubernetes/${cluster}/${path}`))).toEqual([]);
  });
});
