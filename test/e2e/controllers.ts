import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Programs } from './engines.js';
import { freePorts } from './system/free-ports.js';
import type { ProcessGroup } from './system/process-group.js';

export interface ControllersOptions {
  readonly programs: Programs;
  readonly processes: ProcessGroup;
  readonly folder: string;
  readonly kubeconfig: string;
  /** Namespace that Flux is taken to run in. */
  readonly namespace: string;
}

const OFTEN = ['--kube-api-qps=200', '--kube-api-burst=400', '--concurrent=20'];

/** Flux' source-, kustomize- and helm-controller, outside of the cluster. */
export async function startControllers(options: ControllersOptions): Promise<void> {
  const { programs, processes, folder, kubeconfig, namespace } = options;
  const [storage = 0, ...ports] = await freePorts(7);
  const artifacts = join(folder, 'artifacts');
  mkdirSync(artifacts);
  const own: Record<string, readonly string[]> = {
    'source-controller': [
      ...[`--storage-path=${artifacts}`, `--storage-addr=127.0.0.1:${storage}`],
      `--storage-adv-addr=127.0.0.1:${storage}`,
    ],
    // Flux 2.9 is strict by itself.
    'kustomize-controller': ['--requeue-dependency=1s', '--feature-gates=StrictPostBuildSubstitutions=true'],
    'helm-controller': ['--requeue-dependency=1s'],
  };
  for (const [index, [name, args]] of Object.entries(own).entries()) {
    const [metrics, health] = ports.slice(index * 2);
    const temporary = join(folder, name);
    mkdirSync(temporary);
    const all = [
      ...['--enable-leader-election=false', '--watch-all-namespaces', '--events-addr='],
      ...[`--metrics-addr=127.0.0.1:${metrics}`, `--health-addr=127.0.0.1:${health}`],
      ...OFTEN,
      ...args,
    ];
    const env = {
      PATH: process.env.PATH,
      KUBECONFIG: kubeconfig,
      RUNTIME_NAMESPACE: namespace,
      TMPDIR: temporary,
      HOME: temporary,
    };
    processes.start(programs[name] ?? '', all, name, { env });
  }
}
