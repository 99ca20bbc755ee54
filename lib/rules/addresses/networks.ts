import { chartInstalls, valuePlace } from '../../flux/helm/chart-installs.js';
import { walkValues } from '../../flux/helm/walk-values.js';
import { field, isMap, mapsOf, textsOf } from '../../flux/kustomize/built.js';
import { containersOf, podsOf } from '../../flux/pods.js';
import type { JsonPath, TreeFinding, TreeView } from '../../flux/tree/view.js';

/** A network that somebody wrote down. */
export interface WrittenNetwork {
  readonly text: string;
  readonly at: TreeFinding['at'];
  readonly path: JsonPath;
  /** True where only a network will do, and every text that is none is wrong. */
  readonly isNetwork: boolean;
  /** Network that it is taken out of. */
  readonly outOf?: string;
}

/** Every network that a tree writes down: policies, routes of Tailscale, machine configuration, values of charts. */
export function* writtenNetworks(view: TreeView): Generator<WrittenNetwork> {
  yield* ofPolicies(view);
  yield* ofCiliumPolicies(view);
  yield* ofTailscale(view);
  yield* ofCharts(view);
  yield* ofTalos(view);
}

function* ofPolicies({ index }: TreeView): Generator<WrittenNetwork> {
  for (const at of index.ofKind('networking.k8s.io', 'NetworkPolicy')) {
    for (const [direction, side] of [
      ['ingress', 'from'],
      ['egress', 'to'],
    ] as const) {
      for (const [number, rule] of mapsOf(field(at.object, 'spec', direction)).entries()) {
        for (const [position, { ipBlock }] of mapsOf(rule[side]).entries()) {
          if (!isMap(ipBlock)) continue;
          const path: JsonPath = ['spec', direction, number, side, position, 'ipBlock'];
          const cidr = typeof ipBlock.cidr === 'string' ? ipBlock.cidr : '';
          yield { text: cidr, at, path: [...path, 'cidr'], isNetwork: true };
          for (const [index, text] of textsOf(ipBlock.except).entries()) {
            yield { text, at, path: [...path, 'except', index], isNetwork: true, outOf: cidr };
          }
        }
      }
    }
  }
}

function* ofCiliumPolicies({ index }: TreeView): Generator<WrittenNetwork> {
  for (const kind of ['CiliumNetworkPolicy', 'CiliumClusterwideNetworkPolicy']) {
    for (const at of index.ofKind('cilium.io', kind)) {
      for (const { key, value, path } of walkValues(at.object)) {
        if (key === 'fromCIDR' || key === 'toCIDR') {
          for (const [number, text] of textsOf(value).entries()) {
            // Cilium takes a lone address for a network of one.
            yield { text, at, path: [...path, number], isNetwork: false };
          }
        } else if (key === 'cidr' && typeof value === 'string') yield { text: value, at, path, isNetwork: true };
      }
    }
  }
}

function* ofTailscale(view: TreeView): Generator<WrittenNetwork> {
  for (const at of view.index.ofKind('tailscale.com', 'Connector')) {
    for (const [number, text] of textsOf(field(at.object, 'spec', 'subnetRouter', 'advertiseRoutes')).entries()) {
      yield { text, at, path: ['spec', 'subnetRouter', 'advertiseRoutes', number], isNetwork: true };
    }
  }
  for (const pod of podsOf(view)) {
    for (const { container, path } of containersOf(pod)) {
      const place = [...pod.path, ...path];
      for (const [number, { name, value }] of mapsOf(container.env).entries()) {
        if (name !== 'TS_ROUTES' || typeof value !== 'string') continue;
        yield* listed(value, pod.owner, [...place, 'env', number, 'value']);
      }
    }
  }
}

/** Names of values that hold networks. */
const NETWORKS = /(?:cidrs?|cidrlist|subnets?|advertiseroutes|trustedips|whitelist-source-range)$/i;

function* ofCharts(view: TreeView): Generator<WrittenNetwork> {
  for (const install of chartInstalls(view)) {
    for (const { key, value, path } of walkValues(install.values)) {
      if (!NETWORKS.test(key)) continue;
      const texts = typeof value === 'string' ? [value] : textsOf(value);
      for (const text of texts) {
        for (const one of listed(text, install.at, valuePlace(install, path))) yield { ...one, isNetwork: false };
      }
    }
  }
}

/** Talos' machine configuration, where it lies in the tree: networks, not addresses of interfaces. */
function* ofTalos({ sources }: TreeView): Generator<WrittenNetwork> {
  for (const { documents } of sources.values()) {
    for (const at of documents) {
      const { object } = at;
      if (object.kind === 'ExtensionServiceConfig') {
        for (const [number, text] of textsOf(object.environment).entries()) {
          if (!text.startsWith('TS_ROUTES=')) continue;
          yield* listed(text.slice('TS_ROUTES='.length), at, ['environment', number]);
        }
      } else if (object.kind === undefined && (isMap(object.cluster) || isMap(object.machine))) {
        for (const path of [
          ['cluster', 'network', 'podSubnets'],
          ['cluster', 'network', 'serviceSubnets'],
          ['cluster', 'etcd', 'advertisedSubnets'],
          ['machine', 'kubelet', 'nodeIP', 'validSubnets'],
        ]) {
          for (const [number, text] of textsOf(field(object, ...path)).entries()) {
            yield { text: text.replace(/^!/, ''), at, path: [...path, number], isNetwork: false };
          }
        }
      }
    }
  }
}

function* listed(text: string, at: TreeFinding['at'], path: JsonPath): Generator<WrittenNetwork> {
  for (const one of text.split(',')) if (one.trim() !== '') yield { text: one.trim(), at, path, isNetwork: true };
}
