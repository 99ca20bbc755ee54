import { describe, expect, test } from '@jest/globals';
import { certManagement, k8s, Unit, vaultStore } from '../../lib/index.js';
import { declareStore, mailApp, withStore } from '../constructs/secrets/external-secrets-cluster.js';
import { planOf, testCluster } from '../support/test-cluster.js';

const store = vaultStore({ server: 'https://vault.example.net:8200', role: 'reader' });
const { tree } = planOf(
  testCluster({ ...withStore(store), external: { apiGroups: { 'cert-manager.io': 'the test' } } }, (c) => {
    declareStore(c, store);
    mailApp(c);
    new certManagement.ClusterIssuer(new Unit(c.apps('issuer'), 'issuer'), 'issuer', {
      metadata: { name: 'issuer' },
      spec: { selfSigned: {} },
    });
    new k8s.KubeConfigMap(new Unit(c.apps('plain'), 'plain'), 'plain', {});
  }),
);
const kustomization = (path: string) =>
  tree.files.find((file) => file.path === `kubernetes/test/${path}/ks.yaml`)?.content;

describe('S0-05, S0-15: an object that nobody has seen yet is not healthy', () => {
  test('a unit with secrets waits until they are synced in the form that was applied', () => {
    const text = kustomization('apps/mail/mail');
    expect(text).toContain('kind: ExternalSecret\n      current: has(status.conditions)');
    expect(text).toContain("startsWith(string(metadata.generation) + '-')");
    expect(text).toContain('wait: true');
  });

  test('a unit with a store waits until it is ready', () => {
    expect(kustomization('infrastructure/external-secrets/external-secrets-store')).toContain(
      "kind: ClusterSecretStore\n      current: has(status.conditions) && status.conditions.exists(c, c.type == 'Ready'",
    );
  });

  test('an issuer counts once cert-manager has looked at the form that was applied', () => {
    const text = kustomization('apps/issuer/issuer');
    expect(text).toContain('kind: ClusterIssuer\n      current: has(status.conditions)');
    expect(text).toContain('c.observedGeneration == metadata.generation');
  });

  test('what kstatus knows is left to it', () => {
    expect(kustomization('apps/plain/plain')).not.toContain('healthCheckExprs');
  });
});
