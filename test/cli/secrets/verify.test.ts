import { describe, expect, jest, test } from '@jest/globals';
import { noPanic } from '../../../charts/clusters/no-panic.js';
import type { ResolvedCluster } from '../../../lib/model/cluster.js';
import { FakeKubectl } from '../../fakes/fake-kubectl.js';
import { FakePulumi } from '../../fakes/fake-pulumi.js';
import { committedPlan } from '../../support/committed-plan.js';
import { temporaryFolder } from '../../support/temporary-folder.js';
import { runSecrets } from './run-secrets.js';

// Each case starts processes; a loaded machine takes its time.
jest.setTimeout(60_000);

/** no-panic with fewer namespaces: each that has the pull secret costs several processes. */
const whole = committedPlan(noPanic).cluster;
const cluster: ResolvedCluster = {
  ...whole,
  external: { ...whole.external, namespaces: {} },
  namespaces: whole.namespaces.filter(({ name }) => name === 'nodejs-demo'),
};
const READY = { conditions: [{ type: 'Ready', status: 'True' }] };
/** The pod of the pull test and the Deployment: whichever is asked for. */
const RUNS = { readyReplicas: 2, updatedReplicas: 2, containerStatuses: [{ imageID: 'sha256:0' }] };
const FINE = {
  'pulumi-esc': [READY],
  'ghcr-pull-secret': [READY],
  'cloudflare-api-token': [READY],
  'nodejs-demo': [RUNS],
  'test-ghcr-pull': [RUNS],
};
const ESC = `values:\n  github-token:\n    fn::secret: ghp-value-of-esc\n`;

async function verify(statuses: object = {}, definition = ESC, args: readonly string[] = []) {
  const kubectl = new FakeKubectl({ statuses: { ...FINE, ...statuses } });
  const pulumi = new FakePulumi({ environments: { 'mrsimpson/homelab/dev': definition } });
  const env = { ...kubectl.env, ...pulumi.env, PATH: `${kubectl.env.PATH}:${pulumi.env.PATH}` };
  const result = await runSecrets(['verify', '--cluster', 'no-panic', ...args], {
    ...{ files: [], root: temporaryFolder(), env, clusters: async () => [cluster] },
  });
  return { ...result, kubectl };
}

describe('secrets verify (S0-36)', () => {
  test('all is well: store, secrets, an image pulled in each namespace, the app, and a whole backup', async () => {
    const { code, out, err, kubectl } = await verify();
    expect({ code, err }).toEqual({ code: 0, err: '' });
    const lines = out.split('\n');
    expect(lines.every((line) => line.startsWith('ok      '))).toBe(true);
    for (const what of [
      'ClusterSecretStore pulumi-esc',
      'ExternalSecret default/ghcr-pull-secret',
      'image pulled in default',
      'image pulled in nodejs-demo',
      'Deployment nodejs-demo/nodejs-demo',
      'backup of 0 sealed files, 1 environments, 0 stacks',
    ]) {
      expect(lines).toContain(`ok      ${what}`);
    }
    expect(out).not.toContain('ghp-value-of-esc');
    expect(kubectl.calls.some(({ args }) => args[0] === 'apply')).toBe(false);
  });

  test('one thing that is wrong is named, does not hide the rest, and makes the exit code 1', async () => {
    const broken = { conditions: [{ type: 'Ready', status: 'False', reason: 'SecretSyncedError', message: 'no key' }] };
    const { code, out } = await verify({ 'cloudflare-api-token': [broken] });
    expect(code).toBe(1);
    const failed = out.split('\n').filter((line) => line.startsWith('failed'));
    expect(failed).toEqual(['failed  ExternalSecret cert-manager/cloudflare-api-token  SecretSyncedError: no key']);
    expect(out).toContain('ok      Deployment nodejs-demo/nodejs-demo');
  });

  test('a placeholder in ESC is no backup, and says which key (S0-28)', async () => {
    const { code, out } = await verify({}, 'values:\n  cloudflare-api-token: changeme\n', ['--json']);
    expect(code).toBe(1);
    const problems = (JSON.parse(out) as { what: string; problem?: string }[]).filter((one) => 'problem' in one);
    expect(problems.map(({ what }) => what)).toEqual(['backup']);
    expect(problems[0]?.problem).toContain('cloudflare-api-token');
  });
});
