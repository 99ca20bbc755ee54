import { Construct } from 'constructs';
import type { JsonObject } from '../../model/json.js';
import { checksumAnnotations } from '../app/checksum.js';
import { type ContainerProps, type HealthCheckProps, PodParts, toProbes } from '../app/container.js';
import { podDefaults } from '../app/pod.js';
import { type ExposeProps, expose } from '../exposure/expose.js';
import { dnsLabel, port as portFormat } from '../format.js';
import { type Probe, toJson_Container, toJson_Volume } from '../k8s.js';
import { type Unit, unitOf } from '../unit.js';
import { persistence } from './app-template-persistence.js';
import { HelmApp } from './helm-app.js';

export interface AppTemplateProps extends Omit<ContainerProps, 'image'> {
  /** Name of an image in charts/versions.yaml. @default the release's name */
  readonly image?: string;
  /** Port that the app listens on, and its Service's. */
  readonly port: number;
  /** Host name, or its first label under the cluster's domain. @default not exposed */
  readonly host?: string;
  /** Who may use it from outside: `{ own: 'asks for a login itself' }`. @default undeclared, which is a finding */
  readonly access?: ExposeProps['access'];
  /** Annotations for the routing object, in the terms of the cluster's controller. @default none */
  readonly routeAnnotations?: Readonly<Record<string, string>>;
  /** @default a TCP connection to the port */
  readonly health?: HealthCheckProps | { readonly command: readonly string[]; readonly startSeconds?: number };
  /** Numeric user and group that the image can run as. @default 1000 */
  readonly user?: number;
  /** HelmReleases of the unit that have to be ready first (trap 74). @default none */
  readonly after?: readonly AppTemplate[];
  /** Uninstalling it would delete data. Its claims are not the release's, so it seldom does. @default false */
  readonly stateful?: boolean;
  /** For one Helm action. @default '5m' */
  readonly timeout?: string;
}

/**
 * One container as a HelmRelease of bjw-s' app-template, in the words of WebApp: with the restricted security context,
 * probes and resources. For those who keep their apps as HelmReleases (S4-03); Service and Deployment are `name`, exactly.
 */
export class AppTemplate extends Construct {
  readonly name: string;
  /** Labels of its pods. */
  readonly selector: Readonly<Record<string, string>>;

  constructor(scope: Construct, name: string, props: AppTemplateProps) {
    super(scope, name);
    const unit: Unit = unitOf(this);
    const { port, host, access, routeAnnotations, timeout, after = [], stateful = false } = props;
    this.name = name;
    this.selector = { 'app.kubernetes.io/name': name };
    unit.expect(dnsLabel, 'AppTemplate name', name);
    unit.expect(portFormat, `AppTemplate ${name}.port`, port);
    new HelmApp(this, name, {
      chart: 'app-template',
      values: this.values(unit, props),
      after: after.map((release) => release.name),
      stateful,
      brings: [{ kind: 'Service', name, ports: [port, 'http'] }],
      ...(timeout === undefined ? {} : { timeout }),
    });
    if (host !== undefined) {
      expose(this, unit, {
        service: name,
        port,
        host,
        ...(access === undefined ? {} : { access }),
        ...(routeAnnotations === undefined ? {} : { annotations: routeAnnotations }),
      });
    }
  }

  private values(unit: Unit, props: AppTemplateProps): JsonObject {
    const { image = this.name, port, user } = props;
    const parts = new PodParts(() => ({}));
    const reference = unit.cluster.image(image);
    const container = toJson_Container(
      parts.container(this.name, { ...props, image: reference }, probesOf(port, props.health ?? {})),
    ) as Container;
    const pod = { ...podDefaults(this, { images: [reference], user }), annotations: checksumAnnotations(parts.inputs) };
    const app = { ...containerValues(container), image: unit.cluster.imageParts(image) };
    return {
      defaultPodOptions: pod as unknown as JsonObject,
      controllers: { [this.name]: { strategy: 'Recreate', containers: { app: app as unknown as JsonObject } } },
      service: { [this.name]: { controller: this.name, ports: { http: { port } } } },
      persistence: persistence(parts.volumes.map(toJson_Volume) as readonly JsonObject[], container.volumeMounts ?? []),
    };
  }
}

/** As much of a container as the values have places for. */
interface Container {
  readonly env?: readonly { readonly name: string; readonly value?: string; readonly valueFrom?: JsonObject }[];
  readonly startupProbe: JsonObject;
  readonly readinessProbe: JsonObject;
  readonly livenessProbe: JsonObject;
  readonly volumeMounts?: readonly (JsonObject & { readonly name: string })[];
}

function containerValues(container: Container) {
  const { env, startupProbe, readinessProbe, livenessProbe, volumeMounts: _, ...same } = container;
  const custom = (spec: JsonObject) => ({ enabled: true, custom: true, spec });
  return {
    ...same,
    name: undefined,
    env: env === undefined ? undefined : Object.fromEntries(env.map(({ name, ...value }) => [name, value])),
    probes: { startup: custom(startupProbe), readiness: custom(readinessProbe), liveness: custom(livenessProbe) },
  };
}

/** The probes of WebApp; a command asks what no port can tell, such as whether a database takes queries. */
function probesOf(port: number, health: NonNullable<AppTemplateProps['health']>): ReturnType<typeof toProbes> {
  if (!('command' in health)) return toProbes(port, health);
  const { command, startSeconds } = health;
  const probes = toProbes(port, startSeconds === undefined ? {} : { startSeconds });
  const asked = ({ tcpSocket: _, ...timing }: Probe): Probe => ({ exec: { command: [...command] }, ...timing });
  return {
    startupProbe: asked(probes.startupProbe),
    readinessProbe: asked(probes.readinessProbe),
    livenessProbe: asked(probes.livenessProbe),
  };
}
