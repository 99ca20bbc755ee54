import { describe, expect, test } from '@jest/globals';
import { withOwned } from '../../lib/cli/check-ownership.js';
import { formatResourceId } from '../../lib/model/manifest.js';
import { boundary } from '../../lib/rules/ownership/boundary.js';
import { twoOwners } from '../../lib/rules/ownership/two-owners.js';
import { findTool } from '../../lib/system/find-tool.js';
import { fixtureView } from '../support/fixture-tree.js';
import { sayAloud } from '../support/say-aloud.js';

const helm = findTool('helm');
if (helm === undefined) sayAloud('what charts own: helm is neither on PATH nor in dist/tools/bin');
const withHelm = helm === undefined ? describe.skip : describe;

const release = (values: string, spec = '') => `
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: { name: web, namespace: demo }
spec:
  targetNamespace: other
  chart: { spec: { chart: ./test/fixtures/charts/web, sourceRef: { kind: GitRepository, name: flux-system } } }
  values: ${values}
  ${spec}
`;

async function owned(objects: string, settings = {}) {
  const { view, notRendered } = await withOwned(fixtureView({ objects, settings }), '.', { helm: true });
  return { view, notRendered, ids: (view.settings.owned ?? []).map(({ id }) => formatResourceId(id)) };
}

withHelm('real helm', () => {
  test('says what a chart brings: in the release’s namespace, with definitions, without tests', async () => {
    const { ids, notRendered } = await owned(release('{}'));
    expect(notRendered).toEqual([]);
    expect(ids.sort()).toEqual([
      'ClusterRole/other-web-web',
      'ConfigMap/other/settings',
      'CustomResourceDefinition/things.example.org',
    ]);
  });

  test('leaves definitions out where the HelmRelease does', async () => {
    const { ids } = await owned(release('{}', 'install: { crds: Skip }'));
    expect(ids).not.toContain('CustomResourceDefinition/things.example.org');
  });

  test('finds a ConfigMap that a chart and the tree both bring', async () => {
    const mine = '---\n{ apiVersion: v1, kind: ConfigMap, metadata: { name: settings, namespace: other } }\n';
    const { view } = await owned(release('{}') + mine);
    expect([...twoOwners.check(view)].map(({ message }) => message)).toEqual([
      'ConfigMap/other/settings is brought by unit demo and by HelmRelease/demo/web (kubernetes/test/apps/demo/app/objects.yaml)',
    ]);
  });

  test('finds a CNI inside a chart of another name', async () => {
    const boundaries = [{ owner: 'Terraform', reason: 'it is there before Flux', parts: ['cni'] }];
    const { view } = await owned(release('{ agent: { enabled: true } }'), { boundaries });
    expect([...boundary.check(view)].map(({ message }) => message)).toEqual([
      'brings the CNI, by HelmRelease/demo/web, which Terraform owns: it is there before Flux',
    ]);
  });

  test('knows values of ConfigMaps of the tree, and the kinds that the tree uses', async () => {
    const others = `---
{ apiVersion: v1, kind: ConfigMap, metadata: { name: values, namespace: demo }, data: { values.yaml: "configMap: { name: from }" } }
---
{ apiVersion: monitoring.example.org/v1, kind: Monitor, metadata: { name: mine, namespace: demo } }
`;
    const { ids } = await owned(release('{ name: x }', 'valuesFrom: [{ kind: ConfigMap, name: values }]') + others);
    expect(ids).toEqual(expect.arrayContaining(['ConfigMap/other/from', 'Monitor/monitoring/x']));
  });

  test('a chart that does not render, or is not at hand, is named with the reason', async () => {
    const failing = await owned(release('{ configMap: { content: "" } }'));
    expect(failing.notRendered).toEqual([
      expect.stringMatching(/^HelmRelease\/demo\/web: .*configMap.content is missing/),
    ]);
    const absent = release('{}').replace('./test/fixtures/charts/web', './charts/none');
    expect((await owned(absent)).notRendered).toEqual(['HelmRelease/demo/web: chart charts/none is not at hand']);
  });
});

test('a plan that is not there is an error with its name', async () => {
  const view = fixtureView({});
  await expect(withOwned(view, '.', { terraformPlan: ['nowhere.json'] })).rejects.toThrow('nowhere.json: no such file');
});

test('a plan of Terraform joins the view', async () => {
  const objects = '{ apiVersion: v1, kind: Secret, metadata: { name: token, namespace: dns } }';
  const { view } = await withOwned(fixtureView({ objects }), '.', {
    terraformPlan: ['test/fixtures/terraform/plan.json'],
  });
  expect([...twoOwners.check(view)].map(({ message }) => message)).toEqual([
    'Secret/dns/token is brought by unit demo and by Terraform kubernetes_secret_v1.token (test/fixtures/terraform/plan.json)',
  ]);
});
