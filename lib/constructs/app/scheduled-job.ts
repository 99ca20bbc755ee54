import { Construct } from 'constructs';
import { cronFiveFields, dnsLabel } from '../format.js';
import { KubeCronJob } from '../k8s.js';
import { type Unit, unitOf } from '../unit.js';
import { ownClaim } from './claim.js';
import { type ContainerProps, PodParts } from './container.js';
import { podDefaults } from './pod.js';

export interface ScheduledJobProps extends ContainerProps {
  /** Five fields, in the cluster's time zone: `30 3 * * *`. */
  readonly schedule: string;
  /** Numeric user and group that the image can run as. @default 1000 */
  readonly user?: number;
  /** Name of the ServiceAccount, whose token is then mounted. @default none */
  readonly serviceAccount?: string;
  /** An app on whose node the job has to run, since they share a volume that one node alone mounts. @default any node */
  readonly beside?: { readonly selector: Readonly<Record<string, string>> };
  /** Minutes after which a run is stopped. @default 60 */
  readonly timeoutMinutes?: number;
}

/** A job at a time of day: one run at once, tried twice, with the same pod defaults as WebApp. Its name is `name`. */
export class ScheduledJob extends Construct {
  readonly name: string;

  constructor(scope: Construct, name: string, props: ScheduledJobProps) {
    super(scope, name);
    const unit: Unit = unitOf(this);
    const { schedule, user, serviceAccount, beside, timeoutMinutes = 60 } = props;
    this.name = name;
    unit.expect(dnsLabel, 'ScheduledJob name', name);
    unit.expect(cronFiveFields, `ScheduledJob ${name}.schedule`, schedule);
    const labels = { 'app.kubernetes.io/name': name };
    const parts = new PodParts((claim) => ownClaim(this, claim));
    const containers = [parts.container(name, props)];
    new KubeCronJob(this, 'cron-job', {
      metadata: { name, labels },
      spec: {
        schedule,
        timeZone: unit.cluster.timezone,
        concurrencyPolicy: 'Forbid',
        successfulJobsHistoryLimit: 1,
        failedJobsHistoryLimit: 3,
        jobTemplate: {
          spec: {
            backoffLimit: 1,
            activeDeadlineSeconds: timeoutMinutes * 60,
            template: {
              metadata: { labels },
              spec: {
                ...podDefaults(this, { images: [props.image], user, serviceAccount }),
                restartPolicy: 'Never',
                ...(beside === undefined ? {} : { affinity: sameNode(beside.selector) }),
                containers,
                volumes: parts.volumes,
              },
            },
          },
        },
      },
    });
  }
}

function sameNode(matchLabels: Readonly<Record<string, string>>) {
  const term = { topologyKey: 'kubernetes.io/hostname', labelSelector: { matchLabels } };
  return { podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [term] } };
}
