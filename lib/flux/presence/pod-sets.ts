import { chartInstalls } from '../helm/chart-installs.js';
import { mapsOf } from '../kustomize/built.js';
import { containersOf, type PodTemplate, podsOf } from '../pods.js';
import { fluxNamespace } from '../tree/flux-namespace.js';
import type { AppliedObject, TreeView } from '../tree/view.js';
import { isUnknownKind } from './undeclared.js';

/** Pods of one template: those that the tree writes, and those that operators make by an object of it. */
export interface PodSet {
  readonly owner: AppliedObject;
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Names and numbers of the containers' ports. */
  readonly ports: ReadonlySet<string | number>;
}

type OperatorPods = (name: string) => Pick<PodSet, 'labels' | 'ports'>;

/** Pods that operators make, by kind: labels as far as they are fixed. */
const OPERATORS: readonly (readonly [group: string, kind: string, pods: OperatorPods])[] = [
  [
    'postgresql.cnpg.io',
    'Cluster',
    (name) => ({
      labels: { 'cnpg.io/cluster': name, 'cnpg.io/podRole': 'instance' },
      ports: new Set([5432, 8000, 9187, 'postgresql', 'status', 'metrics']),
    }),
  ],
  [
    'postgresql.cnpg.io',
    'Pooler',
    (name) => ({
      labels: { 'cnpg.io/poolerName': name },
      ports: new Set([5432, 9127, 'pgbouncer', 'metrics']),
    }),
  ],
];

/** Kinds whose pods have labels that nobody here knows. */
const UNKNOWN_PODS = [
  ['vault.banzaicloud.com', 'Vault'],
  ['k8s.mariadb.com', 'MariaDB'],
  ['infra.contrib.fluxcd.io', 'Terraform'],
  ['monitoring.coreos.com', 'Prometheus'],
  ['monitoring.coreos.com', 'PrometheusAgent'],
  ['monitoring.coreos.com', 'Alertmanager'],
  ['opentelemetry.io', 'OpenTelemetryCollector'],
] as const;

interface KnownPods {
  readonly byNamespace: ReadonlyMap<string, readonly PodSet[]>;
  /**
   * Namespaces in which an operator makes pods of labels that nobody here knows. Where not all is declared, those of
   * Kubernetes and of Flux too, and those with an object of a kind that nobody here knows.
   */
  readonly operated: ReadonlySet<string>;
  /** Names of releases and their charts, by the namespace in which they are installed. */
  readonly charts: ReadonlyMap<string, readonly string[]>;
}

const cache = new WeakMap<TreeView, KnownPods>();

/** The pods of a namespace, as far as the tree tells. */
export function podSetsIn(view: TreeView, namespace: string): readonly PodSet[] {
  return knownPods(view).byNamespace.get(namespace) ?? [];
}

/** Whether other pods may run in a namespace: it is not the tree's, or a chart or an operator makes some there. */
export function mayHaveOtherPods(view: TreeView, namespace: string): boolean {
  const own = view.index.get({ group: '', kind: 'Namespace', name: namespace });
  const { operated, charts } = knownPods(view);
  return own === undefined || operated.has(namespace) || charts.has(namespace);
}

/** Labels that operators and Kubernetes put on pods of their own. */
const OTHERS = /^(?:acme\.cert-manager\.io|cnpg\.io|batch\.kubernetes\.io|statefulset\.kubernetes\.io)\/|^job-name$/;

/**
 * Whether pods that the tree does not show may bear some labels: the namespace is not the tree's own, an operator makes
 * pods there, or a chart does and a label bears the name of its release, as charts have it.
 */
export function mayBeOthers(view: TreeView, namespace: string, labels: Readonly<Record<string, string>>): boolean {
  const own = view.index.get({ group: '', kind: 'Namespace', name: namespace });
  const { operated, charts } = knownPods(view);
  if (own === undefined || operated.has(namespace) || Object.keys(labels).some((key) => OTHERS.test(key))) return true;
  const names = charts.get(namespace) ?? [];
  return Object.values(labels).some((value) => names.some((name) => value === name || value.startsWith(`${name}-`)));
}

function knownPods(view: TreeView): KnownPods {
  const known = cache.get(view) ?? collect(view);
  cache.set(view, known);
  return known;
}

function collect(view: TreeView): KnownPods {
  const { index } = view;
  const made = OPERATORS.flatMap(([group, kind, pods]) =>
    index.ofKind(group, kind).map((owner) => ({ owner, namespace: owner.id.namespace ?? '', ...pods(owner.id.name) })),
  );
  const byNamespace = new Map<string, PodSet[]>();
  for (const set of [...podsOf(view).map(written), ...made]) {
    const list = byNamespace.get(set.namespace);
    if (list === undefined) byNamespace.set(set.namespace, [set]);
    else list.push(set);
  }
  const operated = UNKNOWN_PODS.flatMap(([group, kind]) => index.ofKind(group, kind)).map(
    ({ id }) => id.namespace ?? '',
  );
  if (!view.settings.declared) {
    operated.push('kube-system', fluxNamespace(view) ?? 'flux-system');
    for (const object of index.all) if (isUnknownKind(view, object)) operated.push(object.id.namespace ?? '');
  }
  const charts = new Map<string, string[]>();
  for (const { namespace, release, chart } of chartInstalls(view)) {
    const names = [release, ...(chart === undefined ? [] : [chart])];
    charts.set(namespace, [...(charts.get(namespace) ?? []), ...names]);
  }
  return { byNamespace, operated: new Set(operated), charts };
}

function written(template: PodTemplate): PodSet {
  const { owner, namespace, labels } = template;
  const ports = new Set<string | number>();
  for (const { container } of containersOf(template)) {
    for (const { name, containerPort } of mapsOf(container.ports)) {
      if (typeof name === 'string') ports.add(name);
      if (typeof containerPort === 'number') ports.add(containerPort);
    }
  }
  return { owner, namespace, labels, ports };
}
