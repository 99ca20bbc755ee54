import { describe, expect, test } from '@jest/globals';
import { registryMirrors } from '../../../charts/apps/harbor-caches.js';
import { at, environment, find, objects, ofKind, plan, text, value, waitsFor } from './services-cluster.js';

const version = (release: string): unknown =>
  at(find('HelmRelease', release), 'spec', 'chart', 'spec', 'version') ??
  at(find('OCIRepository', release), 'spec', 'ref', 'tag');

test('the plan’s chart versions (S3-71, S3-78)', () => {
  expect([version('gitea'), version('bazel-cache')]).toEqual(['12.4.0', '0.0.6']);
});

test('what holds data is never pruned, nor rolled back into an older schema', () => {
  for (const name of ['gitea', 'harbor', 'matrix-synapse', 'bazel-cache', 'loki', 'tempo', 'kube-prometheus-stack']) {
    expect(at(find('HelmRelease', name), 'metadata', 'annotations')).toEqual({
      'kustomize.toolkit.fluxcd.io/prune': 'disabled',
    });
    expect(at(find('HelmRelease', name), 'spec', 'upgrade', 'strategy', 'name')).toBe('RetryOnFailure');
  }
});

test('namespaces are restricted, but for the two that say why not (X-18)', () => {
  const levels = new Map(plan.cluster.namespaces.map(({ name, security }) => [name, security.level]));
  levels.delete('platform');
  const lax = [...levels].filter(([, level]) => level !== 'restricted');
  expect(lax).toEqual([
    ['inventree', 'baseline'],
    ['monitoring', 'privileged'],
  ]);
  expect(levels.size).toBeGreaterThan(10);
});

describe('Gitea (S3-71)', () => {
  test('has one PostgreSQL, its chart’s own, by an image that is still there (X-27)', () => {
    expect(value('gitea', 'postgresql-ha', 'enabled')).toBe(false);
    expect(value('gitea', 'valkey-cluster', 'enabled')).toBe(false);
    expect(value('gitea', 'postgresql')).toMatchObject({
      enabled: true,
      image: { registry: 'docker.io', repository: 'bitnamilegacy/postgresql', tag: expect.stringMatching(/^17\./) },
    });
    expect(value('gitea', 'global', 'security', 'allowInsecureImages')).toBe(true);
  });

  test('uses the password that the database was made with, not the chart’s', () => {
    expect(value('gitea', 'postgresql', 'global', 'postgresql', 'auth', 'existingSecret')).toBe('gitea-database');
    expect(value('gitea', 'gitea', 'additionalConfigFromEnvs', 0)).toEqual({
      name: 'GITEA__DATABASE__PASSWD',
      valueFrom: { secretKeyRef: { name: 'gitea-database', key: 'password' } },
    });
  });

  test('shows its metrics, which are on the port that everybody reaches, to Prometheus alone', () => {
    const token = { name: 'gitea-metrics', key: 'token' };
    expect(value('gitea', 'gitea', 'additionalConfigFromEnvs', 1)).toEqual({
      name: 'GITEA__METRICS__TOKEN',
      valueFrom: { secretKeyRef: token },
    });
    expect(at(find('ServiceMonitor', 'gitea'), 'spec', 'endpoints', 0, 'authorization')).toEqual({
      credentials: token,
    });
  });
});

describe('Harbor (S3-73, S3-74)', () => {
  test('keeps none of the passwords that its chart documents', () => {
    expect(value('harbor')).toMatchObject({
      existingSecretAdminPassword: 'harbor-credentials',
      existingSecretSecretKey: 'harbor-credentials',
      core: { secretName: 'harbor-token' },
      registry: { credentials: { existingSecret: 'harbor-registry-credentials', username: 'harbor_registry_user' } },
      database: { type: 'external', external: { existingSecret: 'postgres-harbor' } },
    });
  });

  test('nodes ask a cache first, and the registry itself where Harbor is not up', () => {
    const mirrors = registryMirrors('registry.example.org');
    expect(mirrors.map(({ registry }) => registry)).toEqual(['docker.io', 'ghcr.io', 'quay.io', 'registry.k8s.io']);
    for (const { registry, endpoints, overridePath, skipFallback } of mirrors) {
      expect(endpoints).toEqual([`https://registry.example.org/v2/${registry.replaceAll('.', '-')}`]);
      expect({ overridePath, skipFallback }).toEqual({ overridePath: true, skipFallback: false });
      expect(text('apps/harbor/app/caches').split('\n')).toContain(registry.replaceAll('.', '-'));
    }
  });
});

describe('Matrix (S3-75)', () => {
  test('has a database with the locale that Synapse demands', () => {
    expect(at(find('Database', 'postgres-synapse'), 'spec')).toMatchObject({
      template: 'template0',
      localeCollate: 'C',
      localeCType: 'C',
    });
    expect(at(find('Database', 'postgres-harbor'), 'spec')).not.toHaveProperty('localeCollate');
  });

  test('has its key from us, and nothing from images that are gone', () => {
    expect(value('matrix-synapse', 'signingkey')).toEqual({
      job: { enabled: false },
      existingSecret: 'matrix-signing-key',
      existingSecretKey: 'signing.key',
    });
    for (const part of ['postgresql', 'redis']) expect(value('matrix-synapse', part, 'enabled')).toBe(false);
    expect(value('matrix-synapse', 'externalRedis', 'host')).toBe('matrix-valkey');
  });

  test('stays the same server: its name is the host', () => {
    expect(value('matrix-synapse', 'serverName')).toBe('chat.example.org');
  });
});

describe('Syncthing (S3-77)', () => {
  const service = find('Service', 'syncthing-sync');

  test('answers at 22000, over TCP and QUIC, at an address of the pool (trap 68)', () => {
    expect(at(service, 'spec', 'type')).toBe('LoadBalancer');
    expect(at(service, 'spec', 'ports')).toEqual([
      { name: 'sync-tcp', port: 22000, protocol: 'TCP' },
      { name: 'sync-quic', port: 22000, protocol: 'UDP' },
    ]);
    const address = String(at(service, 'metadata', 'annotations', 'metallb.io/loadBalancerIPs'));
    expect(Number(address.replace('10.0.3.', ''))).toBeGreaterThanOrEqual(4);
    expect(Number(address.replace('10.0.3.', ''))).toBeLessThanOrEqual(20);
  });

  test('is copied to Google Drive without its private key, by a job on the same node (S3-80)', () => {
    expect(text('apps/sync/google-drive-sync/app/sync.sh')).toContain("--exclude '/config/**'");
    expect(environment('syncthing').STHOMEDIR).toBe('/var/syncthing/config');
    const pod = at(find('CronJob', 'google-drive-sync'), 'spec', 'jobTemplate', 'spec', 'template', 'spec');
    expect(JSON.stringify(at(pod, 'affinity', 'podAffinity'))).toContain('"app.kubernetes.io/name":"syncthing"');
    const mounts = at(pod, 'containers', 0, 'volumeMounts') as { mountPath: string; readOnly?: boolean }[];
    expect(mounts.find(({ mountPath }) => mountPath === '/source')?.readOnly).toBe(true);
  });
});

test('nothing is called bazel-remote: its pods would take BAZEL_REMOTE_PORT for a setting (S3-78, trap 67)', () => {
  expect(value('bazel-cache', 'fullnameOverride')).toBe('bazel-cache');
  const named = objects.filter(({ object }) => at(object, 'metadata', 'name') === 'bazel-remote');
  expect(named).toEqual([]);
});

describe('Firecrawl and MCP servers (S3-81, S3-82)', () => {
  test('the crawler reaches neither the cluster’s nor the home’s other addresses', () => {
    const egress = ofKind('NetworkPolicy').filter(
      (policy) =>
        at(policy, 'metadata', 'namespace') === 'firecrawl' && at(policy, 'metadata', 'name') === 'allow-internet',
    );
    expect(at(egress[0], 'spec', 'egress', 0, 'to', 0, 'ipBlock', 'except')).toContain('10.0.0.0/8');
    const denied = ofKind('NetworkPolicy').find(
      (policy) =>
        at(policy, 'metadata', 'namespace') === 'firecrawl' && at(policy, 'metadata', 'name') === 'default-deny',
    );
    expect(at(denied, 'spec', 'policyTypes')).toEqual(['Ingress', 'Egress']);
  });

  test('a variable that Kubernetes fills in comes after what it is filled in with', () => {
    const names = Object.entries(environment('firecrawl'));
    for (const [index, [, text_]] of names.entries()) {
      for (const [, used] of text_.matchAll(/\$\((\w+)\)/g)) {
        const defined = names.findIndex(([name]) => name === used);
        expect(defined).toBeGreaterThanOrEqual(0);
        expect(defined).toBeLessThan(index);
      }
    }
  });

  test('MCP servers are for pods with the label, and GitHub’s token is in one container alone', () => {
    for (const name of ['firecrawl-mcp', 'github-mcp', 'kubernetes-mcp']) {
      const policy = find('NetworkPolicy', `allow-clients-of-${name}`);
      expect(at(policy, 'spec', 'ingress', 0, 'from', 0, 'podSelector', 'matchLabels')).toEqual({
        'homelab/mcp': 'client',
      });
      expect(at(policy, 'spec', 'podSelector', 'matchLabels', 'app.kubernetes.io/name')).toBe(name);
    }
    expect(environment('github-mcp').GITHUB_PERSONAL_ACCESS_TOKEN).toBe('github-mcp/GITHUB_PERSONAL_ACCESS_TOKEN');
    expect(environment('github-mcp', 'server')).toEqual({});
  });

  test('nginx puts the token in, and keeps its own variables', () => {
    const config = text('apps/mcp/github-mcp/app/default.conf.template');
    // What the image's start script does: envsubst, for variables that the filter lets through.
    const filter = new RegExp(environment('github-mcp').NGINX_ENVSUBST_FILTER ?? '');
    const filled = config.replaceAll(/\$\{(\w+)\}/g, (all, name: string) => (filter.test(name) ? 'ghp_x' : all));
    expect(filled).toContain('Authorization "Bearer ghp_x"');
    expect(filled).toContain('Host $http_host');
  });

  test('the cluster’s API is read with Kubernetes’ own role, which leaves out Secrets', () => {
    expect(at(find('ClusterRoleBinding', 'kubernetes-mcp-view'), 'roleRef', 'name')).toBe('view');
  });
});

test('InvenTree’s uploads are handed out after a login only (S3-76)', () => {
  const media = /location \/media\/ \{[^}]*\}/.exec(text('apps/inventree/app/inventree.conf'))?.[0];
  expect(media).toContain('auth_request /auth;');
});

describe('observability (S3-84 to S3-88)', () => {
  test('comes up in the plan’s order', () => {
    const order = [
      'metrics-server',
      'kube-prometheus-stack',
      'loki',
      'opentelemetry-operator',
      'opentelemetry-collector',
    ];
    for (const [index, name] of order.entries()) {
      for (const before of order.slice(0, index)) expect(waitsFor(name).has(before)).toBe(true);
    }
    expect(waitsFor('alloy').has('loki')).toBe(true);
  });

  test('logs are deleted after two weeks, and their one process is all that runs', () => {
    expect(value('loki', 'loki')).toMatchObject({
      limits_config: { retention_period: '336h' },
      compactor: { retention_enabled: true, delete_request_store: 'filesystem' },
    });
    expect(value('loki', 'singleBinary')).toMatchObject({ replicas: 1, persistence: { whenDeleted: 'Retain' } });
    for (const part of ['read', 'write', 'backend']) expect(value('loki', part, 'replicas')).toBe(0);
  });

  test('Alloy reads the pods of its node, and no Secret of the cluster', () => {
    const rules = value('alloy', 'rbac', 'rules') as { resources: string[] }[];
    expect(rules.flatMap(({ resources }) => resources)).toEqual(['pods']);
    expect(value('alloy', 'alloy', 'configMap', 'content')).toContain('"spec.nodeName=" + sys.env("HOSTNAME")');
  });

  test('what apps send reaches Prometheus, Loki and Tempo, which take it', () => {
    const config = at(find('OpenTelemetryCollector', 'otel'), 'spec', 'config');
    const exporters = Object.values(at(config, 'exporters') as Record<string, { endpoint: string }>);
    const services = exporters.map(({ endpoint }) => endpoint.replace(/^http:\/\//, '').split('.')[0]);
    expect(services).toEqual(['kube-prometheus-stack-prometheus', 'loki', 'tempo']);
    expect(value('kube-prometheus-stack', 'prometheus', 'prometheusSpec', 'enableOTLPReceiver')).toBe(true);
    const pipelines = at(config, 'service', 'pipelines') as Record<string, { processors: string[] }>;
    expect(Object.keys(pipelines).sort()).toEqual(['logs', 'metrics', 'traces']);
    for (const { processors } of Object.values(pipelines)) expect(processors[0]).toBe('memory_limiter');
  });

  test('the collector, whose pods the operator makes without asking for a token, gets one to look up pods with', () => {
    expect(text('apps/monitoring/opentelemetry-collector/app/serviceaccount.yaml')).toContain(
      'automountServiceAccountToken: true',
    );
  });

  test('Prometheus deletes before its volume is full, and uses most of it', () => {
    const spec = value('kube-prometheus-stack', 'prometheus', 'prometheusSpec');
    const kept = Number.parseInt(String(at(spec, 'retentionSize')), 10) * 1e9;
    const room =
      Number.parseInt(
        String(at(spec, 'storageSpec', 'volumeClaimTemplate', 'spec', 'resources', 'requests', 'storage')),
        10,
      ) *
      2 ** 30;
    expect(kept / room).toBeGreaterThan(0.6);
    expect(kept / room).toBeLessThan(0.9);
  });

  test('Grafana finds logs and traces, and gets from one to the other', () => {
    for (const name of ['loki', 'tempo']) {
      const source = text(`apps/monitoring/${name}/app/${name}.yaml`);
      expect(source).toContain(`uid: ${name}`);
      expect(text(`apps/monitoring/${name}/app/kustomization.yaml`)).toContain('grafana_datasource: "1"');
    }
    expect(text('apps/monitoring/loki/app/loki.yaml')).toContain('datasourceUid: tempo');
  });

  test('Cilium’s Envoy is not scraped where no Gateway uses it', () => {
    expect(ofKind('PodMonitor').map((monitor) => at(monitor, 'metadata', 'name'))).not.toContain('cilium-envoy');
  });
});
