import { field, isMap, mapsOf } from '../../flux/kustomize/built.js';
import { selects, wantedLabels } from '../../flux/label-selector.js';
import { selectNamespaces } from '../../flux/presence/namespaces.js';
import { mayBeOthers, mayHaveOtherPods, type PodSet, podSetsIn } from '../../flux/presence/pod-sets.js';
import { presence } from '../../flux/presence/presence.js';
import { isUnknown } from '../../flux/tree/unknown.js';
import type { AppliedObject, JsonPath, TreeFinding, TreeView } from '../../flux/tree/view.js';
import type { JsonObject } from '../../model/json.js';
import { didYouMean } from '../../model/names.js';
import type { TreeRule } from '../tree-rule.js';

const NAME = 'kubernetes.io/metadata.name';
const OF_KUBERNETES = /^(?:default|kube-(?:system|public|node-lease))$/;

/** Whom NetworkPolicies let in and out, and at which ports. */
export const networkPeer: TreeRule = {
  name: 'network-peer',
  severity: 'warning',
  description:
    'A NetworkPolicy allows a namespace that nobody brings, pods that nobody has, or a port that none of the pods ' +
    'opens: what it was written to allow stays cut off, and nothing says so.',
  remediation: 'make the labels, names and ports those of the pods that talk to each other',
  sources: ['DC-09', 'S1-79'],
  *check(view) {
    for (const at of view.index.ofKind('networking.k8s.io', 'NetworkPolicy')) {
      const own = podsOf(view, at.id.namespace ?? '', field(at.object, 'spec', 'podSelector'));
      yield* direction(view, at, 'ingress', 'from', () => own);
      yield* direction(view, at, 'egress', 'to', (peers) => peers);
    }
  },
};

/** Pods that are known to be all; undefined where there may be others. */
type Pods = readonly PodSet[] | undefined;

function* direction(
  view: TreeView,
  at: AppliedObject,
  name: 'ingress' | 'egress',
  list: 'from' | 'to',
  listeners: (peers: Pods) => Pods,
): Iterable<TreeFinding> {
  for (const [index, rule] of mapsOf(field(at.object, 'spec', name)).entries()) {
    const path = ['spec', name, index];
    const peers = mapsOf(rule[list]);
    for (const [place, peer] of peers.entries()) yield* judgePeer(view, at, peer, [...path, list, place]);
    const sets = peers.map((peer) => podsOfPeer(view, at, peer));
    const known = sets.some((set) => set === undefined) ? undefined : sets.flatMap((set) => set ?? []);
    yield* judgePorts(at, rule, listeners(peers.length === 0 ? undefined : known), path);
  }
}

function* judgePeer(view: TreeView, at: AppliedObject, peer: JsonObject, path: JsonPath): Iterable<TreeFinding> {
  const { namespaceSelector, podSelector } = peer;
  const namespace = wantedLabels(namespaceSelector)[NAME];
  if (namespace !== undefined && !OF_KUBERNETES.test(namespace) && !isUnknown(namespace)) {
    const there = presence(view);
    const core = { group: '', kind: 'Namespace' };
    if (!there.has({ ...core, name: namespace })) {
      const close = didYouMean(namespace, there.names(core));
      const hint = close === undefined ? {} : { hint: `did you mean "${close}"?` };
      yield {
        at,
        path: [...path, 'namespaceSelector'],
        message: `allows namespace ${namespace}, which nothing brings`,
        ...hint,
      };
      return;
    }
  }
  const wanted = wantedLabels(podSelector);
  const [value] = Object.values(wanted);
  if (!isMap(podSelector) || value === undefined) return;
  const places = isMap(namespaceSelector) ? selectNamespaces(view, namespaceSelector) : [at.id.namespace ?? ''];
  const pods = places.flatMap((place) => podSetsIn(view, place));
  if (pods.length === 0 || pods.some(({ labels }) => selects(podSelector, labels))) return;
  if (places.some((place) => mayBeOthers(view, place, wanted))) return;
  // Charts bring pods of names that nobody here knows: there a name is wrong only if it is nearly another one.
  const close = didYouMean(
    value,
    pods.flatMap(({ labels }) => Object.values(labels)),
  );
  if (close === undefined && places.some((place) => mayHaveOtherPods(view, place))) return;
  const hint = close === undefined ? {} : { hint: `did you mean "${close}"?` };
  yield {
    at,
    path: [...path, 'podSelector'],
    message: `allows pods that namespace ${places.join(', ')} does not have`,
    ...hint,
  };
}

function* judgePorts(at: AppliedObject, rule: JsonObject, pods: Pods, path: JsonPath): Iterable<TreeFinding> {
  // A pod may listen where it declares no port: only those that declare some say what they open.
  if (pods === undefined || pods.length === 0 || pods.some(({ ports }) => ports.size === 0)) return;
  const open = new Set(pods.flatMap(({ ports }) => [...ports]));
  for (const [index, { port, endPort }] of mapsOf(rule.ports).entries()) {
    if ((typeof port !== 'number' && typeof port !== 'string') || endPort !== undefined || open.has(port)) continue;
    const hint = `their ports are ${[...open].join(', ')}`;
    yield {
      at,
      path: [...path, 'ports', index, 'port'],
      message: `allows port ${port}, which none of the pods opens`,
      hint,
    };
  }
}

function podsOfPeer(view: TreeView, at: AppliedObject, { namespaceSelector, podSelector, ipBlock }: JsonObject): Pods {
  if (ipBlock !== undefined) return undefined;
  const places = isMap(namespaceSelector) ? selectNamespaces(view, namespaceSelector) : [at.id.namespace ?? ''];
  const sets = places.map((place) => podsOf(view, place, podSelector ?? {}));
  return sets.some((set) => set === undefined) ? undefined : sets.flatMap((set) => set ?? []);
}

function podsOf(view: TreeView, namespace: string, selector: unknown): Pods {
  if (mayHaveOtherPods(view, namespace)) return undefined;
  return podSetsIn(view, namespace).filter(({ labels }) => selects(isMap(selector) ? selector : {}, labels));
}
