import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { ApiClient } from './api/client.js';
import type { Programs } from './engines.js';
import { freePorts } from './system/free-ports.js';
import type { ProcessGroup } from './system/process-group.js';
import { waitUntil } from './system/wait-until.js';

const START_LIMIT_MS = 120_000;

/** Controllers that need no node: what they do is what a cluster does. */
const CONTROLLERS = [
  ...['deployment-controller', 'replicaset-controller', 'statefulset-controller', 'daemonset-controller'],
  ...['job-controller', 'cronjob-controller', 'disruption-controller', 'resourcequota-controller'],
  ...['namespace-controller', 'serviceaccount-controller', 'garbage-collector-controller'],
  ...['root-ca-certificate-publisher-controller', 'clusterrole-aggregation-controller'],
];

export interface ControlPlane {
  readonly api: ApiClient;
  /** For kubectl, and for the controllers. */
  readonly kubeconfig: string;
}

export interface ControlPlaneOptions {
  readonly programs: Programs;
  readonly processes: ProcessGroup;
  /** Of this run alone. */
  readonly folder: string;
  /** Pod Security level of namespaces without a label, and namespaces that no level holds for. */
  readonly podSecurity: { readonly level: string; readonly exempt: readonly string[] };
}

/** etcd, kube-apiserver and kube-controller-manager on loopback, ready to be asked. */
export async function startControlPlane(options: ControlPlaneOptions): Promise<ControlPlane> {
  const { programs, processes, folder, podSecurity } = options;
  const [etcd = 0, peer = 0, port = 0] = await freePorts(3);
  const token = randomBytes(16).toString('hex');
  const path = (name: string) => join(folder, name);
  const keys = generateKeyPairSync('rsa', { modulusLength: 2048 });
  mkdirSync(path('certificates'));
  writeFileSync(path('tokens.csv'), `${token},e2e,e2e,system:masters\n`, { mode: 0o600 });
  writeFileSync(path('accounts.key'), keys.privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 });
  writeFileSync(path('accounts.pub'), keys.publicKey.export({ type: 'spki', format: 'pem' }));
  writeFileSync(path('admission.yaml'), stringify(admission(podSecurity)));

  processes.start(programs.etcd ?? '', etcdArgs(path('etcd'), etcd, peer), 'etcd');
  processes.start(programs['kube-apiserver'] ?? '', apiArgs(path, etcd, port), 'kube-apiserver');
  const ca = await waitUntil('the API’s certificate', START_LIMIT_MS, () =>
    orUndefined(processes, () => readFileSync(path('certificates/apiserver.crt'), 'utf8')),
  );
  const api = new ApiClient({ port, ca, token });
  await waitUntil('the API', START_LIMIT_MS, () => orUndefined(processes, () => api.healthy()));
  const kubeconfig = path('kubeconfig');
  writeFileSync(kubeconfig, stringify(config(port, ca, token)), { mode: 0o600 });
  processes.start(programs['kube-controller-manager'] ?? '', managerArgs(path, kubeconfig), 'kube-controller-manager');
  return { api, kubeconfig };
}

async function orUndefined<T>(processes: ProcessGroup, ask: () => T | Promise<T>): Promise<T | undefined> {
  if (processes.crashed !== undefined) throw new Error(processes.crashed);
  try {
    return await ask();
  } catch {
    return undefined;
  }
}

function etcdArgs(data: string, client: number, peer: number): string[] {
  const at = (port: number) => `http://127.0.0.1:${port}`;
  return [
    ...[`--data-dir=${data}`, '--log-level=warn', '--unsafe-no-fsync'],
    ...[`--listen-client-urls=${at(client)}`, `--advertise-client-urls=${at(client)}`],
    ...[`--listen-peer-urls=${at(peer)}`, `--initial-advertise-peer-urls=${at(peer)}`],
    `--initial-cluster=default=${at(peer)}`,
  ];
}

function apiArgs(path: (name: string) => string, etcd: number, port: number): string[] {
  return [
    ...[`--etcd-servers=http://127.0.0.1:${etcd}`, '--bind-address=127.0.0.1', `--secure-port=${port}`],
    ...[`--cert-dir=${path('certificates')}`, `--token-auth-file=${path('tokens.csv')}`, '--authorization-mode=RBAC'],
    ...[
      '--service-account-issuer=https://kubernetes.default.svc',
      `--service-account-key-file=${path('accounts.pub')}`,
    ],
    ...[`--service-account-signing-key-file=${path('accounts.key')}`, '--service-cluster-ip-range=10.96.0.0/16'],
    ...[`--admission-control-config-file=${path('admission.yaml')}`, '--allow-privileged=true'],
    ...['--advertise-address=127.0.0.1', '--endpoint-reconciler-type=none', '--profiling=false'],
  ];
}

function managerArgs(path: (name: string) => string, kubeconfig: string): string[] {
  return [
    ...[`--kubeconfig=${kubeconfig}`, '--leader-elect=false', '--secure-port=0', '--profiling=false'],
    ...[`--controllers=${CONTROLLERS.join(',')}`, `--root-ca-file=${path('certificates/apiserver.crt')}`],
    ...['--kube-api-qps=200', '--kube-api-burst=400'],
  ];
}

function admission({ level, exempt }: ControlPlaneOptions['podSecurity']) {
  const defaults = { enforce: level, 'enforce-version': 'latest' };
  const configuration = {
    apiVersion: 'pod-security.admission.config.k8s.io/v1',
    kind: 'PodSecurityConfiguration',
    defaults,
    exemptions: { namespaces: exempt },
  };
  const plugins = [{ name: 'PodSecurity', configuration }];
  return { apiVersion: 'apiserver.config.k8s.io/v1', kind: 'AdmissionConfiguration', plugins };
}

function config(port: number, ca: string, token: string) {
  const named = 'e2e';
  const cluster = {
    server: `https://127.0.0.1:${port}`,
    'certificate-authority-data': Buffer.from(ca).toString('base64'),
  };
  return {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: named, cluster }],
    users: [{ name: named, user: { token } }],
    contexts: [{ name: named, context: { cluster: named, user: named } }],
    'current-context': named,
  };
}
