import { field, isMap, mapsOf, textsOf } from '../../flux/kustomize/built.js';
import { selects } from '../../flux/label-selector.js';
import type { PodTemplate } from '../../flux/pods.js';
import type { AppliedObject, TreeView } from '../../flux/tree/view.js';
import type { JsonObject } from '../../model/json.js';
import { ByLabel } from './by-label.js';

/** Label that Cilium gives every pod, by which policies of the whole cluster choose namespaces. */
const NAMESPACE = 'io.kubernetes.pod.namespace';

/** A policy of pods, of Kubernetes or of Cilium, as far as it can be told. */
export interface PodPolicy {
  readonly at: AppliedObject;
  /** Undefined for one of the whole cluster. */
  readonly namespace: string | undefined;
  readonly ingress: Direction;
  readonly egress: Direction;
  /** Labels that its pods have to have; it may ask for more. */
  readonly labels: JsonObject;
  /** Whether it is about pods with some labels. */
  picks(labels: Readonly<Record<string, string>>): boolean;
}

/** What a policy says of one direction. */
export interface Direction {
  /** Whether all that no rule allows is refused. */
  readonly closes: boolean;
  readonly rules: readonly unknown[];
}

/** Every policy of a tree, to be asked for those of a pod. */
export class PodPolicies {
  private readonly general = new Map<string, PodPolicy[]>();
  private readonly byLabel = new Map<string, ByLabel<PodPolicy>>();

  constructor({ index }: TreeView) {
    for (const at of index.ofKind('networking.k8s.io', 'NetworkPolicy')) this.add(kubernetesPolicy(at));
    for (const kind of ['CiliumNetworkPolicy', 'CiliumClusterwideNetworkPolicy']) {
      for (const at of index.ofKind('cilium.io', kind)) for (const policy of ciliumPolicies(at)) this.add(policy);
    }
  }

  private add(policy: PodPolicy): void {
    const key = policy.namespace ?? EVERYWHERE;
    const [first] = Object.entries(policy.labels);
    if (first === undefined || first[0] === NAMESPACE) {
      this.general.set(key, this.general.get(key) ?? []);
      this.general.get(key)?.push(policy);
    } else {
      const index = this.byLabel.get(key) ?? new ByLabel<PodPolicy>();
      this.byLabel.set(key, index);
      index.add({ [first[0]]: first[1] }, policy);
    }
  }

  /** Policies that are about a pod. */
  of({ namespace, labels }: Pick<PodTemplate, 'namespace' | 'labels'>): PodPolicy[] {
    const all = { ...labels, [NAMESPACE]: namespace };
    return [namespace, EVERYWHERE]
      .flatMap((key) => [...(this.general.get(key) ?? []), ...(this.byLabel.get(key)?.withAny(labels) ?? [])])
      .filter((policy) => policy.picks(all));
  }

  /** Whether pods of a namespace are closed to what nobody allowed, whatever their labels are. */
  closes(namespace: string): boolean {
    return this.of({ namespace, labels: {} }).some(({ ingress }) => ingress.closes);
  }
}

/** No namespace has this name. */
const EVERYWHERE = '*';

function kubernetesPolicy(at: AppliedObject): PodPolicy {
  const spec = field(at.object, 'spec');
  const types = textsOf(field(spec, 'policyTypes'));
  const [ingress, egress] = [mapsOf(field(spec, 'ingress')), mapsOf(field(spec, 'egress'))];
  const closes = (type: string, rules: readonly unknown[]) =>
    types.length === 0 ? type === 'Ingress' || rules.length > 0 : types.includes(type);
  return {
    at,
    namespace: at.id.namespace ?? '',
    ingress: { closes: closes('Ingress', ingress), rules: ingress },
    egress: { closes: closes('Egress', egress), rules: egress },
    ...picking(field(spec, 'podSelector')),
  };
}

/** Cilium closes a direction as soon as a rule of it stands in a policy, unless it is told otherwise. */
function ciliumPolicies(at: AppliedObject): PodPolicy[] {
  const specs = [field(at.object, 'spec'), ...mapsOf(at.object.specs)].filter(isMap);
  return specs.map((spec) => {
    const direction = (name: 'ingress' | 'egress') => {
      const listed = spec[name] !== undefined || spec[`${name}Deny`] !== undefined;
      return { closes: listed && field(spec, 'enableDefaultDeny', name) !== false, rules: mapsOf(spec[name]) };
    };
    return {
      at,
      namespace: at.id.kind === 'CiliumNetworkPolicy' ? (at.id.namespace ?? '') : undefined,
      ingress: direction('ingress'),
      egress: direction('egress'),
      ...picking(spec.endpointSelector),
    };
  });
}

function picking(selector: unknown): Pick<PodPolicy, 'picks' | 'labels'> {
  if (!isMap(selector)) return { picks: () => false, labels: {} };
  const given = field(selector, 'matchLabels');
  // Cilium's labels may say where they come from.
  const labels = Object.fromEntries(
    Object.entries(isMap(given) ? given : {}).map(([key, value]) => [key.replace(/^(?:k8s|any)[:.]/, ''), value]),
  );
  return { labels, picks: (of) => selects({ ...selector, matchLabels: labels }, of) };
}

/** Whether a rule lets somebody of another namespace, or of outside, in. */
export function letsOthersIn(policy: PodPolicy, port: unknown): boolean {
  if (policy.at.id.group === 'cilium.io') return policy.ingress.rules.length > 0;
  return policy.ingress.rules.some((rule) => {
    const from = field(rule, 'from');
    const others =
      !Array.isArray(from) ||
      from.length === 0 ||
      mapsOf(from).some((peer) => peer.namespaceSelector !== undefined || peer.ipBlock !== undefined);
    return others && allowsPort(field(rule, 'ports'), port, 'TCP');
  });
}

/** Whether a rule lets pods ask a name server. */
export function letsAskNames(policy: PodPolicy): boolean {
  return policy.egress.rules.some((rule) => {
    if (policy.at.id.group === 'cilium.io') {
      const ports = mapsOf(field(rule, 'toPorts')).flatMap((one) => mapsOf(one.ports));
      return ports.length === 0 || ports.some(({ port }) => String(port) === '53' || String(port) === '0');
    }
    return allowsPort(field(rule, 'ports'), 53, 'UDP');
  });
}

function allowsPort(ports: unknown, wanted: unknown, protocol: string): boolean {
  const listed = mapsOf(ports);
  if (listed.length === 0 || wanted === undefined) return true;
  return listed.some(({ port, endPort, protocol: own = 'TCP' }) => {
    if (own !== protocol) return false;
    if (port === undefined || port === wanted || typeof port === 'string' || typeof wanted === 'string') return true;
    return (
      typeof port === 'number' && typeof endPort === 'number' && Number(wanted) >= port && Number(wanted) <= endPort
    );
  });
}
