import { field, mapsOf } from '../../flux/kustomize/built.js';
import { type PodTemplate, podsOf, selectsPod } from '../../flux/pods.js';
import { releasesIn } from '../../flux/presence/releases.js';
import type { AppliedObject, TreeFinding, TreeView } from '../../flux/tree/view.js';
import type { TreeRule } from '../tree-rule.js';
import { ByLabel } from './by-label.js';
import type { ExposedHost } from './exposure/exposed-host.js';
import { ingressExposure } from './exposure/ingresses.js';
import { tunnelExposure } from './exposure/other-ways.js';
import { gatewayExposure, traefikExposure } from './exposure/routes.js';
import { letsAskNames, letsOthersIn, PodPolicies } from './network-policies.js';

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
    const policies = new PodPolicies(view);
    if (view.settings.protection?.networkPolicy === 'default-deny') yield* openNamespaces(view, policies);
    yield* shutExposure(view, policies);
    yield* withoutNames(view, policies);
  },
};

function* openNamespaces(view: TreeView, policies: PodPolicies): Iterable<TreeFinding> {
  const used = new Set(podsOf(view).map(({ namespace }) => namespace));
  for (const namespace of view.index.ofKind('', 'Namespace')) {
    const { name } = namespace.id;
    if (!used.has(name) && releasesIn(view, name).length === 0) continue;
    if (policies.closes(name)) continue;
    yield { at: namespace, message: 'has workloads, and no policy that refuses what nobody allowed' };
  }
}

/** Services behind a route whose pods refuse everybody. */
function* shutExposure(view: TreeView, policies: PodPolicies): Iterable<TreeFinding> {
  const pods = new ByLabel<PodTemplate>();
  for (const pod of podsOf(view)) pods.add(pod.labels, pod);
  const seen = new Set<AppliedObject>();
  for (const { backend } of exposures(view)) {
    if (backend === undefined) continue;
    const service = view.index.get({ group: '', kind: 'Service', ...backend });
    if (service === undefined || seen.has(service)) continue;
    seen.add(service);
    const selector = field(service.object, 'spec', 'selector');
    const [port] = mapsOf(field(service.object, 'spec', 'ports'));
    for (const pod of pods.withFirst(selector)) {
      if (pod.namespace !== backend.namespace || !selectsPod(selector, pod)) continue;
      const of = policies.of(pod);
      if (!of.some(({ ingress }) => ingress.closes)) continue;
      if (of.some((policy) => letsOthersIn(policy, port?.targetPort ?? port?.port))) continue;
      const who = `${pod.owner.id.kind} "${pod.owner.id.name}"`;
      const message = `a route points here, and no policy lets anybody of another namespace reach ${who}`;
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
function* withoutNames(view: TreeView, policies: PodPolicies): Iterable<TreeFinding> {
  for (const pod of podsOf(view)) {
    const of = policies.of(pod);
    if (!of.some(({ egress }) => egress.closes) || of.some(letsAskNames)) continue;
    // Who may reach nothing at all needs no names.
    if (of.every(({ egress }) => egress.rules.length === 0)) continue;
    const message = 'its pods may reach others, and no policy lets them ask for names';
    yield { at: pod.owner, path: pod.path, message };
  }
}
