import type { JsonObject } from '../../../lib/index.js';

interface FluxKind {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  /** Resource name in the API, as RBAC wants it. */
  readonly plural: string;
}

const kinds = (group: string, version: string, names: Readonly<Record<string, string>>): readonly FluxKind[] =>
  Object.entries(names).map(([kind, plural]) => ({ group: `${group}.toolkit.fluxcd.io`, version, kind, plural }));

/** Flux kinds with a Ready condition that this repository uses; the versions are served by Flux 2.7 and 2.9. */
export const FLUX_KINDS: readonly FluxKind[] = [
  ...kinds('kustomize', 'v1', { Kustomization: 'kustomizations' }),
  ...kinds('helm', 'v2', { HelmRelease: 'helmreleases' }),
  ...kinds('source', 'v1', {
    GitRepository: 'gitrepositories',
    OCIRepository: 'ocirepositories',
    HelmRepository: 'helmrepositories',
  }),
  ...kinds('notification', 'v1', { Receiver: 'receivers' }),
  ...kinds('image', 'v1', {
    ImagePolicy: 'imagepolicies',
    ImageRepository: 'imagerepositories',
    ImageUpdateAutomation: 'imageupdateautomations',
  }),
];

/**
 * Values of kube-state-metrics that make `gotk_resource_info` (S1-86): the Flux controllers export no state of objects.
 * A HelmRepository of type oci has no status; its `ready` label is empty and the alert leaves it out.
 */
export function fluxStateMetricsValues(fluxKinds: readonly FluxKind[] = FLUX_KINDS): JsonObject {
  return {
    rbac: { extraRules: rules(fluxKinds) },
    customResourceState: {
      enabled: true,
      config: { kind: 'CustomResourceStateMetrics', spec: { resources: fluxKinds.map(resource) } },
    },
  };
}

function rules(fluxKinds: readonly FluxKind[]): readonly JsonObject[] {
  const groups = [...new Set(fluxKinds.map(({ group }) => group))];
  return groups.map((group) => ({
    apiGroups: [group],
    resources: fluxKinds.filter((kind) => kind.group === group).map(({ plural }) => plural),
    verbs: ['list', 'watch'],
  }));
}

function resource({ group, version, kind, plural }: FluxKind): JsonObject {
  return {
    groupVersionKind: { group, version, kind },
    resourcePlural: plural,
    metricNamePrefix: 'gotk',
    labelsFromPath: {
      exported_namespace: ['metadata', 'namespace'],
      ready: ['status', 'conditions', '[type=Ready]', 'status'],
      suspended: ['spec', 'suspend'],
    },
    metrics: [
      {
        name: 'resource_info',
        help: 'State of a Flux object',
        // An Info metric without a label of its own is dropped silently.
        each: { type: 'Info', info: { labelsFromPath: { name: ['metadata', 'name'] } } },
      },
    ],
  };
}
