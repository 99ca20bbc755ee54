import { describe, expect, test } from '@jest/globals';
import { field, mapsOf, textsOf } from '../../../lib/flux/kustomize/built.js';
import { objectsOf, units } from '../identity/sso-cluster.js';

const vault = objectsOf('Vault')[0]?.object;
const spec = vault?.spec;

describe('Vault', () => {
  test('S3-33 each pod has an address of its own, which Flux leaves as it is (trap 61)', () => {
    expect(field(spec, 'config', 'cluster_addr')).toBe('https://${.Env.POD_NAME}:8201');
    expect(field(vault, 'metadata', 'annotations', 'kustomize.toolkit.fluxcd.io/substitute')).toBe('disabled');
  });

  test('S3-32 is a raft of three, each with a volume of 10Gi', () => {
    expect(spec).toMatchObject({ size: 3, config: { disable_mlock: true } });
    const [claim] = mapsOf(field(spec, 'volumeClaimTemplates'));
    expect(field(claim, 'spec', 'resources', 'requests', 'storage')).toBe('10Gi');
    expect(field(spec, 'volumeMounts')).toEqual([{ name: field(claim, 'metadata', 'name'), mountPath: '/vault/file' }]);
  });

  test('S3-32 its pods are apart where they can be, and come up where nodes are too few', () => {
    // Two workers (S3-01): Bank-Vaults' own anti-affinity would leave the third pod pending, and Vault unhealthy for good.
    expect(spec).not.toHaveProperty('podAntiAffinity');
    const [preferred] = mapsOf(
      field(spec, 'affinity', 'podAntiAffinity', 'preferredDuringSchedulingIgnoredDuringExecution'),
    );
    expect(field(preferred, 'podAffinityTerm')).toEqual({
      topologyKey: 'kubernetes.io/hostname',
      // The labels that the operator gives to Vault's pods.
      labelSelector: { matchLabels: { 'app.kubernetes.io/name': 'vault', vault_cr: 'instance' } },
    });
    expect(mapsOf(field(spec, 'tolerations'))).toEqual([
      { key: 'node-role.kubernetes.io/control-plane', operator: 'Exists', effect: 'NoSchedule' },
    ]);
  });

  test('S3-36 its certificate is for every name by which pods, operator and clients call it', () => {
    const certificate = objectsOf('Certificate').find(
      ({ object }) => field(object, 'spec', 'secretName') === field(spec, 'existingTlsSecretName'),
    )?.object;
    const names = textsOf(field(certificate, 'spec', 'dnsNames'));
    for (const service of ['instance', 'instance-0', 'instance-1', 'instance-2']) {
      for (const suffix of ['', '.vault', '.vault.svc', '.vault.svc.cluster.local'])
        expect(names).toContain(`${service}${suffix}`);
    }
    expect(field(certificate, 'spec', 'ipAddresses')).toEqual(['127.0.0.1']);
    // A renewed one restarts the pods: Vault does not look for it by itself.
    expect(field(certificate, 'spec', 'secretTemplate', 'labels')).toEqual(
      mapsOf(field(spec, 'watchedSecretsLabels'))[0],
    );
  });

  test('S3-35 the Ingress does not show the certificate that Vault itself shows', () => {
    const ingress = objectsOf('Ingress').find(({ unit }) => unit === 'vault-ingress')?.object;
    expect(field(ingress, 'metadata', 'name')).toBe('vault');
    expect(mapsOf(field(ingress, 'spec', 'rules'))[0]?.host).toBe('vault.example.org');
  });

  test('S3-34 who logs in by an account may do no more than it needs, below data/ (trap 88)', () => {
    const config = field(spec, 'externalConfig');
    const roles = mapsOf(field(mapsOf(field(config, 'auth'))[0], 'roles'));
    const policies = mapsOf(field(config, 'policies'));
    expect(roles.map(({ name }) => name)).toEqual(policies.map(({ name }) => name));
    const store = String(policies.find(({ name }) => name === 'external-secrets')?.rules);
    expect(store).toContain('path "kv/data/*"');
    // Nothing but what External Secrets made itself (S3-19): the policy of `remember`, which vaultStore() documents.
    const writable = store.split('path ').filter((rule) => /update|create|delete|sudo/.test(rule));
    expect(writable.map((rule) => rule.split('"')[1])).toEqual(['kv/data/generated/*', 'kv/metadata/generated/*']);
    expect(policies.map(({ rules }) => String(rules)).join()).not.toMatch(/path "(\*|sys\/\*|auth\/\*)"/);
  });

  test('S3-16 stage 1 knows no identity provider', () => {
    expect(JSON.stringify(vault)).not.toContain('oidc_discovery_url');
  });

  test('S3-38 whoever depends on it waits until one of its pods leads', () => {
    expect(units.get('vault')?.wait).toBe(true);
  });
});
