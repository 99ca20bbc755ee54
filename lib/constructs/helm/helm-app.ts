import { Construct } from 'constructs';
import { HelmRelease } from '../../../imports/helm.toolkit.fluxcd.io.js';
import { OCIRepository } from '../../../imports/source.toolkit.fluxcd.io.js';
import { NEVER_PRUNE } from '../../flux/prune.js';
import { durationMs } from '../../model/duration.js';
import type { ExternalObject } from '../../model/external.js';
import type { Json, JsonObject } from '../../model/json.js';
import type { ChartVersion } from '../../model/versions.js';
import { dnsLabel, duration } from '../format.js';
import { type Unit, unitOf } from '../unit.js';
import { helmRepository } from './sources.js';

/** A chart in a Git repository that Flux knows as a source, such as the tree's own. */
export interface GitChart {
  /** Name of a GitRepository in the Flux namespace. */
  readonly gitRepository: string;
  /** Folder of the chart in it. */
  readonly path: string;
}

export interface HelmAppProps {
  /** Name of a chart in charts/versions.yaml, or a chart in a Git repository. @default the release's name */
  readonly chart?: string | GitChart;
  readonly values?: JsonObject;
  /** Values that a Secret or ConfigMap of the release's namespace holds. @default none */
  readonly valuesFrom?: readonly {
    readonly kind: 'Secret' | 'ConfigMap';
    readonly name: string;
    readonly valuesKey?: string;
    readonly targetPath?: string;
  }[];
  /** HelmReleases of the same namespace that have to be ready first (trap 74); across units use dependsOn. @default none */
  readonly after?: readonly string[];
  /** Uninstalling it would delete data: it is never pruned, and a failed upgrade is retried, not rolled back. @default false */
  readonly stateful?: boolean;
  /** What the chart makes and others refer to: Services, Secrets, classes. @default nothing that anybody names */
  readonly brings?: readonly Omit<ExternalObject, 'reason'>[];
  /** What kustomize changes in the chart's objects, where no value does. @default nothing */
  readonly patches?: readonly {
    readonly target: { readonly kind: string; readonly name: string };
    /** A strategic merge patch as YAML; `$patch: delete` leaves the object out. */
    readonly patch: string;
  }[];
  /** For one Helm action. @default '5m' */
  readonly timeout?: string;
  /** What happens to the chart's custom resource definitions. @default 'CreateReplace' */
  readonly crds?: 'CreateReplace' | 'Skip';
}

const RETRIES = 2;

/** A Helm chart, released by Flux: HelmRelease v2 with its source, pinned version and release name (DC-14). */
export class HelmApp extends Construct {
  readonly release: HelmRelease;

  constructor(scope: Construct, name: string, props: HelmAppProps = {}) {
    super(scope, name);
    const unit: Unit = unitOf(this);
    const {
      timeout = '5m',
      crds = 'CreateReplace',
      stateful = false,
      valuesFrom = [],
      after = [],
      patches = [],
    } = props;
    unit.expect(dnsLabel, 'HelmApp name', name);
    unit.expect(duration, `HelmApp ${name}.timeout`, timeout);
    for (const path of nullPaths(props.values)) {
      unit.report({
        code: 'VALUE_INVALID',
        field: `HelmApp ${name}.values${path}`,
        message: 'null is lost on the way: cdk8s drops it',
        hint: 'give the empty value that the chart understands, such as {}, [] or ""',
      });
    }
    unit.brings(...(props.brings ?? []));
    unit.atLeast(durationMs(timeout) * (RETRIES + 1));
    this.release = new HelmRelease(this, 'release', {
      metadata: { name, ...(stateful ? { annotations: Object.fromEntries([NEVER_PRUNE]) } : {}) },
      spec: {
        interval: '1h',
        timeout,
        releaseName: name,
        ...this.chartSource(unit, name, props.chart ?? name),
        ...(after.length === 0 ? {} : { dependsOn: after.map((release) => ({ name: release })) }),
        install: { crds, ...(stateful ? RETRY : { remediation: { retries: RETRIES } }) },
        upgrade: {
          crds,
          // Cleaning up would delete what a failed upgrade made, a new volume among it.
          ...(stateful ? RETRY : { cleanupOnFail: true, remediation: { retries: RETRIES, strategy: 'rollback' } }),
        },
        ...(patches.length === 0 ? {} : { postRenderers: [{ kustomize: { patches: [...patches] } }] }),
        ...(valuesFrom.length === 0 ? {} : { valuesFrom: [...valuesFrom] }),
        ...(props.values === undefined ? {} : { values: props.values }),
      },
    });
  }

  private chartSource(unit: Unit, name: string, chart: string | GitChart) {
    if (typeof chart !== 'string') return gitChart(unit, chart);
    const pinned = unit.cluster.chart(chart);
    return pinned.repository.startsWith('oci://') ? this.ociChart(name, pinned) : repositoryChart(unit, pinned);
  }

  private ociChart(name: string, { repository, chart, version }: ChartVersion) {
    new OCIRepository(this, 'source', {
      metadata: { name },
      spec: {
        interval: '1h',
        url: `${repository}/${chart}`,
        ref: { tag: version },
        layerSelector: { mediaType: 'application/vnd.cncf.helm.chart.content.v1.tar+gzip', operation: 'copy' },
      },
    });
    return { chartRef: { kind: 'OCIRepository' as const, name } };
  }
}

/** Places of null in values; a chart's default would stay where the author wanted it gone. */
function nullPaths(value: Json | undefined, path = ''): string[] {
  if (value === null) return [path];
  if (typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, member]) => nullPaths(member, `${path}.${key}`));
}

/** A stateful release is tried again as it is: rolling back or uninstalling a database makes things worse. */
const RETRY = { strategy: { name: 'RetryOnFailure' as const, retryInterval: '5m' } };

function repositoryChart(unit: Unit, { repository, chart, version }: ChartVersion) {
  const sourceRef = {
    kind: 'HelmRepository' as const,
    name: helmRepository(unit, repository),
    namespace: unit.cluster.fluxNamespace,
  };
  return { chart: { spec: { chart, version, sourceRef, interval: '1h' } } };
}

function gitChart(unit: Unit, { gitRepository, path }: GitChart) {
  const sourceRef = { kind: 'GitRepository' as const, name: gitRepository, namespace: unit.cluster.fluxNamespace };
  return { chart: { spec: { chart: path, sourceRef, interval: '1h', reconcileStrategy: 'Revision' as const } } };
}
