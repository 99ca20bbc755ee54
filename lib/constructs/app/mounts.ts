import { Quantity, type Volume } from '../k8s.js';
import type { Checksummed } from './checksum.js';

/** What a pod mounts at a path. Charts get one from `claim()`, `emptyDir()`, `nfs()`, ConfigFiles and DeclaredSecret. */
export interface Mount {
  /** The volume, whose name follows from its use. */
  readonly volume: Omit<Volume, 'name'>;
  /** A volume of the app's own, which WebApp declares and then mounts. */
  readonly claim?: ClaimProps;
  readonly readOnly?: boolean;
  /** One file or folder of the volume. @default all of it */
  readonly subPath?: string;
  /** What restarts the pod when it changes. */
  readonly checksummed?: Checksummed;
  /** Whether two pods can have it at once; decides the Deployment's strategy. */
  readonly exclusive: boolean;
}

export interface ClaimProps {
  /** Such as `10Gi`. */
  readonly size: string;
  /** @default the app's name */
  readonly name?: string;
  /** @default the cluster's */
  readonly storageClass?: string;
  /** @default 'ReadWriteOnce' */
  readonly accessMode?: 'ReadWriteOnce' | 'ReadWriteMany' | 'ReadWriteOncePod';
}

/** A volume of the app's own, kept when the app is removed. */
export function claim(size: string, options: Omit<ClaimProps, 'size'> = {}): Mount {
  return { volume: {}, claim: { size, ...options }, exclusive: options.accessMode !== 'ReadWriteMany' };
}

/** A volume that somebody else declares. */
export function existingClaim(claimName: string): Mount {
  return { volume: { persistentVolumeClaim: { claimName } }, exclusive: true };
}

/** Scratch space that lives as long as the pod; in memory with `memory: true`, which counts against its limit. */
export function emptyDir(options: { readonly sizeLimit?: string; readonly memory?: boolean } = {}): Mount {
  const { sizeLimit, memory } = options;
  const limit = sizeLimit === undefined ? {} : { sizeLimit: Quantity.fromString(sizeLimit) };
  return { volume: { emptyDir: { ...(memory ? { medium: 'Memory' } : {}), ...limit } }, exclusive: false };
}

/**
 * Token of the pod's ServiceAccount with the API server's certificate, for one container instead of all; where
 * Kubernetes clients look for it when mounted at /var/run/secrets/kubernetes.io/serviceaccount.
 */
export function serviceAccountToken(): Mount {
  const sources = [
    { serviceAccountToken: { path: 'token', expirationSeconds: 3607 } },
    { configMap: { name: 'kube-root-ca.crt', items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
  ];
  return { volume: { projected: { sources } }, exclusive: false, readOnly: true };
}

/** An export of an NFS server. */
export function nfs(server: string, path: string, options: { readonly readOnly?: boolean } = {}): Mount {
  return { volume: { nfs: { server, path } }, exclusive: false, readOnly: options.readOnly ?? false };
}

/** A ConfigMap or Secret of the unit; one file of it by name where the folder must hold others too. */
export function sourceMount(
  checksummed: Checksummed,
  volume: Mount['volume'],
  options: { readonly file?: string },
): Mount {
  const subPath = options.file === undefined ? {} : { subPath: options.file };
  return { volume, checksummed, readOnly: true, exclusive: false, ...subPath };
}
