import { Command } from 'commander';
import { stringify } from 'yaml';
import { InputError } from '../model/error.js';
import { readFileIfPresent } from '../system/read-file.js';
import { type StorageVolume, volumesLeftBehind } from '../verify/orphan-volumes.js';
import { STORAGE_TEST_IMAGE, storageTest } from '../verify/storage-test.js';
import type { Done, Io } from './io.js';

const COLLECT = `
Three looks at what is there; none of them changes anything:
  ssh root@proxmox pvesm list local-zfs >volumes.txt
  ssh root@proxmox 'cat /etc/pve/nodes/*/qemu-server/*.conf /etc/pve/nodes/*/lxc/*.conf' >machines.txt
  kubectl get pv -o json >volumes.json        (one file for every cluster that has volumes there)

Prints what each volume is used by. With --commands, the commands that would free those that nobody uses, for a person
to read and run on Proxmox: this program frees nothing.`;

/** `storage`: what volumes are left behind, and whether a class works (S3-26, S3-29). */
export function storageCommand(io: Io, done: Done): Command {
  const command = new Command('storage').description('volumes that were left behind, and whether a StorageClass works');
  command
    .command('orphans')
    .description('volumes on Proxmox that neither a machine nor a PersistentVolume uses')
    .requiredOption('--volumes <file>', 'what pvesm list printed')
    .requiredOption('--machines <file>', 'configurations of all machines')
    .requiredOption('--persistent-volumes <file...>', 'what kubectl get pv -o json printed, for each cluster')
    .option('--commands', 'print the commands that free them', false)
    .option('--json', 'print the result as JSON', false)
    .addHelpText('after', COLLECT)
    .action((options: OrphanOptions) => {
      const found = volumesLeftBehind({
        volumes: read(options.volumes),
        machines: read(options.machines),
        persistentVolumes: options.persistentVolumes.map((file) => json(file)),
      });
      if (options.json) io.out(JSON.stringify(found, null, 2));
      else for (const line of options.commands ? commands(found) : listing(found)) io.out(line);
      done(found.some(({ usedBy }) => usedBy === undefined) ? 1 : 0);
    });
  command
    .command('test')
    .description('print a claim and a pod that mounts it, writes and reads: kubectl apply -f -')
    .option('--class <name>', 'StorageClass (default: the cluster’s default class)')
    .option('--namespace <name>', 'namespace', 'default')
    .option('--image <image>', 'image with a shell', STORAGE_TEST_IMAGE)
    .action(({ class: storageClass, namespace, image }: TestOptions) => {
      const objects = storageTest({ namespace, image, ...(storageClass === undefined ? {} : { storageClass }) });
      io.out(objects.map((object) => stringify(object)).join('---\n'));
      done(0);
    });
  return command;
}

interface OrphanOptions {
  readonly volumes: string;
  readonly machines: string;
  readonly persistentVolumes: readonly string[];
  readonly commands: boolean;
  readonly json: boolean;
}

interface TestOptions {
  /** @default the cluster's default class */
  readonly class?: string;
  readonly namespace: string;
  readonly image: string;
}

function listing(volumes: readonly StorageVolume[]): string[] {
  const lines = volumes.map(({ id, bytes, usedBy }) => `${id}  ${size(bytes)}  ${usedBy ?? 'nobody'}`);
  const unused = volumes.filter(({ usedBy }) => usedBy === undefined);
  const sum = unused.reduce((bytes, volume) => bytes + volume.bytes, 0);
  return [...lines, `${unused.length} of ${volumes.length} volumes are used by nobody, ${size(sum)}`];
}

function commands(volumes: readonly StorageVolume[]): string[] {
  return volumes.filter(({ usedBy }) => usedBy === undefined).map(({ id }) => `pvesm free ${id}`);
}

function size(bytes: number): string {
  return `${(bytes / 2 ** 30).toFixed(1)} GiB`;
}

function read(file: string): string {
  const text = readFileIfPresent(file);
  if (text === undefined) throw new InputError(`${file} does not exist`);
  return text;
}

function json(file: string): unknown {
  try {
    return JSON.parse(read(file));
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw new InputError(`${file} is no JSON`, 'kubectl get pv -o json');
  }
}
