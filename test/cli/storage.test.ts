import { execFileSync } from 'node:child_process';
import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parseAllDocuments } from 'yaml';
import { run } from '../../lib/cli/main.js';
import { withSchemas } from '../../lib/rules/schema/with-schemas.js';
import { TREE_RULES } from '../../lib/rules/tree-registry.js';
import { runTreeRules } from '../../lib/rules/tree-rule.js';
import { fixtureView } from '../support/fixture-tree.js';
import { temporaryFolder, writeFiles } from '../support/temporary-folder.js';

async function storage(...argv: readonly string[]) {
  const out: string[] = [];
  const err: string[] = [];
  const io = {
    root: '/nowhere',
    env: {},
    out: (line: string) => out.push(line),
    err: (line: string) => err.push(line),
  };
  const code = await run({ clusters: [] }, ['storage', ...argv], io);
  return { code, out: out.join('\n'), err: err.join('\n') };
}

function looks(): string[] {
  const root = temporaryFolder();
  const pvesm = (name: string) => `local-zfs:${name}  raw  images  1073741824  101\n`;
  writeFiles(root, {
    'volumes.txt': `Volid Format Type Size VMID\n${pvesm('vm-101-disk-2')}${pvesm('vm-9999-pvc-old')}`,
    'machines.txt': 'cores: 2\nscsi2: local-zfs:vm-101-disk-2,size=1G\n',
    'pv.json': JSON.stringify({ items: [] }),
  });
  const file = (name: string) => join(root, name);
  return [
    '--volumes',
    file('volumes.txt'),
    '--machines',
    file('machines.txt'),
    '--persistent-volumes',
    file('pv.json'),
  ];
}

describe('S3-26 storage orphans', () => {
  test('shows first who uses what, and changes nothing', async () => {
    const { code, out } = await storage('orphans', ...looks());
    expect(code).toBe(1);
    expect(out.split('\n')).toEqual([
      'local-zfs:vm-101-disk-2  1.0 GiB  a machine’s configuration',
      'local-zfs:vm-9999-pvc-old  1.0 GiB  nobody',
      '1 of 2 volumes are used by nobody, 1.0 GiB',
    ]);
  });

  test('prints commands for those alone that nobody uses', async () => {
    const { out } = await storage('orphans', '--commands', ...looks());
    expect(out).toBe('pvesm free local-zfs:vm-9999-pvc-old');
  });

  test('a look that is missing is an error', async () => {
    const { code, err } = await storage('orphans', ...looks().slice(0, 4), '--persistent-volumes', '/nowhere/pv.json');
    expect(code).toBe(2);
    expect(err).toContain('/nowhere/pv.json does not exist');
  });
});

describe('S3-29 storage test', () => {
  test('prints a claim of the class and a pod that mounts it, with which no rule finds anything', async () => {
    const { code, out } = await storage('test', '--class', 'proxmox-zfs', '--namespace', 'demo');
    expect(code).toBe(0);
    const [claim, pod] = parseAllDocuments(out).map((document) => document.toJS());
    expect(claim.spec.storageClassName).toBe('proxmox-zfs');
    expect(pod.spec.volumes[0].persistentVolumeClaim.claimName).toBe(claim.metadata.name);
    const reason = 'the test';
    const external = [{ group: 'storage.k8s.io', kind: 'StorageClass', name: 'proxmox-zfs', reason }];
    // In a tree a claim would have to say that it is never pruned; this one is meant to go.
    const pruned = out.replace(
      '  name: storage-test\n',
      '  name: storage-test\n  annotations: { kustomize.toolkit.fluxcd.io/prune: disabled }\n',
    );
    const view = await withSchemas(fixtureView({ objects: pruned, settings: { external } }));
    const found = runTreeRules(TREE_RULES, view).filter(({ severity }) => severity !== 'info');
    expect(found.map(({ code: rule, message }) => [rule, message])).toEqual([]);
  });

  test('fails where the volume is a folder of the node, or gives back other bytes', async () => {
    const { out } = await storage('test');
    const pod = parseAllDocuments(out).map((document) => document.toJS())[1];
    const [shell, flags, script] = pod.spec.containers[0].command;
    const data = temporaryFolder();
    const root = temporaryFolder();
    writeFiles(root, { mounts: `none ${data} ext4 rw 0 0\n`, 'bin/df': '#!/bin/sh\n', 'bin/sync': '#!/bin/sh\n' });
    for (const name of ['df', 'sync']) chmodSync(join(root, 'bin', name), 0o755);
    const runIn = (folder: string, mounts: string) => () =>
      execFileSync(
        shell,
        [flags, script.replaceAll('/data', folder).replace('/proc/mounts', mounts).replace('count=16', 'count=1')],
        {
          env: { PATH: `${join(root, 'bin')}:${process.env.PATH}` },
          stdio: 'pipe',
        },
      );
    expect(runIn(data, join(root, 'mounts'))).not.toThrow();
    expect(runIn(temporaryFolder(), join(root, 'mounts'))).toThrow();
    writeFiles(root, {
      'bin/sync': `#!/bin/sh\necho changed >>${data}/written\nrm -f ${data}/sum; mkdir ${data}/sum\n`,
    });
    expect(runIn(data, join(root, 'mounts'))).toThrow();
  });
});
