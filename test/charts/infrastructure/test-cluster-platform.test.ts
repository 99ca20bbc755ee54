import { describe, expect, test } from '@jest/globals';
import { parseAllDocuments } from 'yaml';
import { realTree } from '../../support/real-tree.js';

const { plans, files } = realTree();
const { units } = plans.find(({ cluster }) => cluster.name === 'test-cluster')?.cluster ?? { units: [] };
const ROOT = 'kubernetes/test-cluster';

const objects = [...files]
  .filter(([path]) => path.startsWith(`${ROOT}/`) && path.endsWith('.yaml') && !path.startsWith(`${ROOT}/helm/`))
  .flatMap(([, text]) => parseAllDocuments(text).map((document) => document.toJS()));

/** Every object of one kind in the tree. */
function all(kind: string) {
  return objects.filter((object) => object?.kind === kind);
}

function release(name: string) {
  return all('HelmRelease').find(({ metadata }) => metadata.name === name).spec;
}

/** Everything that a unit waits for, directly or not. */
function before(name: string, seen = new Set<string>()): Set<string> {
  for (const dependency of units.find((unit) => unit.name === name)?.dependsOn ?? []) {
    if (!seen.has(dependency)) before(dependency, seen.add(dependency));
  }
  return seen;
}

describe('test-cluster: bootstrap secrets and volumes', () => {
  test('S3-09 the deploy key and Proxmox’ token are sealed, and nothing else is', () => {
    const sealed = all('SealedSecret').map(({ metadata }) => `${metadata.namespace}/${metadata.name}`);
    expect(sealed.sort()).toEqual(['csi-proxmox/proxmox-csi-plugin', 'flux-system/flux-system']);
  });

  test('S3-10 the controller keeps the key pair that was made before the cluster', () => {
    expect(release('sealed-secrets').values.keyrenewperiod).toBe('0');
    expect(all('HelmRelease').find(({ metadata }) => metadata.name === 'sealed-secrets').metadata.namespace).toBe(
      'kube-system',
    );
  });

  test('S3-22 a volume outlives its claim, and S3-24 is made where its pod runs', () => {
    const [storage] = all('StorageClass');
    expect(storage).toMatchObject({ reclaimPolicy: 'Retain', volumeBindingMode: 'WaitForFirstConsumer' });
    expect(storage.parameters).toMatchObject({ storage: 'local-zfs', ssd: 'true' });
    const [{ matchLabelExpressions }] = storage.allowedTopologies;
    expect(matchLabelExpressions.map(({ key }: { key: string }) => key)).toEqual([
      'topology.kubernetes.io/region',
      'topology.kubernetes.io/zone',
    ]);
  });

  test('S3-32 nodes that Vault may run on can mount its volumes', () => {
    expect(all('Vault')[0].spec.tolerations).toMatchObject([{ operator: 'Exists', effect: 'NoSchedule' }]);
    expect(release('proxmox-csi-plugin').values.node.tolerations).toEqual([
      { operator: 'Exists', effect: 'NoSchedule' },
    ]);
  });

  test('S3-23 a boolean of the driver’s settings stays one', () => {
    expect(release('proxmox-csi-plugin').values.options.enableCapacity).toBe(true);
  });
});

describe('test-cluster: addresses', () => {
  const pools = new Map(all('IPAddressPool').map(({ metadata, spec }) => [metadata.name, spec]));

  test('S3-39 three pools, of which trap 56 two are for those who name their address', () => {
    expect(Object.fromEntries(pools)).toEqual({
      'ingress-pool': { addresses: ['10.0.3.2/32'], autoAssign: false },
      'dns-pool': { addresses: ['10.0.3.3/32'], autoAssign: false },
      'services-pool': { addresses: ['10.0.3.4-10.0.3.20'], autoAssign: true },
    });
    expect(new Set(all('L2Advertisement')[0].spec.ipAddressPools)).toEqual(new Set(pools.keys()));
  });

  test('S3-40 the ingress controller has its address, and a twin on another node', () => {
    const { controller } = release('ingress-nginx').values;
    expect(controller.service.annotations).toEqual({ 'metallb.io/loadBalancerIPs': '10.0.3.2' });
    expect(controller.replicaCount).toBeGreaterThan(1);
  });
});

describe('test-cluster: DNS and certificates', () => {
  test('S3-49 the API key is property apikey of kv/powerdns, for everybody who uses it', () => {
    const entry = { key: 'powerdns', property: 'apikey' };
    const users = all('ExternalSecret').filter(({ spec }) =>
      spec.data?.some(({ remoteRef }: { remoteRef: object }) => JSON.stringify(remoteRef) === JSON.stringify(entry)),
    );
    expect(users.map(({ metadata }) => `${metadata.namespace}/${metadata.name}`).sort()).toEqual([
      'cert-manager/powerdns-api-key',
      'dns/external-dns',
      'dns/powerdns',
      'dns/powerdns-credentials',
      'dns/powerdns-operator',
    ]);
  });

  test('S3-51 the zone waits for a server that can be asked: its operator tries a failed one no more', () => {
    expect([...before('zone')]).toEqual(expect.arrayContaining(['powerdns', 'powerdns-operator', 'mariadb']));
    expect(all('ClusterZone')[0].spec).toMatchObject({ kind: 'Master', nameservers: ['ns1.agentydragon.com'] });
  });

  test('external-dns comes after the zone, which it never makes', () => {
    expect(before('external-dns')).toContain('zone');
  });

  test('S3-54 every Ingress says that its record is the VPS’ address', () => {
    const targets = all('Ingress').map(
      ({ metadata }) => metadata.annotations['external-dns.alpha.kubernetes.io/target'],
    );
    expect(new Set([...targets, '172.235.48.86'])).toEqual(new Set(['172.235.48.86']));
  });

  test('S3-60 DNS-01 for the zone, HTTP-01 for other names, and a wildcard that is served by default', () => {
    const [issuer] = all('ClusterIssuer');
    const [dns, http] = issuer.spec.acme.solvers;
    expect(issuer.metadata.name).toBe('letsencrypt-prod-dns');
    expect(dns.selector.dnsZones).toEqual(['test-cluster.agentydragon.com']);
    expect(dns.dns01.webhook).toMatchObject({ groupName: 'acme.zacharyseguin.ca', solverName: 'pdns' });
    expect(http).toEqual({ http01: { ingress: { ingressClassName: 'nginx' } } });
    const wildcard = all('Certificate').find(({ metadata }) => metadata.name === 'wildcard-tls');
    expect(wildcard.spec.dnsNames).toContain('*.test-cluster.agentydragon.com');
    const served = release('ingress-nginx').values.controller.extraArgs['default-ssl-certificate'];
    expect(served).toBe(`${wildcard.metadata.namespace}/${wildcard.spec.secretName}`);
  });

  test('what needs a volume comes after the driver', () => {
    expect(before('mariadb')).toContain('proxmox-csi');
  });
});
