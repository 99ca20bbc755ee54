import { holds, parseAddress, parseCidr, readAddresses } from '../../flux/network/address-range.js';
import type { Finding } from '../../model/finding.js';
import type { TalosSettings } from '../../model/talos.js';
import type { ClusterSettings } from '../cluster-settings.js';
import { DEFAULT_KUBERNETES_VERSION } from '../cluster-settings.js';

type Problem = Pick<Finding, 'message'> & { readonly field: string; readonly hint: string };

/** Oldest and newest minor of Kubernetes 1 that a minor of Talos 1 runs. One that is missing is not judged. */
const KUBERNETES_OF: Readonly<Record<string, readonly [oldest: number, newest: number]>> = {
  12: [30, 35],
  13: [31, 36],
  14: [32, 37],
};

/** What one setting says of the machines and another denies. */
export function talosContradictions(settings: ClusterSettings, talos: TalosSettings, version: string): Problem[] {
  return [
    ...ofBoundaries(settings),
    ...ofProtection(settings),
    ...ofAddresses(settings, talos),
    ...ofFolders(talos),
    ...ofVersion(settings, version),
  ];
}

function* ofBoundaries({ boundaries = [] }: ClusterSettings): Generator<Problem> {
  if (!boundaries.some(({ parts }) => parts?.includes('control-plane'))) {
    yield {
      field: 'boundaries',
      message: 'boundaries: the machines run Talos, and nothing says what Talos keeps',
      hint: 'add talosOwns()',
    };
  } else if (!boundaries.some(({ parts }) => parts?.includes('cni'))) {
    yield {
      field: 'boundaries',
      message: 'boundaries: Talos brings no CNI and nobody else does, so no node becomes ready and Flux cannot start',
      hint: "add cniOf('Terraform') or who else brings it, or leave cni: 'none' out of talosOwns()",
    };
  }
}

/** Talos has its own defaults for Pod Security, other than those of Kubernetes: the rules must not judge by the latter. */
function* ofProtection({ protection = {} }: ClusterSettings): Generator<Problem> {
  const { podSecurityDefault, podSecurityExempt = [] } = protection;
  if (podSecurityDefault === undefined) {
    yield {
      field: 'protection.podSecurityDefault',
      message: 'protection.podSecurityDefault: missing, and Talos does not let in what Kubernetes would',
      hint: "'baseline' is what Talos has",
    };
  }
  if (!podSecurityExempt.includes('kube-system')) {
    yield {
      field: 'protection.podSecurityExempt',
      message: 'protection.podSecurityExempt: Talos exempts kube-system, and a patch cannot take that back',
      hint: 'add kube-system',
    };
  }
}

function* ofAddresses({ addresses = {} }: ClusterSettings, { apiLink, tailscale }: TalosSettings): Generator<Problem> {
  const api = addresses.api ?? [];
  if (apiLink !== undefined && api.length === 0) {
    yield {
      field: 'talos.apiLink',
      message: `talos.apiLink: ${apiLink} bears no address, since addresses.api has none`,
      hint: 'name the address of the Kubernetes API in addresses.api',
    };
  }
  const routes = (tailscale?.routes ?? []).map((route) => parseCidr(route).range);
  const nodes = (addresses.nodes ?? []).map(readAddresses);
  for (const route of routes) {
    const within = nodes.find((range) => route !== undefined && range !== undefined && holds(route, range));
    if (route === undefined || within === undefined) continue;
    // A router that learns its own network from the tailnet sends its neighbours' packets there.
    yield {
      field: 'talos.tailscale.routes',
      message: `talos.tailscale.routes: ${route.text} holds ${within.text}, the network of the nodes themselves`,
      hint: 'advertise the network of the services alone',
    };
  }
  for (const address of api) {
    const one = parseAddress(address);
    const inside = nodes.find((range) => one !== undefined && range !== undefined && holds(range, one));
    if (apiLink === undefined || inside === undefined) continue;
    yield {
      field: 'addresses.api',
      message: `addresses.api: ${address} is in ${inside.text}, which the nodes have their own addresses from`,
      hint: 'take an address that no machine is given',
    };
  }
}

function* ofFolders({ kubeletMounts = [], volumes = {} }: TalosSettings): Generator<Problem> {
  for (const path of kubeletMounts) {
    const name = /^\/var\/mnt\/([^/]+)/.exec(path)?.[1];
    if (name === undefined) continue;
    yield {
      field: 'talos.kubeletMounts',
      message: `talos.kubeletMounts: ${path} is the place of a volume, which the kubelet sees by itself`,
      hint: name in volumes ? `leave it out: volumes has ${name}` : `add ${name} to volumes instead`,
    };
  }
}

function* ofVersion({ kubernetesVersion }: ClusterSettings, version: string): Generator<Problem> {
  const minor = Number((kubernetesVersion ?? DEFAULT_KUBERNETES_VERSION).split('.')[1]);
  const [oldest, newest] = KUBERNETES_OF[/^v1\.(\d+)\./.exec(version)?.[1] ?? ''] ?? [0, Number.POSITIVE_INFINITY];
  if (minor >= oldest && minor <= newest) return;
  yield {
    field: 'kubernetesVersion',
    message: `kubernetesVersion: Talos ${version} runs Kubernetes 1.${oldest} to 1.${newest}, not 1.${minor}`,
    hint: 'change images.talos in charts/versions.yaml, or the version of Kubernetes',
  };
}
