import { createHash } from 'node:crypto';
import { Lazy } from 'cdk8s';

/** Something a pod uses whose change has to restart the pod. */
export interface Checksummed {
  /** Short name for the annotation. */
  readonly checksumName: string;
  /** Of what the tree holds of it. @default the value exists only in the cluster (Reloader restarts the pod then) */
  readonly checksum?: () => string | undefined;
  /** Annotations of the pods that use it. @default none */
  readonly podAnnotations?: Readonly<Record<string, string>>;
}

/** Pod annotations: `checksum/<name>`, filled in when rendering, after every unit is declared, and what Reloader reads. */
export function checksumAnnotations(inputs: Iterable<Checksummed>): Record<string, string> {
  const byName = new Map<string, Checksummed[]>();
  const all = new Set(inputs);
  for (const input of all) {
    if (input.checksum !== undefined) {
      byName.set(input.checksumName, [...(byName.get(input.checksumName) ?? []), input]);
    }
  }
  const annotations: Record<string, string> = Object.assign({}, ...[...all].map((input) => input.podAnnotations));
  for (const [name, sharers] of byName) {
    annotations[`checksum/${name}`] = Lazy.any({ produce: () => jointChecksum(sharers) });
  }
  return annotations;
}

/** A ConfigMap and a Secret of one name share their annotation. */
function jointChecksum(inputs: readonly Checksummed[]): string | undefined {
  const checksums = inputs.map((input) => input.checksum?.()).filter((checksum) => checksum !== undefined);
  return checksums.length > 1 ? digest(checksums.join()) : checksums[0];
}

/** 16 hex digits of SHA-256: enough to tell versions apart, short enough for a diff. */
export function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}
