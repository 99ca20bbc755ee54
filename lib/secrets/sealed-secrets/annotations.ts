/** Public key that the values are sealed for: what `fingerprintOf` gives. */
export const CERTIFICATE_ANNOTATION = 'homelab-gitops/sealed-for-certificate';

/** `<namespace>/<name>` that the values are bound to, so that a file that was renamed by hand is found out (trap 87). */
export const BOUND_TO_ANNOTATION = 'homelab-gitops/sealed-as';

/**
 * Digests of the constants among the values, `<key>=<digest>` separated by commas. Constants are no secrets, and this
 * is the only way to see that one has changed since it was sealed.
 */
export const CONSTANTS_ANNOTATION = 'homelab-gitops/sealed-constants';
