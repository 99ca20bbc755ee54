import * as z from 'zod';
import { addressesSchema, boundarySchema } from '../flux/ownership/boundary-schema.js';
import type { ClusterAddresses } from '../model/addresses.js';
import type { External, ForeignPath, GitSettings } from '../model/cluster.js';
import type { Suppression } from '../model/external.js';
import type { Boundary } from '../model/ownership.js';
import type { ClusterProtection } from '../model/protection.js';
import type { TalosSettings } from '../model/talos.js';
import { dnsLabel, duration, timezone } from './format.js';
import type { Dns, Exposure, LoadBalancer, Registry, SecretBackend, TcpExposure, Tls } from './strategies.js';
import { talosSchema } from './talos/talos-schema.js';

/** Where a cluster does not say. */
export const DEFAULT_KUBERNETES_VERSION = '1.34.2';

/** What is special about a cluster. Strategies are objects; everything else is validated by zod. */
export interface ClusterSettings {
  /** Folder under kubernetes/, and prefix of nothing else. */
  readonly name: string;
  /** Domain of the cluster's hosts: a literal, or `variable('CLUSTER_DOMAIN')`. */
  readonly domain: string;
  /** IANA name or a variable. */
  readonly timezone: string;
  readonly architecture: 'amd64' | 'arm64';
  /** Version whose schemas apply. @default '1.34.2' */
  readonly kubernetesVersion?: string;
  readonly flux: {
    /** Namespace of every Flux object. @default 'flux-system' */
    readonly namespace?: string;
    readonly git: GitSettings;
    /** How often the Git repository is polled. @default '5m' */
    readonly interval?: string;
  };
  /**
   * Values of cluster variables, in the Secret `cluster-secrets`. A string is given as it is (no secret, but Flux reads
   * it from one); those with a question are known to the owner alone.
   * @default no variables
   */
  readonly variables?: Readonly<Record<string, VariableValue>>;
  /**
   * What brings the Secret of the variables. A store can, since units that use a variable wait for the Secret; the store
   * and its operator then use none (S4-08). @default `bootstrapSecrets`
   */
  readonly variableSecrets?: SecretBackend;
  readonly exposure: Exposure;
  readonly dns: Dns;
  readonly tls: Tls;
  readonly loadBalancer: LoadBalancer;
  readonly secrets: SecretBackend;
  /**
   * Backend of what must be there before `secrets` works: a store's token, the cluster's variables (S0-04).
   * @default `secrets`
   */
  readonly bootstrapSecrets?: SecretBackend;
  /** Whether the cluster has Reloader, which then restarts pods whose secrets live in the cluster alone. @default false */
  readonly reloader?: boolean;
  /** @default no plain TCP from outside */
  readonly tcp?: TcpExposure;
  /** @default every image is public */
  readonly registry?: Registry;
  /** StorageClass of claims that name none. @default the cluster's default class */
  readonly storageClass?: string;
  /** What exists without this tree; the Flux namespace and Kubernetes' own are always among it. @default nothing */
  readonly external?: Partial<External>;
  /**
   * What another tool brings and keeps, and this tree therefore must not: `k3sBundled()`, `talosOwns()`, the CNI of a
   * Terraform configuration (S3-02, S3-03). @default nothing: everything may be in the tree
   */
  readonly boundaries?: readonly Boundary[];
  /** Addresses that pools and records are checked against (S3-04, S3-54). @default none is known */
  readonly addresses?: ClusterAddresses;
  /** What the cluster does by itself for the safety of what runs on it. @default as Kubernetes comes: nothing */
  readonly protection?: ClusterProtection;
  /**
   * Machines that run Talos: their patches are written to `talos/` in the cluster's tree, which Flux leaves alone.
   * @default the machines are none of this tree's business
   */
  readonly talos?: TalosSettings;
  /** Findings of `npm run check` that are right as they are, each with its reason. @default none */
  readonly suppressions?: readonly Suppression[];
  /** Paths in the tree that somebody else writes. @default none */
  readonly foreignPaths?: readonly ForeignPath[];
}

export type VariableValue = string | { readonly question: string; readonly placeholder: string };

const requiredText = z.string({ error: 'is required' }).min(1, 'is required');

/** Plain settings, and that the strategies are there at all: a missing one is never skipped silently (S0-06). */
export const settingsSchema = z.object({
  name: dnsLabel,
  domain: requiredText,
  timezone: requiredText,
  architecture: z.enum(['amd64', 'arm64']),
  kubernetesVersion: z
    .string()
    .regex(/^\d+\.\d+\.\d+$/, 'a version such as "1.34.2"')
    .optional(),
  flux: z.object({
    namespace: dnsLabel.optional(),
    interval: duration.optional(),
    git: z.object({
      url: z.string().regex(/^(https|ssh):\/\/\S+$/, 'an https:// or ssh:// URL'),
      branch: requiredText,
      secretName: dnsLabel.optional(),
    }),
  }),
  variables: z.record(z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/), z.unknown()).optional(),
  boundaries: z.array(boundarySchema).optional(),
  addresses: addressesSchema.optional(),
  talos: talosSchema.optional(),
  exposure: strategy('exposure'),
  dns: strategy('dns'),
  tls: strategy('tls'),
  loadBalancer: strategy('loadBalancer'),
  secrets: strategy('secrets'),
});

/** A literal time zone; a variable is checked with its given value. */
export const timezoneSchema = timezone;

function strategy(name: string) {
  return z.custom((value) => typeof value === 'object' && value !== null, {
    message: `the cluster names no ${name} strategy`,
  });
}
