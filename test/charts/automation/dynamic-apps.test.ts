import { describe, expect, test } from '@jest/globals';
import type { Plan } from '../../../lib/synth/pipeline.js';
import { documents, only, planWith } from './automation-cluster.js';

const APP = 'apps/dynamic/app';
const paths = (plan: Plan) => plan.tree.files.map(({ path }) => path.slice('kubernetes/test/'.length));

interface Named {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string; readonly labels?: Record<string, string> };
}

describe('S1-15 to S1-20 the shared namespace of dynamic apps', () => {
  const plan = planWith({ namespaces: 'shared' });

  test('has its files where the plan says, and no finding', () => {
    expect(plan.findings).toEqual([]);
    const declared = plan.cluster.units.flatMap(({ path, secretFiles }) =>
      secretFiles.map(({ file }) => `${path}/${file}`),
    );
    expect([...paths(plan), ...declared]).toEqual(
      expect.arrayContaining([
        'apps/dynamic/ks.yaml',
        `${APP}/kustomization.yaml`,
        `${APP}/namespace.yaml`,
        `${APP}/serviceaccount.yaml`,
        `${APP}/rbac.yaml`,
        `${APP}/imagepullsecret.sops.yaml`,
        'apps/dynamic/image-automation/imageupdateautomation.yaml',
      ]),
    );
  });

  test('is restricted, and the Gateway serves its routes', () => {
    expect(only<Named>(plan, `${APP}/namespace.yaml`).metadata.labels).toEqual({
      'homelab/dynamic-apps': 'true',
      'pod-security.kubernetes.io/enforce': 'restricted',
    });
  });

  test('pods pull with a secret of this very namespace (traps 20, 21)', () => {
    const account = only<{ imagePullSecrets: { name: string }[] }>(plan, `${APP}/serviceaccount.yaml`);
    const unit = plan.cluster.units.find(({ name }) => name === 'dynamic-apps');
    const declared = unit?.secretFiles.map(({ declaration: { name, namespace } }) => ({ name, namespace }));
    expect(declared).toEqual([{ name: account.imagePullSecrets[0]?.name, namespace: 'dynamic-apps' }]);
  });

  test('the automation stands in the namespace whose policies it is for', () => {
    const path = 'apps/dynamic/image-automation/imageupdateautomation.yaml';
    const { metadata, spec } = only<Named & { spec: { update: object } }>(plan, path);
    expect(metadata.namespace).toBe('dynamic-apps');
    expect(spec.update).toEqual({ path: './kubernetes/test/apps/dynamic', strategy: 'Setters' });
  });
});

describe('S1-16 a namespace for each app', () => {
  const plan = planWith({ namespaces: 'perApp' });

  test('leaves nothing in dynamic-apps but what images are watched with, behind a wall', () => {
    expect(plan.findings).toEqual([]);
    expect(paths(plan).filter((path) => path.startsWith(`${APP}/`))).toEqual([
      `${APP}/kustomization.yaml`,
      `${APP}/namespace.yaml`,
      `${APP}/networkpolicy.yaml`,
    ]);
    expect(documents(plan, `${APP}/networkpolicy.yaml`)).toMatchObject([{ metadata: { name: 'default-deny' } }]);
  });

  test('takes dynamic-apps away from the Gateway', () => {
    expect(Object.keys(only<Named>(plan, `${APP}/namespace.yaml`).metadata.labels ?? {})).not.toContain(
      'homelab/dynamic-apps',
    );
  });
});

describe('folders that the deployer adds (trap 18)', () => {
  const ks = 'apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata:\n  name: my-app\n';
  const files = {
    'kubernetes/test/apps/dynamic/my-app/ks.yaml': ks,
    'kubernetes/test/apps/dynamic/my-app/deployment.yaml': 'a: 1\n',
  };
  const listed = (plan: Plan) => only<{ resources: string[] }>(plan, 'apps/dynamic/kustomization.yaml').resources;

  test('are listed, and neither removed, rewritten nor complained about', () => {
    const plan = planWith({ files });
    expect(listed(plan)).toEqual(['./ks.yaml', './my-app/ks.yaml']);
    expect(plan.findings).toEqual([]);
    expect(plan.changes.remove).toEqual([]);
    expect(paths(plan).filter((path) => path.includes('my-app'))).toEqual([]);
  });

  test('leave the list when they leave the tree', () => {
    expect(listed(planWith({}))).toEqual(['./ks.yaml']);
  });
});
