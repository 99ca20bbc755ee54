import { beforeAll, describe, expect, jest, test } from '@jest/globals';
import { noPanic } from '../../charts/clusters/no-panic.js';
import type { KubeObject } from '../../lib/model/manifest.js';
import { runSecrets } from '../cli/secrets/run-secrets.js';
import { type PullSecretSpec, type SyncedSecret, syncFromEsc } from '../fakes/fake-external-secrets.js';
import { FakePulumi } from '../fakes/fake-pulumi.js';
import { committedPlan, objectsIn } from '../support/committed-plan.js';
import { temporaryFolder } from '../support/temporary-folder.js';

// The fake CLI is a process.
jest.setTimeout(60_000);

const ENVIRONMENT = 'mrsimpson/homelab/dev';
const CREDENTIALS = { user: 'mrsimpson', token: 'ghp-of-this-scenario' };
const APPS = { 'hello-world': 8080, 'nodejs-demo': 3000 };

interface PodTemplate {
  readonly metadata: { readonly labels: Readonly<Record<string, string>> };
  readonly spec: {
    readonly imagePullSecrets?: readonly { readonly name: string }[];
    readonly containers: readonly {
      readonly ports: readonly { readonly name: string; readonly containerPort: number }[];
    }[];
  };
}

/** The S0-24 demonstration on the committed tree, without a cluster: each step takes what the step before it left. */
describe('S0-24: a value in ESC becomes a private image that runs and can be reached', () => {
  const planned = committedPlan(noPanic);
  const { cluster: resolved, findings } = planned;
  const objects = objectsIn(planned);
  const pulumi = new FakePulumi({ environments: { [ENVIRONMENT]: 'values: {}\n' } });
  const host = { files: [], root: temporaryFolder(), clusters: async () => [resolved] };
  let synced: SyncedSecret;

  const one = (kind: string, namespace?: string): KubeObject => {
    const found = objects.filter((object) => object.kind === kind && object.metadata.namespace === namespace);
    if (found.length !== 1) throw new Error(`${found.length} objects of kind ${kind} in ${namespace}`);
    return found[0] as KubeObject;
  };
  const podsOf = (namespace: string) =>
    (one('Deployment', namespace).spec as unknown as { template: PodTemplate }).template;

  beforeAll(async () => {
    const env = { ...pulumi.env, GHCR_USER: CREDENTIALS.user, GHCR_TOKEN: CREDENTIALS.token };
    const pairs = ['github-username=GHCR_USER', 'github-token=GHCR_TOKEN'];
    const { code, err } = await runSecrets(['esc', 'load', ...pairs], { ...host, env });
    if (code !== 0) throw new Error(err);
    const spec = one('ClusterExternalSecret').spec as unknown as PullSecretSpec;
    synced = syncFromEsc(spec, pulumi.state.environments[ENVIRONMENT] ?? '');
  });

  test('the cluster is declared without a problem', () => expect(findings).toEqual([]));

  test('ESC → pull secret: External Secrets makes what docker needs (S0-12, trap 51)', () => {
    expect(synced).toMatchObject({ name: 'ghcr-pull-secret', type: 'kubernetes.io/dockerconfigjson' });
    const { auths } = JSON.parse(synced.data['.dockerconfigjson'] ?? '') as {
      auths: Record<string, Record<string, string>>;
    };
    const { user, token } = CREDENTIALS;
    const auth = Buffer.from(`${user}:${token}`).toString('base64');
    expect(auths).toEqual({ 'ghcr.io': { username: user, password: token, auth } });
  });

  test('pull secret → nodejs-demo: the pod names it, and it is there first (S0-13 to S0-15)', async () => {
    const name = 'nodejs-demo';
    expect(podsOf(name).spec.imagePullSecrets).toEqual([{ name: synced.name }]);
    const { out } = await runSecrets(['pull-test', '--json'], host);
    const pods = JSON.parse(out) as KubeObject[];
    expect(pods.map(({ metadata }) => metadata.namespace)).toContain(name);
    expect(resolved.units.find((unit) => unit.name === name)?.dependsOn).toContain('pull-secrets');
  });

  test.each(Object.entries(APPS))('%s → visitor: host, Service and pod fit together (S0-22)', (name, listens) => {
    const service = one('Service', name).spec as unknown as {
      selector: Record<string, string>;
      ports: { port: number; targetPort?: string | number }[];
    };
    const { metadata, spec } = podsOf(name);
    expect(metadata.labels).toMatchObject(service.selector);
    const [port] = service.ports;
    const wanted = port?.targetPort ?? port?.port;
    const target = spec.containers[0]?.ports.find((own) => own.name === wanted || own.containerPort === wanted);
    expect(target?.containerPort).toBe(listens);
    const ingress = JSON.stringify(one('Ingress', name).spec);
    expect(ingress).toContain(`"host":"${name}.no-panic.org"`);
    expect(ingress).toContain(`"service":{"name":"${one('Service', name).metadata.name}"`);
  });

  test('the token is in no object of the tree, and in no argument (S0-07)', () => {
    expect(JSON.stringify(objects)).not.toContain(CREDENTIALS.token);
    expect(pulumi.arguments).not.toContain(CREDENTIALS.token);
  });
});
