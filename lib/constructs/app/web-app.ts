import { Construct } from 'constructs';
import { ServiceMonitor } from '../../../imports/monitoring.coreos.com.js';
import type { Access } from '../../model/access.js';
import { expose } from '../exposure/expose.js';
import { dnsLabel, port as portFormat, quantity } from '../format.js';
import { IntOrString, KubeDeployment, KubePodDisruptionBudget, KubeService } from '../k8s.js';
import { type Unit, unitOf } from '../unit.js';
import { checksumAnnotations } from './checksum.js';
import { ownClaim } from './claim.js';
import { type ContainerProps, type HealthCheckProps, PodParts, toProbes } from './container.js';
import { podDefaults } from './pod.js';

export interface WebAppProps extends ContainerProps {
  /** Port that the app listens on, and its Service's. 1024 or above, since it runs without privileges. */
  readonly port: number;
  /** What the port speaks, as its name says. @default 'http' */
  readonly portName?: string;
  /** Ports besides, by name, for Services of the unit's own. @default none */
  readonly morePorts?: Readonly<Record<string, { readonly port: number; readonly protocol: 'TCP' | 'UDP' }>>;
  /** Host name, or its first label under the cluster's domain. @default not exposed */
  readonly host?: string;
  /** Who may use it from outside: `{ own: 'asks for a login itself' }`. @default undeclared, which is a finding */
  readonly access?: Access;
  /** Annotations for the routing object, in the terms of the cluster's controller. @default none */
  readonly routeAnnotations?: Readonly<Record<string, string>>;
  /** @default 1 */
  readonly replicas?: number;
  /** @default a TCP connection to the port */
  readonly health?: HealthCheckProps;
  /** Numeric user and group that the image can run as. @default 1000 */
  readonly user?: number;
  /** Name of the ServiceAccount, whose token is then mounted. @default none */
  readonly serviceAccount?: string;
  /** Whether every container gets its token; `serviceAccountToken()` mounts it into one alone. @default true */
  readonly automountToken?: boolean;
  /** Containers that run before the app. @default none */
  readonly initContainers?: Readonly<Record<string, ContainerProps>>;
  /** Containers that run beside the app. @default none */
  readonly sidecars?: Readonly<Record<string, ContainerProps>>;
  /** Prometheus scrapes this path. @default not scraped */
  readonly metrics?: { readonly path: string; readonly port?: number };
  /** Beside the checksums of what the pod uses. @default none */
  readonly podAnnotations?: Readonly<Record<string, string>>;
}

/**
 * A web app: Deployment and Service, exposed the cluster's own way, with probes, the restricted security context,
 * resources, pull secret, and a disruption budget when it has replicas (S0-17). Names are `name`, exactly.
 */
export class WebApp extends Construct {
  readonly name: string;
  readonly deployment: KubeDeployment;
  readonly service: KubeService;
  /** Full host name; undefined when not exposed. */
  readonly host: string | undefined;
  /** Address inside the cluster. */
  readonly address: string;
  readonly selector: Readonly<Record<string, string>>;
  readonly port: number;

  constructor(scope: Construct, name: string, props: WebAppProps) {
    super(scope, name);
    const unit: Unit = unitOf(this);
    const { cluster, namespace } = unit;
    const { replicas = 1, portName = 'http' } = props;
    this.name = name;
    this.port = props.port;
    this.selector = { 'app.kubernetes.io/name': name };
    this.address = `${name}.${namespace}.svc.cluster.local:${props.port}`;
    this.host = props.host === undefined ? undefined : cluster.host(props.host);
    checkProps(unit, name, props);

    this.deployment = this.deploy(props, replicas);
    this.service = new KubeService(this, 'service', {
      metadata: { name, labels: this.selector },
      spec: {
        selector: this.selector,
        ports: [
          { name: portName, port: props.port },
          ...(props.metrics?.port === undefined ? [] : [{ name: 'metrics', port: props.metrics.port }]),
        ],
      },
    });
    if (replicas > 1) {
      new KubePodDisruptionBudget(this, 'disruption-budget', {
        metadata: { name },
        spec: { selector: { matchLabels: this.selector }, maxUnavailable: IntOrString.fromNumber(1) },
      });
    }
    if (props.metrics !== undefined) this.monitor(props.metrics, portName);
    if (props.host !== undefined) {
      const { port, host, access, metrics, routeAnnotations: annotations = {} } = props;
      // Metrics on the app's own port would be there for everybody to read.
      const privatePaths = metrics === undefined || metrics.port !== undefined ? [] : [metrics.path];
      expose(this, unit, {
        service: name,
        port,
        host,
        annotations,
        privatePaths,
        ...(access === undefined ? {} : { access }),
      });
    }
  }

  private deploy(props: WebAppProps, replicas: number): KubeDeployment {
    const { initContainers = {}, sidecars = {}, user, serviceAccount, automountToken } = props;
    const all = [props, ...Object.values(initContainers), ...Object.values(sidecars)];
    const mounts = all.flatMap((container) => Object.values(container.mounts ?? {}));
    const exclusive = mounts.some((mount) => mount.exclusive);
    if (exclusive && replicas > 1) {
      unitOf(this).report({
        code: 'VALUE_INVALID',
        field: `WebApp ${this.name}.replicas`,
        message: `${replicas} replicas would share a volume that only one node can mount`,
        hint: "give the claim accessMode 'ReadWriteMany', or the app one replica",
      });
    }
    const parts = new PodParts((claim) => ownClaim(this, claim));
    const containers = [
      parts.container(this.name, props, {
        ports: [
          { name: props.portName ?? 'http', containerPort: props.port },
          ...(props.metrics?.port === undefined ? [] : [{ name: 'metrics', containerPort: props.metrics.port }]),
          ...Object.entries(props.morePorts ?? {}).map(([name, { port, protocol }]) => {
            return { name, containerPort: port, protocol };
          }),
        ],
        ...toProbes(props.port, props.health ?? {}),
      }),
      ...Object.entries(sidecars).map(([name, container]) => parts.container(name, container)),
    ];
    const before = Object.entries(initContainers).map(([name, container]) => parts.container(name, container));
    const annotations = { ...props.podAnnotations, ...checksumAnnotations(parts.inputs) };
    return new KubeDeployment(this, 'deployment', {
      metadata: { name: this.name, labels: this.selector },
      spec: {
        replicas,
        revisionHistoryLimit: 3,
        // Two pods cannot share a volume that only one node mounts: stop the old one first.
        ...(exclusive ? { strategy: { type: 'Recreate' } } : {}),
        selector: { matchLabels: this.selector },
        template: {
          metadata: { labels: this.selector, ...(Object.keys(annotations).length === 0 ? {} : { annotations }) },
          spec: {
            ...podDefaults(this, { images: all.map(({ image }) => image), user, serviceAccount, automountToken }),
            ...(replicas > 1 ? { topologySpreadConstraints: [this.spread()] } : {}),
            ...(before.length === 0 ? {} : { initContainers: before }),
            containers,
            ...(parts.volumes.length === 0 ? {} : { volumes: parts.volumes }),
          },
        },
      },
    });
  }

  private spread() {
    return {
      maxSkew: 1,
      topologyKey: 'kubernetes.io/hostname',
      whenUnsatisfiable: 'ScheduleAnyway',
      labelSelector: { matchLabels: this.selector },
    };
  }

  private monitor({ path, port }: { readonly path: string; readonly port?: number }, portName: string): void {
    new ServiceMonitor(this, 'service-monitor', {
      metadata: { name: this.name },
      spec: {
        selector: { matchLabels: { ...this.selector } },
        endpoints: [{ port: port === undefined ? portName : 'metrics', path, interval: '1m' }],
      },
    });
  }
}

function checkProps(unit: Unit, name: string, props: WebAppProps): void {
  unit.expect(dnsLabel, 'WebApp name', name);
  unit.expect(portFormat, `WebApp ${name}.port`, props.port);
  for (const kind of ['requests', 'limits'] as const) {
    for (const [resource, amount] of Object.entries(props.resources?.[kind] ?? {})) {
      unit.expect(quantity, `WebApp ${name}.resources.${kind}.${resource}`, amount);
    }
  }
}
