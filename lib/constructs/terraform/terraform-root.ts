import { Construct } from 'constructs';
import { Terraform, type TerraformProps } from '../../../imports/infra.contrib.fluxcd.io.js';
import type { Json } from '../../model/json.js';
import type { DeclaredSecret } from '../declared-secret.js';
import { dnsLabel } from '../format.js';
import { type Unit, unitOf } from '../unit.js';

export interface TerraformRootProps {
  /** Folder of the root module in the cluster's repository. @default 'terraform/<name>' */
  readonly path?: string;
  /** Variables that anybody may see. @default none */
  readonly vars?: Readonly<Record<string, Json>>;
  /** Secrets of the unit's namespace; every key is a variable. @default none */
  readonly varsFrom?: readonly DeclaredSecret[];
  /** Roots of the same namespace that must be applied first, whichever units they are in. @default none */
  readonly after?: readonly TerraformRoot[];
  /** Address that must answer after an apply, by a name for it. @default nothing is asked */
  readonly answers?: Readonly<Record<string, string>>;
  /** Account of the runner's pod. @default 'tf-runner', as the chart has it */
  readonly serviceAccountName?: string;
  /** Environment of the runner, such as an address that a provider reads. @default none */
  readonly env?: Readonly<Record<string, string>>;
  /** Secrets of the namespace as files, by the folder in which they appear. @default none */
  readonly secretFiles?: Readonly<Record<string, string>>;
}

/** Hardly anything: providers are fetched, and the state is some kilobytes. */
const RESOURCES = { requests: { cpu: '50m', memory: '128Mi' }, limits: { memory: '512Mi' } } as const;

/**
 * A root module that runs in the cluster, by tofu-controller (S3-68): applied as it is in Git, and again when somebody
 * changes what it made. A failure is tried again, at first after a minute: what it talks to may just be starting
 * (trap 66). Its state is a Secret beside it, and what it made outlives it.
 */
export class TerraformRoot extends Construct {
  readonly name: string;
  readonly unit: Unit;

  constructor(scope: Construct, name: string, props: TerraformRootProps = {}) {
    super(scope, `terraform-${name}`);
    this.name = name;
    this.unit = unitOf(this);
    const { path = `terraform/${name}`, vars = {}, varsFrom = [], after = [], answers = {} } = props;
    const { fluxNamespace } = this.unit.cluster;
    this.unit.expect(dnsLabel, 'TerraformRoot name', name);
    for (const { unit } of after) this.unit.needs(unit);
    // Providers are fetched first, and what they talk to may take some tries.
    this.unit.atLeast(15 * 60_000);
    new Terraform(this, 'object', {
      metadata: { name },
      spec: {
        interval: '1h',
        retryInterval: '1m',
        retryStrategy: 'ExponentialBackoff',
        maxRetryInterval: '10m',
        approvePlan: 'auto',
        path: `./${path}`,
        sourceRef: { kind: 'GitRepository', name: fluxNamespace, namespace: fluxNamespace },
        destroyResourcesOnDeletion: false,
        // A plan holds secrets in clear text.
        storeReadablePlan: 'none',
        serviceAccountName: props.serviceAccountName ?? 'tf-runner',
        ...(after.length === 0 ? {} : { dependsOn: after.map((root) => ({ name: root.name })) }),
        ...(Object.keys(vars).length === 0
          ? {}
          : { vars: Object.entries(vars).map(([variable, value]) => ({ name: variable, value })) }),
        ...(varsFrom.length === 0
          ? {}
          : { varsFrom: varsFrom.map((secret) => ({ kind: 'Secret' as const, name: secret.name })) }),
        ...(Object.keys(answers).length === 0
          ? {}
          : {
              healthChecks: Object.entries(answers).map(([check, url]) => ({
                name: check,
                type: 'http' as const,
                url,
                timeout: '30s',
              })),
            }),
        runnerPodTemplate: runnerPod(props),
      },
    });
  }
}

function runnerPod({ env = {}, secretFiles = {} }: TerraformRootProps): TerraformProps['spec']['runnerPodTemplate'] {
  const files = Object.entries(secretFiles);
  return {
    spec: {
      resources: RESOURCES,
      ...(Object.keys(env).length === 0 ? {} : { env: Object.entries(env).map(([name, value]) => ({ name, value })) }),
      ...(files.length === 0
        ? {}
        : {
            volumes: files.map(([, secretName]) => ({ name: secretName, secret: { secretName } })),
            volumeMounts: files.map(([mountPath, name]) => ({ name, mountPath, readOnly: true })),
          }),
    },
  };
}
