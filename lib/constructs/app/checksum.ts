import { createHash } from 'node:crypto';
import { Lazy } from 'cdk8s';

/** Something a pod uses whose change has to restart the pod. */
export interface Checksummed {
  /** Short name for the annotation. */
  readonly checksumName: string;
  /** Undefined where the value exists only in the cluster (Reloader restarts the pod then). */
  checksum(): string | undefined;
}

/** Pod annotations `checksum/<name>`, filled in when rendering, after every unit is declared. */
export function checksumAnnotations(inputs: Iterable<Checksummed>): Record<string, string> {
  const annotations: Record<string, string> = {};
  for (const input of new Set(inputs)) {
    annotations[`checksum/${input.checksumName}`] = Lazy.any({ produce: () => input.checksum() });
  }
  return annotations;
}

/** 16 hex digits of SHA-256: enough to tell versions apart, short enough for a diff. */
export function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}
