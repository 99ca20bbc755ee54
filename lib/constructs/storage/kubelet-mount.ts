import type { Unit } from '../unit.js';

/** What Talos hands to the kubelet by itself: its own state, and volumes of the user's. */
const MOUNTED = ['/var/lib/kubelet', '/var/mnt'];

/**
 * Reports a folder of the node that volumes are kept in and the kubelet of a Talos node cannot see (S3-27): there it runs
 * in a container, a claim gets bound all the same, and the first pod that mounts it hangs.
 *
 * @param mounts what `machine.kubelet.extraMounts` of the machine configuration names.
 */
export function needsKubeletMount(unit: Unit, path: string, mounts: readonly string[]): void {
  const isTalos = (unit.cluster.settings.boundaries ?? []).some(({ owner }) => owner === 'Talos');
  if (!isTalos || isMounted(path, [...MOUNTED, ...mounts])) return;
  unit.report({
    code: 'KUBELET_MOUNT_MISSING',
    field: 'kubeletMounts',
    message: `keeps volumes in ${path}, which the kubelet of a Talos node does not see`,
    hint: `add ${path} to kubelet.extraMounts of the machine configuration (type bind, options bind, rshared, rw), and name it here`,
  });
}

/** Whether a folder is one of some mounts, or in one. */
export function isMounted(path: string, mounts: readonly string[]): boolean {
  return mounts.some((mount) => path === mount || path.startsWith(`${mount}/`));
}
