import { Construct } from 'constructs';
import { dnsLabel } from '../format.js';
import { KubePodTemplate } from '../k8s.js';
import { type Unit, unitOf } from '../unit.js';
import { ownClaim } from './claim.js';
import { type ContainerProps, PodParts } from './container.js';
import type { Mount } from './mounts.js';
import { podDefaults } from './pod.js';

export interface PodTemplateProps {
  /** Run one after the other, before the containers. @default none */
  readonly initContainers?: Readonly<Record<string, ContainerProps>>;
  readonly containers: Readonly<Record<string, ContainerProps>>;
  /** Name of the ServiceAccount. @default none */
  readonly serviceAccount?: string;
  /** Whether the containers get its token. @default true */
  readonly automountToken?: boolean;
  /** Numeric user and group that the images can run as. @default 1000 */
  readonly user?: number;
  /** For whoever makes pods from it: what has to be filled in. */
  readonly description: string;
  /** @default none */
  readonly annotations?: Readonly<Record<string, string>>;
  /** Minutes after which a pod is stopped. */
  readonly timeoutMinutes: number;
  readonly file?: string;
}

/**
 * A pod that somebody else starts, as often as needed: a core PodTemplate, from which a client with the right to create
 * pods takes metadata and spec as they are. Its pods run once, on nodes of the cluster's architecture (trap 24).
 */
export class PodTemplate extends Construct {
  readonly name: string;

  constructor(scope: Construct, name: string, props: PodTemplateProps) {
    super(scope, name);
    const unit: Unit = unitOf(this);
    const { initContainers = {}, containers, user, serviceAccount, automountToken, annotations, file } = props;
    this.name = name;
    unit.expect(dnsLabel, 'PodTemplate name', name);
    const labels = { 'app.kubernetes.io/name': name };
    const parts = new PodParts((claim): Mount['volume'] => ownClaim(this, claim));
    const toList = (all: Readonly<Record<string, ContainerProps>>) =>
      Object.entries(all).map(([id, container]) => parts.container(id, container));
    const before = toList(initContainers);
    const running = toList(containers);
    const images = [...Object.values(initContainers), ...Object.values(containers)].map(({ image }) => image);
    const template = new KubePodTemplate(this, 'template', {
      metadata: { name, labels, annotations: { 'kubernetes.io/description': props.description } },
      template: {
        metadata: { generateName: `${name}-`, labels, ...(annotations === undefined ? {} : { annotations }) },
        spec: {
          ...podDefaults(this, { images, user, serviceAccount, automountToken }),
          restartPolicy: 'Never',
          activeDeadlineSeconds: props.timeoutMinutes * 60,
          nodeSelector: { 'kubernetes.io/arch': unit.cluster.settings.architecture },
          ...(before.length === 0 ? {} : { initContainers: before }),
          containers: running,
          volumes: parts.volumes,
        },
      },
    });
    if (file !== undefined) unit.place(template, file);
  }
}
