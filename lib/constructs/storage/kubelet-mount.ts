import type { Unit } from '../unit.js';

/** What Talos hands to the kubelet by itself, besides volumes that its settings name: its own state. */
const MOUNTED = ['/var/lib/kubelet'];
const VOLUMES = '/var/mnt';

/**
 * Reports a folder of the node that volumes are kept in and the kubelet of a Talos node cannot see (S3-27): there it runs
 * in a container, a claim gets bound all the same, and the first pod that mounts it hangs. What it sees is in the
 * cluster's settings, from which the machines' patches are made, too.
 */
export function needsKubeletMount(unit: Unit, path: string): void {
  const { boundaries = [], talos } = unit.cluster.settings;
  if (!boundaries.some(({ owner }) => owner === 'Talos')) return;
  const { kubeletMounts = [], volumes } = talos ?? {};
  // Where nothing is said of the machines, a volume may be there.
  const places = volumes === undefined && talos === undefined ? [VOLUMES] : Object.keys(volumes ?? {}).map(placeOf);
  if (isMounted(path, [...MOUNTED, ...places, ...kubeletMounts])) return;
  const name = new RegExp(`^${VOLUMES}/([^/]+)`).exec(path)?.[1];
  unit.report({
    code: 'KUBELET_MOUNT_MISSING',
    field: 'kubeletMounts',
    message: `keeps volumes in ${path}, which the kubelet of a Talos node does not see`,
    hint: name === undefined ? `add ${path} to talos.kubeletMounts` : `add ${name} to talos.volumes`,
  });
}

function placeOf(volume: string): string {
  return `${VOLUMES}/${volume}`;
}

/** Whether a folder is one of some mounts, or in one. */
export function isMounted(path: string, mounts: readonly string[]): boolean {
  return mounts.some((mount) => path === mount || path.startsWith(`${mount}/`));
}
