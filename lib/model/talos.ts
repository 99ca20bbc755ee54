import type { PodSecurity } from './unit.js';

/** System extensions that Sidero Labs builds for every release of Talos, as the image factory names them. */
export type TalosExtension =
  | 'amd-ucode'
  | 'binfmt-misc'
  | 'btrfs'
  | 'crun'
  | 'drbd'
  | 'fuse3'
  | 'gvisor'
  | 'i915'
  | 'intel-ucode'
  | 'iscsi-tools'
  | 'kata-containers'
  | 'mei'
  | 'nfs-utils'
  | 'nfsd'
  | 'nut-client'
  | 'nvme-cli'
  | 'qemu-guest-agent'
  | 'stargz-snapshotter'
  | 'thunderbolt'
  | 'util-linux-tools'
  | 'zfs';

/** A volume of the node, at `/var/mnt/<name>`: a folder beside Talos' own data, or a partition of its own. */
export type TalosVolume =
  | 'directory'
  | {
      /** Which disk, as a CEL expression: `disk.transport == "nvme" && !system_disk`. */
      readonly disk: string;
      readonly minSize: `${number}${'MiB' | 'GiB' | 'TiB'}`;
      /** @default all that is free */
      readonly maxSize?: `${number}${'MiB' | 'GiB' | 'TiB'}`;
    };

/** Where nodes pull the images of one registry, in the order in which they try. */
export interface TalosRegistryMirror {
  /** The registry as images name it: `docker.io`. */
  readonly registry: string;
  readonly endpoints: readonly string[];
  /** Whether the endpoint's path is all of the path, which a mirror in a project of Harbor needs. @default false */
  readonly overridePath?: boolean;
  /** Whether the registry itself is not asked when no endpoint answers. @default false */
  readonly skipFallback?: boolean;
}

/** Control planes as routers of a tailnet (S3-42). The key to log in with is no setting: docs/talos.md. */
export interface TalosTailscale {
  /** Networks that they lead to. */
  readonly routes: readonly `${string}/${number}`[];
  /** What the tailnet's policy knows them by. */
  readonly tags: readonly `tag:${string}`[];
  /** Headscale. @default Tailscale's own servers */
  readonly loginServer?: `https://${string}`;
}

/** Machines of a Talos cluster, as far as its other settings do not describe them. */
export interface TalosSettings {
  /**
   * Link of the control planes that bears the API's addresses (`addresses.api`): whichever of them is leader has them.
   * @default something else answers there
   */
  readonly apiLink?: string;
  /** What boots the machines. @default 'metal' */
  readonly platform?: 'metal' | 'nocloud';
  /** Programs and drivers beyond Talos' own (S3-92). @default none, and `tailscale` where that is set */
  readonly extensions?: readonly TalosExtension[];
  /** Folders that pods keep volumes in and the kubelet would not see (S3-27). @default none */
  readonly kubeletMounts?: readonly `/var/${string}`[];
  /** @default none */
  readonly volumes?: Readonly<Record<string, TalosVolume>>;
  /** Labels of every node (S3-24). @default none */
  readonly nodeLabels?: Readonly<Record<string, string>>;
  /** @default every image comes from its own registry */
  readonly registryMirrors?: readonly TalosRegistryMirror[];
  /** @default no tailnet */
  readonly tailscale?: TalosTailscale;
  /** Whether control planes also run what workers run. @default false */
  readonly workersOnControlPlanes?: boolean;
}

/** The same with all that the cluster's other settings say, and nothing left open. */
export interface TalosMachines {
  /** With a `v`, as releases have it. */
  readonly version: string;
  readonly platform: 'metal' | 'nocloud';
  /** Sorted, each once. */
  readonly extensions: readonly (TalosExtension | 'tailscale')[];
  /** Whether Talos brings its own CNI. */
  readonly flannel: boolean;
  readonly kubeProxy: boolean;
  readonly podSecurity: { readonly enforce: PodSecurity['level']; readonly exempt: readonly string[] };
  readonly virtualAddresses: readonly { readonly address: string; readonly link: string }[];
  readonly kubeletMounts: readonly string[];
  readonly volumes: Readonly<Record<string, TalosVolume>>;
  readonly nodeLabels: Readonly<Record<string, string>>;
  readonly registryMirrors: readonly TalosRegistryMirror[];
  readonly tailscale: TalosTailscale | undefined;
  readonly workersOnControlPlanes: boolean;
}
