import { RESTRICTED_CONTAINER } from '../../model/restricted.js';
import {
  type Container,
  IntOrString,
  type Probe,
  Quantity,
  type ResourceRequirements,
  type SecurityContext,
  type Volume,
  type VolumeMount,
} from '../k8s.js';
import type { Checksummed } from './checksum.js';
import { type Environment, environmentInputs, toEnvFrom, toEnvVars } from './environment.js';
import type { ClaimProps, Mount } from './mounts.js';

/** Amounts as Kubernetes writes them: `{ cpu: '100m', memory: '256Mi' }`. */
export type Amounts = Readonly<Partial<Record<'cpu' | 'memory' | 'ephemeral-storage', string>>>;

export interface Resources {
  readonly requests?: Amounts;
  readonly limits?: Amounts;
}

export interface HealthCheckProps {
  /** HTTP path that answers 200 to 399 when the app works. @default a TCP connection */
  readonly path?: string;
  /** @default the app's port */
  readonly port?: number;
  /** Seconds that the first start may take. @default 150 */
  readonly startSeconds?: number;
}

export interface ContainerProps {
  readonly image: string;
  readonly command?: readonly string[];
  readonly args?: readonly string[];
  readonly env?: Environment;
  /** Secrets whose every key becomes a variable. @default none */
  readonly envFrom?: readonly (Checksummed & { readonly name: string })[];
  /** Path in the container to what is mounted there. @default nothing but /tmp */
  readonly mounts?: Readonly<Record<string, Mount>>;
  /** @default 10m CPU and 64Mi, limited to 256Mi */
  readonly resources?: Resources;
  /** Lets the container write to its own file system. @default false */
  readonly writableRoot?: boolean;
  /** What it needs beyond the restricted profile; the unit's `podSecurity` says why. @default nothing */
  readonly security?: SecurityContext;
}

const DEFAULT_RESOURCES: Required<Resources> = {
  requests: { cpu: '10m', memory: '64Mi' },
  limits: { memory: '256Mi' },
};

/** Containers and volumes of one pod, collected so that a mount used twice is one volume. */
export class PodParts {
  readonly volumes: Volume[] = [];
  readonly inputs = new Set<Checksummed>();
  private readonly volumeNames = new Map<Mount['volume'], string>();

  /** @param claimVolume turns a claim of the app's own into a volume source */
  constructor(private readonly claimVolume: (claim: ClaimProps) => Mount['volume']) {}

  container(name: string, props: ContainerProps, extra: Partial<Container> = {}): Container {
    const { image, command, args, env = {}, envFrom = [], mounts = {}, writableRoot = false, security } = props;
    for (const input of [...environmentInputs(env), ...envFrom]) this.inputs.add(input);
    const withTmp = writableRoot || '/tmp' in mounts ? mounts : { ...mounts, '/tmp': TMP };
    return {
      name,
      image,
      ...(command === undefined ? {} : { command: [...command] }),
      ...(args === undefined ? {} : { args: [...args] }),
      ...(Object.keys(env).length === 0 ? {} : { env: toEnvVars(env) }),
      ...(envFrom.length === 0 ? {} : { envFrom: toEnvFrom(envFrom) }),
      resources: toResources(props.resources),
      securityContext: {
        ...RESTRICTED_CONTAINER,
        readOnlyRootFilesystem: !writableRoot,
        ...security,
      },
      ...(Object.keys(withTmp).length === 0
        ? {}
        : { volumeMounts: Object.entries(withTmp).map(([path, mount]) => this.volumeMount(path, mount)) }),
      ...extra,
    };
  }

  private volumeMount(mountPath: string, mount: Mount): VolumeMount {
    if (mount.checksummed !== undefined) this.inputs.add(mount.checksummed);
    const { subPath, readOnly } = mount;
    return {
      name: this.volumeName(mountPath, mount),
      mountPath,
      ...(subPath === undefined ? {} : { subPath }),
      ...(readOnly ? { readOnly } : {}),
    };
  }

  private volumeName(mountPath: string, mount: Mount): string {
    const known = this.volumeNames.get(mount.volume);
    if (known !== undefined) return known;
    const wanted = volumeNameFor(mountPath, mount);
    const taken = new Set(this.volumeNames.values());
    let name = wanted;
    for (let n = 2; taken.has(name); n++) name = `${wanted}-${n}`;
    this.volumeNames.set(mount.volume, name);
    this.volumes.push({ name, ...(mount.claim === undefined ? mount.volume : this.claimVolume(mount.claim)) });
    return name;
  }
}

const TMP: Mount = { volume: { emptyDir: {} }, exclusive: false };

function volumeNameFor(mountPath: string, { checksummed }: Mount): string {
  const text = checksummed?.checksumName ?? mountPath;
  return (
    text
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-|-$/g, '')
      .slice(-60) || 'volume'
  );
}

export function toResources(resources: Resources = {}): ResourceRequirements {
  const { requests = DEFAULT_RESOURCES.requests, limits = DEFAULT_RESOURCES.limits } = resources;
  return { requests: toQuantities(requests), limits: toQuantities(limits) };
}

function toQuantities(amounts: Amounts): Record<string, Quantity> {
  return Object.fromEntries(Object.entries(amounts).map(([name, amount]) => [name, Quantity.fromString(amount)]));
}

/** Startup, readiness and liveness of one check; liveness is patient, since a restart is the harder remedy. */
export function toProbes(
  port: number,
  health: HealthCheckProps,
): Record<'startupProbe' | 'readinessProbe' | 'livenessProbe', Probe> {
  const target = IntOrString.fromNumber(health.port ?? port);
  const how =
    health.path === undefined ? { tcpSocket: { port: target } } : { httpGet: { path: health.path, port: target } };
  const startFailures = Math.ceil((health.startSeconds ?? 150) / 5);
  return {
    startupProbe: { ...how, periodSeconds: 5, failureThreshold: startFailures },
    readinessProbe: { ...how, periodSeconds: 10, timeoutSeconds: 3 },
    livenessProbe: { ...how, periodSeconds: 30, timeoutSeconds: 5, failureThreshold: 5 },
  };
}
