const STAGES = ['alpha', 'beta', 'stable'] as const;

/** Sort key of a Kubernetes API version: stage first, then its numbers. */
function priority(version: string): readonly [stage: number, major: number, minor: number] {
  const [, major, stage, minor] = /^v(\d+)(?:(alpha|beta)(\d+))?$/.exec(version) ?? [];
  if (major === undefined) throw new Error(`"${version}" is no Kubernetes API version`);
  return [STAGES.indexOf((stage ?? 'stable') as (typeof STAGES)[number]), Number(major), Number(minor ?? 0)];
}

/**
 * Orders API versions as Kubernetes prefers them, best last: v1alpha1 < v1beta1 < v1beta2 < v1 < v2.
 *
 * @throws Error for a text that is no API version.
 */
export function byApiVersion(a: string, b: string): number {
  const [left, right] = [priority(a), priority(b)];
  return left[0] - right[0] || left[1] - right[1] || left[2] - right[2];
}
