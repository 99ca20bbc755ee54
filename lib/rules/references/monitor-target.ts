import { field, isMap, mapsOf, textsOf } from '../../flux/kustomize/built.js';
import { selects, wantedLabels } from '../../flux/label-selector.js';
import { portsOf } from '../../flux/presence/facts.js';
import { labelsOf, namespacesOf } from '../../flux/presence/namespaces.js';
import { mayBeOthers, podSetsIn } from '../../flux/presence/pod-sets.js';
import { isUnknown } from '../../flux/tree/unknown.js';
import type { AppliedObject, TreeFinding, TreeView } from '../../flux/tree/view.js';
import type { TreeRule } from '../tree-rule.js';

const GROUP = 'monitoring.coreos.com';

/** Services and pods that monitors scrape. */
export const monitorTarget: TreeRule = {
  name: 'monitor-target',
  severity: 'warning',
  description:
    'A ServiceMonitor or PodMonitor selects nothing, or scrapes a port name that what it selects does not have: there ' +
    'are no metrics, and every alert on them is silent.',
  remediation: 'make selector and labels, and the port names, the same',
  sources: ['S1-85', 'trap 27'],
  *check(view) {
    for (const at of view.index.ofKind(GROUP, 'ServiceMonitor')) yield* judge(view, at, 'endpoints', services);
    for (const at of view.index.ofKind(GROUP, 'PodMonitor')) yield* judge(view, at, 'podMetricsEndpoints', pods);
  },
};

type Targets = (view: TreeView, namespace: string, selector: Selector) => readonly ReadonlySet<string | number>[];
type Selector = Readonly<Record<string, never>>;

function* judge(view: TreeView, at: AppliedObject, list: string, find: Targets): Iterable<TreeFinding> {
  const selector = field(at.object, 'spec', 'selector');
  if (!isMap(selector)) return;
  const wanted = wantedLabels(selector);
  const namespaces = chosenNamespaces(view, at);
  if ([...Object.values(wanted), ...namespaces].some(isUnknown)) return;
  if (namespaces.some((namespace) => mayBeOthers(view, namespace, wanted))) return;
  const ports = namespaces.flatMap((namespace) => find(view, namespace, selector as Selector));
  if (ports.length === 0) {
    const what = list === 'endpoints' ? 'Service' : 'pod';
    yield { at, path: ['spec', 'selector'], message: `selects no ${what} of ${namespaces.join(', ')}` };
    return;
  }
  for (const [index, { port }] of mapsOf(field(at.object, 'spec', list)).entries()) {
    if (typeof port !== 'string' || ports.some((known) => known.has(port)) || isUnknown(port)) continue;
    const names = [...new Set(ports.flatMap((known) => [...known]))].filter((name) => typeof name === 'string');
    const path = ['spec', list, index, 'port'];
    yield { at, path, message: `nothing that it selects has a port "${port}"`, hint: `there are: ${names.join(', ')}` };
  }
}

interface LabelledPorts {
  readonly labels: Readonly<Record<string, string>>;
  readonly ports: ReadonlySet<string | number>;
}

const cache = new WeakMap<TreeView, ReadonlyMap<string, readonly LabelledPorts[]>>();

function services(view: TreeView, namespace: string, selector: Selector) {
  const known = cache.get(view) ?? servicesByNamespace(view);
  cache.set(view, known);
  return (known.get(namespace) ?? []).filter(({ labels }) => selects(selector, labels)).map(({ ports }) => ports);
}

function servicesByNamespace({ index }: TreeView): ReadonlyMap<string, readonly LabelledPorts[]> {
  const found = new Map<string, LabelledPorts[]>();
  for (const { id, object } of index.ofKind('', 'Service')) {
    const list = found.get(id.namespace ?? '') ?? [];
    list.push({ labels: labelsOf(object), ports: new Set(portsOf(object)) });
    found.set(id.namespace ?? '', list);
  }
  return found;
}

function pods(view: TreeView, namespace: string, selector: Selector) {
  return podSetsIn(view, namespace)
    .filter(({ labels }) => selects(selector, labels))
    .map(({ ports }) => ports);
}

function chosenNamespaces(view: TreeView, { id, object }: AppliedObject): string[] {
  const chosen = field(object, 'spec', 'namespaceSelector');
  if (field(chosen, 'any') === true) return [...namespacesOf(view).keys()];
  const names = textsOf(field(chosen, 'matchNames'));
  return names.length > 0 ? names : [id.namespace ?? ''];
}
