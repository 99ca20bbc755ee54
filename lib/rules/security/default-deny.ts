import { field, mapsOf } from '../../flux/kustomize/built.js';
import { type PodTemplate, podsOf, selectsPod } from '../../flux/pods.js';
import { releasesIn } from '../../flux/presence/releases.js';
import type { AppliedObject, TreeFinding, TreeView } from '../../flux/tree/view.js';
import type { TreeRule } from '../tree-rule.js';
import type { ExposedHost } from './exposure/exposed-host.js';
import { ingressExposure } from './exposure/ingresses.js';
import { tunnelExposure } from './exposure/other-ways.js';
import { gatewayExposure, traefikExposure } from './exposure/routes.js';
import { letsAskNames, letsOthersIn, type PodPolicy, podPolicies } from './network-policies.js';

/** Closed by default is worth something only where it holds everywhere, and opens for what has to go through (S1-79). */
export const defaultDeny: TreeRule = {
  name: 'default-deny',
  severity: 'error',
  description:
    'The cluster is declared default-deny and a namespace with workloads has no policy that closes it; or a namespace is closed, and nothing lets in the controller that its routes point from, or lets its pods ask for names. Either everything is open, or the app times out.',
  remediation:
    'close the namespace with denyAll(), and open it with allowFromExposure(), allowDns() and what else it needs',
  sources: ['S1-79', 'S1-77'],
  *check(view) {
    const policies = podPolicies(view);
    const wide = policies.get('*') ?? [];
    const ofNamespace = (name: string) => [...(policies.get(name) ?? []), ...wide];
    const pods = new Map<string, PodTemplate[]>();
    for (const pod of podsOf(view)) pods.set(pod.namespace, [...(pods.get(pod.namespace) ?? []), pod]);
    if (view.settings.protection?.networkPolicy === 'default-deny') yield* openNamespaces(view, pods, ofNamespace);
    yield* shutExposure(view, pods, ofNamespace);
    for (const [name, list] of pods) yield* withoutNames(list, ofNamespace(name));
  },
};

type Policies = (namespace: string) => readonly PodPolicy[];

function* openNamespaces(
  view: TreeView,
  pods: ReadonlyMap<string, readonly PodTemplate[]>,
  policies: Policies,
): Iterable<TreeFinding> {
  for (const namespace of view.index.ofKind('', 'Namespace')) {
    const { name } = namespace.id;
    if (!pods.has(name) && releasesIn(view, name).length === 0) continue;
    if (policies(name).some(({ all, ingress }) => all && ingress.closes)) continue;
    yield { at: namespace, message: 'has workloads, and no policy that refuses what nobody allowed' };
  }
}

/** Services behind a route whose pods refuse everybody. */
function* shutExposure(
  view: TreeView,
  pods: ReadonlyMap<string, readonly PodTemplate[]>,
  policies: Policies,
): Iterable<TreeFinding> {
  const seen = new Set<AppliedObject>();
  for (const { backend } of exposures(view)) {
    if (backend === undefined) continue;
    const service = view.index.get({ group: '', kind: 'Service', ...backend });
    if (service === undefined || seen.has(service)) continue;
    seen.add(service);
    const spec = field(service.object, 'spec');
    const [port] = mapsOf(field(spec, 'ports'));
    for (const pod of pods.get(backend.namespace) ?? []) {
      if (!selectsPod(field(spec, 'selector'), pod)) continue;
      const of = policies(backend.namespace).filter((policy) => policy.picks(pod.labels));
      if (!of.some(({ ingress }) => ingress.closes)) continue;
      if (of.some((policy) => letsOthersIn(policy, port?.targetPort ?? port?.port))) continue;
      const message = `a route points here, and no policy lets anybody of another namespace reach ${pod.owner.id.kind} "${pod.owner.id.name}"`;
      yield { at: service, message };
    }
  }
}

function* exposures(view: TreeView): Generator<ExposedHost> {
  yield* ingressExposure(view);
  yield* traefikExposure(view);
  yield* gatewayExposure(view);
  yield* tunnelExposure(view);
}

/** Pods that may not even ask for the address of what they may reach. */
function* withoutNames(pods: readonly PodTemplate[], policies: readonly PodPolicy[]): Iterable<TreeFinding> {
  for (const pod of pods) {
    const of = policies.filter((policy) => policy.picks(pod.labels));
    if (!of.some(({ egress }) => egress.closes) || of.some(letsAskNames)) continue;
    // Who may reach nothing at all needs no names.
    if (of.every(({ egress }) => egress.rules.length === 0)) continue;
    yield {
      at: pod.owner,
      path: pod.path,
      message: 'its pods may reach others, and no policy lets them ask for names',
    };
  }
}
