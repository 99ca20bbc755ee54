import { byCodeUnit } from '../../model/code-unit-order.js';
import type { TalosMachines } from '../../model/talos.js';
import type { Cluster } from '../cluster.js';
import { talosContradictions } from './contradictions.js';

/** Entry of charts/versions.yaml: every release of Talos is an image of this name. */
const TALOS_IMAGE = 'talos';

/** What the machines of a Talos cluster are, from the same settings that the checks read; reports what cannot be. */
export function talosMachines(cluster: Cluster): TalosMachines | undefined {
  const { talos, boundaries = [], addresses = {}, protection = {} } = cluster.settings;
  if (talos === undefined) return undefined;
  const version = cluster.imageParts(TALOS_IMAGE).tag;
  const contradictions = talosContradictions(cluster.settings, talos, version);
  for (const problem of contradictions) cluster.report({ code: 'TALOS_CONTRADICTION', ...problem });
  if (contradictions.length > 0) return undefined;

  const parts = boundaries.find(({ parts: named }) => named?.includes('control-plane'))?.parts ?? [];
  const { apiLink, tailscale } = talos;
  return {
    version,
    platform: talos.platform ?? 'metal',
    extensions: [
      ...new Set([...(talos.extensions ?? []), ...(tailscale === undefined ? [] : (['tailscale'] as const))]),
    ].sort(byCodeUnit),
    flannel: parts.includes('cni'),
    kubeProxy: parts.includes('kube-proxy'),
    podSecurity: {
      enforce: protection.podSecurityDefault ?? 'baseline',
      exempt: [...new Set(protection.podSecurityExempt ?? [])].sort(byCodeUnit),
    },
    virtualAddresses: apiLink === undefined ? [] : (addresses.api ?? []).map((address) => ({ address, link: apiLink })),
    kubeletMounts: [...new Set<string>(talos.kubeletMounts ?? [])].sort(byCodeUnit),
    volumes: talos.volumes ?? {},
    nodeLabels: talos.nodeLabels ?? {},
    registryMirrors: talos.registryMirrors ?? [],
    tailscale,
    workersOnControlPlanes: talos.workersOnControlPlanes ?? false,
  };
}
