/**
 * What the level `restricted` of Pod Security asks of a pod: a user that is not root, and the container runtime's
 * own filter of system calls.
 */
export function restrictedPod(user: number, group = user) {
  return {
    runAsNonRoot: true,
    runAsUser: user,
    runAsGroup: group,
    seccompProfile: { type: 'RuntimeDefault' as const },
  };
}

/** The same with volumes that belong to the group. Their files are gone through when that is not so yet, not at each start. */
export function restrictedPodWithVolumes(user: number) {
  return { ...restrictedPod(user), fsGroup: user, fsGroupChangePolicy: 'OnRootMismatch' as const };
}

/** What it asks of each container. */
export const RESTRICTED_CONTAINER = { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } };
