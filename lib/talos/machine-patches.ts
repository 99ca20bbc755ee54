import type { Json, JsonObject } from '../model/json.js';
import type { TalosMachines } from '../model/talos.js';
import { installerImage } from './schematic.js';

/** What a kernel has to be told for an extension to work, as their own instructions have it. */
const MODULES: Readonly<Record<string, readonly string[]>> = { zfs: ['zfs'] };
const SYSCTLS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  gvisor: { 'user.max_user_namespaces': '11255' },
};

const NO_BALANCER = 'node.kubernetes.io/exclude-from-external-load-balancers';

/** Patch of every machine: a machine's configuration, then documents of their own. */
export function nodePatch(machines: TalosMachines): JsonObject[] {
  const { extensions, flannel, kubeProxy, nodeLabels, registryMirrors, workersOnControlPlanes } = machines;
  const sysctls = Object.assign({}, ...extensions.map((name) => SYSCTLS[name]));
  const modules = extensions.flatMap((name) => MODULES[name] ?? []).map((name) => ({ name }));
  const config = withoutEmpty({
    machine: withoutEmpty({
      install: { image: installerImage(machines) },
      kernel: withoutEmpty({ modules }),
      kubelet: workersOnControlPlanes ? kubelet(machines) : {},
      nodeLabels,
      sysctls,
    }),
    cluster: withoutEmpty({
      network: flannel ? {} : { cni: { name: 'none' } },
      proxy: kubeProxy ? {} : { disabled: true },
    }),
  });
  const mirrors = registryMirrors.map(({ registry, endpoints, overridePath, skipFallback }) => ({
    ...document('RegistryMirrorConfig', registry),
    endpoints: endpoints.map((url) => ({ url, ...(overridePath === true ? { overridePath } : {}) })),
    skipFallback: skipFallback ?? false,
  }));
  return [config, ...mirrors, ...(workersOnControlPlanes ? volumes(machines) : [])];
}

/** Patch of control planes; empty where they need none. */
export function controlPlanePatch(machines: TalosMachines): JsonObject[] {
  const { podSecurity, tailscale, virtualAddresses, workersOnControlPlanes } = machines;
  const config = withoutEmpty({
    // Talos keeps load balancers away from control planes; where there is nothing else, nobody would answer for an address.
    machine: workersOnControlPlanes ? { nodeLabels: { [NO_BALANCER]: { $patch: 'delete' } } } : {},
    cluster: withoutEmpty({
      allowSchedulingOnControlPlanes: workersOnControlPlanes ? true : {},
      apiServer: withoutEmpty({ admissionControl: admissionControl(podSecurity) }),
    }),
  });
  const addresses = virtualAddresses.map(({ address, link }) => ({ ...document('Layer2VIPConfig', address), link }));
  return [
    ...(Object.keys(config).length === 0 ? [] : [config]),
    ...addresses,
    ...(tailscale === undefined ? [] : [tailscaleService(tailscale)]),
  ];
}

/** Patch of workers; empty where all nodes are alike. */
export function workerPatch(machines: TalosMachines): JsonObject[] {
  if (machines.workersOnControlPlanes) return [];
  const config = withoutEmpty({ machine: withoutEmpty({ kubelet: kubelet(machines) }) });
  return [...(Object.keys(config).length === 0 ? [] : [config]), ...volumes(machines)];
}

/** The kubelet is a container: what it shall mount into pods has to be mounted into it first (S3-27). */
function kubelet({ kubeletMounts }: TalosMachines): JsonObject {
  const extraMounts = kubeletMounts.map((path) => ({
    destination: path,
    type: 'bind',
    source: path,
    options: ['bind', 'rshared', 'rw'],
  }));
  return withoutEmpty({ extraMounts });
}

function volumes({ volumes: named }: TalosMachines): JsonObject[] {
  return Object.entries(named).map(([name, volume]) => {
    if (volume === 'directory') return { ...document('UserVolumeConfig', name), volumeType: 'directory' };
    const { disk, minSize, maxSize } = volume;
    return {
      ...document('UserVolumeConfig', name),
      provisioning: { diskSelector: { match: disk }, minSize, ...(maxSize === undefined ? {} : { maxSize }) },
    };
  });
}

/** What differs from what every new configuration of Talos has: a patch adds to lists, and the API server refuses a namespace twice. */
function admissionControl({ enforce, exempt }: TalosMachines['podSecurity']): JsonObject[] {
  const more = exempt.filter((namespace) => namespace !== 'kube-system');
  if (enforce === 'baseline' && more.length === 0) return [];
  const configuration = withoutEmpty({
    apiVersion: 'pod-security.admission.config.k8s.io/v1alpha1',
    kind: 'PodSecurityConfiguration',
    defaults: enforce === 'baseline' ? {} : { enforce },
    exemptions: withoutEmpty({ namespaces: more }),
  });
  return [{ name: 'PodSecurity', configuration }];
}

function tailscaleService({ routes, tags, loginServer }: NonNullable<TalosMachines['tailscale']>): JsonObject {
  const args = [
    `--advertise-tags=${tags.join(',')}`,
    ...(loginServer === undefined ? [] : [`--login-server=${loginServer}`]),
  ];
  return {
    ...document('ExtensionServiceConfig', 'tailscale'),
    // Logging in once: a key that was used up or has expired must not take a router away at its next start.
    environment: ['TS_AUTH_ONCE=true', `TS_ROUTES=${routes.join(',')}`, `TS_EXTRA_ARGS=${args.join(' ')}`],
  };
}

function document(kind: string, name: string): { apiVersion: string; kind: string; name: string } {
  return { apiVersion: 'v1alpha1', kind, name };
}

function withoutEmpty(object: Readonly<Record<string, Json>>): JsonObject {
  return Object.fromEntries(
    Object.entries(object).filter(([, value]) => typeof value !== 'object' || Object.keys(value ?? {}).length > 0),
  );
}
