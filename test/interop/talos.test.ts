import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { parseAllDocuments } from 'yaml';
import { findTool } from '../../lib/system/find-tool.js';
import { sayAloud } from '../support/say-aloud.js';

const talosConfig = findTool('talos-config');
if (talosConfig === undefined) sayAloud('interop with Talos: no talos-config on PATH or in dist/tools/bin');
const whenPresent = talosConfig === undefined ? describe.skip : describe;

/** Patches as synth writes them, each cluster's in a folder. */
const FOLDERS = {
  'home-ops': 'kubernetes/home-ops/talos',
  'test-cluster': 'kubernetes/test-cluster/talos',
  'everything on every machine': 'test/golden/talos/everything-on-every-machine/talos',
  'workers with mounts': 'test/golden/talos/workers-with-mounts/talos',
};

const TAILSCALE = 'apiVersion: v1alpha1\nkind: ExtensionServiceConfig\nname: tailscale\n';

interface Answer {
  readonly config?: string;
  readonly error?: string;
}

interface Machine {
  readonly machine: {
    readonly install: { readonly image: string };
    readonly nodeLabels?: Readonly<Record<string, string>>;
    readonly kubelet: { readonly extraMounts?: readonly { readonly source: string }[] };
  };
  readonly cluster: {
    readonly network: { readonly cni?: { readonly name: string } };
    readonly apiServer: { readonly admissionControl: readonly { readonly configuration: unknown }[] };
  };
}

whenPresent('Talos’ own library takes the patches', () => {
  const typo = mkdtempSync(join(tmpdir(), 'talos-interop-'));
  const answers = new Map<string, Answer>();

  // All in one process: each makes the keys of a cluster first.
  beforeAll(() => {
    writeFileSync(join(typo, 'nodes.yaml'), 'machine:\n  kubelet:\n    extraMount: []\n');
    const jobs = [...Object.values(FOLDERS), typo].flatMap((folder) =>
      (['controlplane', 'worker'] as const).map((type) => {
        const files = ['nodes', type].map((name) => join(folder, `${name}.yaml`));
        return { key: `${type} ${folder}`, job: `${type}=${files.filter((path) => existsSync(path)).join(',')}` };
      }),
    );
    const key = join(typo, 'tailscale-key.yaml');
    writeFileSync(key, `${TAILSCALE}environment: [TS_AUTHKEY=given-later]\n`);
    const files = ['nodes', 'controlplane'].map((name) => join(FOLDERS['test-cluster'], `${name}.yaml`));
    jobs.push({ key: 'controlplane with key', job: `controlplane=${[...files, key].join(',')}` });
    const args = ['v1.13', '1.34.2', 'https://10.0.3.1:6443', ...jobs.map(({ job }) => job)];
    const results = JSON.parse(execFileSync(talosConfig ?? '', args, { encoding: 'utf8' })) as Answer[];
    for (const [index, { key }] of jobs.entries()) answers.set(key, results[index] as Answer);
  });
  afterAll(() => rmSync(typo, { recursive: true }));

  /** The patched configuration of one kind of machine; throws with Talos' own words when it is not valid. */
  function patched(folder: string, type: 'controlplane' | 'worker'): readonly unknown[] {
    const { config, error } = answers.get(`${type} ${folder}`) as Answer;
    if (config === undefined) throw new Error(error);
    return parseAllDocuments(config).map((document) => (document as unknown as { toJS(): unknown }).toJS());
  }

  test.each(Object.entries(FOLDERS))('%s, on control planes and workers', (_, folder) => {
    for (const type of ['controlplane', 'worker'] as const) {
      const [config] = patched(folder, type) as [Machine];
      expect(config.machine.install.image).toMatch(/^factory\.talos\.dev\/\w+-installer\/[0-9a-f]{64}:v1\.13\.9$/);
    }
  });

  test('test-cluster has no CNI, the API’s address on control planes alone, and its mirrors everywhere', () => {
    const [config, ...documents] = patched(FOLDERS['test-cluster'], 'controlplane') as [Machine];
    expect(config.cluster.network.cni).toEqual({ name: 'none' });
    expect(documents).toContainEqual({
      apiVersion: 'v1alpha1',
      kind: 'Layer2VIPConfig',
      name: '10.0.3.1',
      link: 'ens18',
    });
    const worker = patched(FOLDERS['test-cluster'], 'worker');
    expect(worker).not.toContainEqual(expect.objectContaining({ kind: 'Layer2VIPConfig' }));
    expect(worker).toContainEqual(expect.objectContaining({ kind: 'RegistryMirrorConfig', name: 'docker.io' }));
  });

  test('an exemption is added to Talos’ own, once, and balancers may use control planes that are all there is', () => {
    const [config] = patched(FOLDERS['everything on every machine'], 'controlplane') as [Machine];
    expect(config.cluster.apiServer.admissionControl).toHaveLength(1);
    expect(config.cluster.apiServer.admissionControl[0]?.configuration).toMatchObject({
      defaults: { enforce: 'privileged', warn: 'restricted' },
      exemptions: { namespaces: ['kube-system', 'legacy'] },
    });
    expect(config.machine.nodeLabels ?? {}).toEqual({});
  });

  test('the kubelet of a worker sees the folders, and that of a control plane does not', () => {
    const [worker] = patched(FOLDERS['workers with mounts'], 'worker') as [Machine];
    expect(worker.machine.kubelet.extraMounts?.map(({ source }) => source)).toEqual(['/var/lib/openebs']);
    const [controlPlane] = patched(FOLDERS['workers with mounts'], 'controlplane') as [Machine];
    expect(controlPlane.machine.kubelet.extraMounts).toBeUndefined();
  });

  test('the key to the tailnet can come from a file of its own (S3-42)', () => {
    expect(patched('with key', 'controlplane')).toContainEqual(
      expect.objectContaining({
        kind: 'ExtensionServiceConfig',
        environment: expect.arrayContaining(['TS_ROUTES=10.0.3.0/27', 'TS_AUTHKEY=given-later']),
      }),
    );
  });

  test('a file that is no patch is refused: the tool does look', () => {
    expect(() => patched(typo, 'worker')).toThrow(/extraMount/);
  });
});
