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
  const byName = new Map<string, Checksummed[]>();
  for (const input of new Set(inputs)) {
    byName.set(input.checksumName, [...(byName.get(input.checksumName) ?? []), input]);
  }
  const annotations: Record<string, string> = {};
  for (const [name, sharers] of byName) {
    annotations[`checksum/${name}`] = Lazy.any({ produce: () => jointChecksum(sharers) });
  }
  return annotations;
}

/** A ConfigMap and a Secret of one name share their annotation. */
function jointChecksum(inputs: readonly Checksummed[]): string | undefined {
  const checksums = inputs.map((input) => input.checksum()).filter((checksum) => checksum !== undefined);
  return checksums.length > 1 ? digest(checksums.join()) : checksums[0];
}

/** 16 hex digits of SHA-256: enough to tell versions apart, short enough for a diff. */
export function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}
