import { CiliumNetworkPolicy } from '../../../imports/cilium.io.js';
import { IntOrString, KubeNetworkPolicy, type NetworkPolicyPeer, type NetworkPolicySpec } from '../k8s.js';
import type { Unit } from '../unit.js';
import { internet, podsOf } from './peers.js';

/** Which pods a policy is about. */
export interface PolicyScope {
  /** @default the unit's */
  readonly namespace?: string;
  /** Labels of the pods. @default every pod of the namespace */
  readonly pods?: Readonly<Record<string, string>>;
}

export interface AllowProps extends PolicyScope {
  /** The other side: `podsOf()`, `internet()`. */
  readonly peers: readonly NetworkPolicyPeer[];
  /** TCP ports. @default all */
  readonly ports?: readonly number[];
}

/** Nothing in, nothing out, but what other policies allow (S1-79). */
export function denyAll(unit: Unit, scope: PolicyScope = {}): void {
  policy(unit, 'default-deny', scope, { policyTypes: ['Ingress', 'Egress'] });
}

/** Nothing in but what other policies allow; going out stays free. */
export function denyIngress(unit: Unit, scope: PolicyScope = {}): void {
  policy(unit, 'default-deny', scope, { policyTypes: ['Ingress'] });
}

export function allowIngress(unit: Unit, name: string, props: AllowProps): void {
  policy(unit, name, props, { policyTypes: ['Ingress'], ingress: [{ from: [...props.peers], ...tcp(props.ports) }] });
}

export function allowEgress(unit: Unit, name: string, props: AllowProps): void {
  policy(unit, name, props, { policyTypes: ['Egress'], egress: [{ to: [...props.peers], ...tcp(props.ports) }] });
}

/** Names have to be looked up before anything else works. */
export function allowDns(unit: Unit, scope: PolicyScope = {}): void {
  const port = IntOrString.fromNumber(53);
  const egress = {
    to: [podsOf('kube-system', { 'k8s-app': 'kube-dns' })],
    ports: [
      { protocol: 'UDP', port },
      { protocol: 'TCP', port },
    ],
  };
  policy(unit, 'allow-dns', scope, { policyTypes: ['Egress'], egress: [egress] });
}

/** Public addresses, but neither the cluster nor the home network. */
export function allowInternet(unit: Unit, scope: PolicyScope = {}): void {
  allowEgress(unit, 'allow-internet', { ...scope, peers: internet() });
}

/** Requests that come in the cluster's own way; a second unit of a namespace gives its policy a name of its own. */
export function allowFromExposure(
  unit: Unit,
  ports: readonly number[],
  { name = 'allow-exposure', ...scope }: PolicyScope & { readonly name?: string } = {},
): void {
  const { namespace, podLabels } = unit.cluster.settings.exposure.from;
  allowIngress(unit, name, { ...scope, peers: [podsOf(namespace, podLabels)], ports });
}

/** An app that only answers: requests in the cluster's own way come in, nothing else does, and nothing goes out. */
export function allowOnlyExposure(unit: Unit, ports: readonly number[], scope: PolicyScope = {}): void {
  denyAll(unit, scope);
  allowFromExposure(unit, ports, scope);
}

/** Prometheus, which scrapes from its namespace. */
export function allowFromPrometheus(unit: Unit, ports: readonly number[], scope: PolicyScope = {}): void {
  const prometheus = podsOf('monitoring', { 'app.kubernetes.io/name': 'prometheus' });
  allowIngress(unit, 'allow-prometheus', { ...scope, peers: [prometheus], ports });
}

/**
 * Requests through Gateways of Cilium's. Their proxy runs on the nodes and has an identity of its own, `ingress`, that
 * no selector of a standard NetworkPolicy matches.
 */
export function allowFromCiliumGateway(unit: Unit, { namespace = unit.namespace, pods = {} }: PolicyScope = {}): void {
  new CiliumNetworkPolicy(unit, `cilium-network-policy-${namespace}`, {
    metadata: { name: 'allow-gateway', namespace },
    spec: { endpointSelector: { matchLabels: { ...pods } }, ingress: [{ fromEntities: ['ingress'] }] },
  });
}

function policy(unit: Unit, name: string, scope: PolicyScope, spec: Omit<NetworkPolicySpec, 'podSelector'>): void {
  const { namespace = unit.namespace, pods = {} } = scope;
  const podSelector = Object.keys(pods).length === 0 ? {} : { matchLabels: { ...pods } };
  const object = new KubeNetworkPolicy(unit, `network-policy-${namespace}-${name}`, {
    metadata: { name, namespace },
    spec: { podSelector, ...spec },
  });
  unit.place(object, 'networkpolicy.yaml');
}

function tcp(ports: readonly number[] = []) {
  if (ports.length === 0) return {};
  return { ports: ports.map((port) => ({ protocol: 'TCP', port: IntOrString.fromNumber(port) })) };
}
