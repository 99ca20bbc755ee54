import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { parse, parseAllDocuments } from 'yaml';
import { withSchemas } from '../../../../lib/rules/schema/with-schemas.js';
import { TREE_RULES } from '../../../../lib/rules/tree-registry.js';
import { runTreeRules } from '../../../../lib/rules/tree-rule.js';
import { findTool } from '../../../../lib/system/find-tool.js';
import { fixtureView } from '../../../support/fixture-tree.js';
import { realTree } from '../../../support/real-tree.js';
import { sayAloud } from '../../../support/say-aloud.js';
import { temporaryFolder } from '../../../support/temporary-folder.js';

const CHART = 'kubernetes/test-cluster/helm/powerdns';
const RELEASE = 'kubernetes/test-cluster/infrastructure/dns/powerdns/app/helmrelease.yaml';
const DATABASE = 'kubernetes/test-cluster/infrastructure/dns/mariadb/app/mariadb.yaml';
const helm = findTool('helm');
if (helm === undefined) sayAloud('the PowerDNS chart: no helm on PATH or in dist/tools/bin');

const { files } = realTree();
const { spec } = parse(files.get(RELEASE) ?? '');

/** What helm makes of the chart with the values of the tree, and some of the test's own over them. */
function template(values: object = {}, chart = CHART): string {
  const input = JSON.stringify({ ...spec.values, ...values });
  const args = ['template', 'powerdns', chart, '--namespace=demo', '--kube-version=1.34.2', '--values=-'];
  return execFileSync(helm as string, args, { input, encoding: 'utf8', stdio: ['pipe', 'pipe', 'pipe'] });
}

function objectOf(text: string, kind: string, name = 'powerdns') {
  const all = parseAllDocuments(text).map((document) => document.toJS());
  return all.find((object) => object?.kind === kind && object.metadata.name === name);
}

(helm === undefined ? describe.skip : describe)('S3-44 the chart of PowerDNS with the values of the tree', () => {
  let rendered = '';
  beforeAll(() => {
    rendered = template();
  });

  test('passes helm lint', () => {
    const input = JSON.stringify(spec.values);
    expect(() => execFileSync(helm as string, ['lint', CHART, '--strict', '--values=-'], { input })).not.toThrow();
  });

  test('S3-50 has nothing that any rule finds, in a namespace of level restricted', async () => {
    const peers = rendered.replace(/^( *kubernetes\.io\/metadata\.name: )dns$/gm, '$1demo');
    const objects = peers.replace(/^metadata:$/gm, 'metadata:\n  namespace: demo');
    const database = files.get(DATABASE)?.replace('namespace: dns', 'namespace: demo');
    const secret = { kind: 'Secret', namespace: 'demo', reason: 'the test' };
    const view = fixtureView({
      objects: `${database}\n${objects}`,
      settings: {
        external: [
          { ...secret, name: 'mariadb', keys: ['mariadb-password', 'mariadb-root-password'] },
          { ...secret, name: 'powerdns-credentials', keys: ['credentials.conf'] },
          { kind: 'Service', namespace: 'dns', name: 'mariadb', ports: [3306], reason: 'the test' },
          { kind: 'Namespace', name: 'cert-manager', reason: 'the test' },
          { kind: 'Namespace', name: 'dns', reason: 'the test' },
        ],
        externalGroups: { 'k8s.mariadb.com': 'the test' },
      },
    });
    const found = runTreeRules(TREE_RULES, await withSchemas(view));
    expect(found.filter(({ severity }) => severity !== 'info').map(({ code, message }) => [code, message])).toEqual([]);
  });

  test('S3-48 the settings of transfers reach the server as words', () => {
    const config = objectOf(rendered, 'ConfigMap').data['pdns.conf'].split('\n');
    expect(config).toContain('allow-axfr-ips=10.0.0.0/8,100.64.0.3');
    expect(config).toContain('disable-axfr=no');
  });

  test('trap 60: refuses the boolean that YAML makes of a bare "no"', () => {
    expect(() => template({ config: { 'disable-axfr': false } })).toThrow(/disable-axfr/);
  });

  test('what the chart decides cannot be set otherwise, such as the port that the probes ask', () => {
    const config = objectOf(template({ config: { 'local-port': '53' } }), 'ConfigMap').data['pdns.conf'];
    expect(config).toContain('local-port=5300\n');
    expect(config).not.toContain('local-port=53\n');
  });

  test('S3-47 answers by UDP and TCP at its own address, and keeps the API inside', () => {
    const { metadata, spec: service } = objectOf(rendered, 'Service');
    expect(metadata.annotations).toEqual({ 'metallb.io/loadBalancerIPs': '10.0.3.3' });
    expect(service.ports.map(({ port, protocol }: Record<string, unknown>) => [port, protocol])).toEqual([
      [53, 'UDP'],
      [53, 'TCP'],
    ]);
    expect(objectOf(rendered, 'Service', 'powerdns-api').spec.type).toBe('ClusterIP');
  });

  test('S3-45 runs the server itself, which its image lets start only with the right to bind low ports', () => {
    const [server] = objectOf(rendered, 'Deployment').spec.template.spec.containers;
    expect(server.image).toBe('docker.io/powerdns/pdns-auth-49:4.9.11');
    expect(server.command[0]).toBe('/usr/local/sbin/pdns_server');
    expect(server.securityContext.capabilities).toEqual({ drop: ['ALL'], add: ['NET_BIND_SERVICE'] });
  });

  test('a commit elsewhere in the repository, which Flux makes a new version of the chart, restarts nothing', () => {
    const folder = temporaryFolder();
    const version = '0.1.0+0123456789ab';
    execFileSync(helm as string, ['package', CHART, `--version=${version}`, `--destination=${folder}`]);
    const next = template({}, join(folder, `powerdns-${version}.tgz`));
    expect(objectOf(next, 'Deployment')).toEqual(objectOf(rendered, 'Deployment'));
  });

  test('a changed setting does', () => {
    const next = template({ config: { ...spec.values.config, 'also-notify': '100.64.0.9' } });
    const annotations = (text: string) => objectOf(text, 'Deployment').spec.template.metadata.annotations;
    expect(annotations(next)['checksum/config']).not.toBe(annotations(rendered)['checksum/config']);
  });
});
