import type { Construct } from 'constructs';
import { restrictedPodWithVolumes } from '../../model/restricted.js';
import type { PodSpec } from '../k8s.js';
import { unitOf } from '../unit.js';

export interface PodProps {
  /** Images of all containers, which decide on the pull secret. */
  readonly images: readonly string[];
  /** Numeric user and group that the images can run as. @default 1000 */
  readonly user?: number | undefined;
  /** Name of the ServiceAccount, whose token is then mounted. @default none */
  readonly serviceAccount?: string | undefined;
  /** Whether every container gets the token; `serviceAccountToken()` mounts it into one alone. @default true */
  readonly automountToken?: boolean | undefined;
}

/** What every pod has: the restricted security context, the pull secret, and no token it does not use (S1-78). */
export function podDefaults(scope: Construct, props: PodProps): Omit<PodSpec, 'containers'> {
  const { images, user = 1000, serviceAccount, automountToken = true } = props;
  const { registry } = unitOf(scope).cluster.settings;
  const pull = registry !== undefined && images.some((image) => registry.serves(image)) ? registry : undefined;
  return {
    ...(serviceAccount === undefined ? {} : { serviceAccountName: serviceAccount }),
    automountServiceAccountToken: serviceAccount !== undefined && automountToken,
    enableServiceLinks: false,
    ...(pull === undefined ? {} : { imagePullSecrets: [{ name: pull.pullSecret(scope) }] }),
    securityContext: restrictedPodWithVolumes(user),
  };
}
